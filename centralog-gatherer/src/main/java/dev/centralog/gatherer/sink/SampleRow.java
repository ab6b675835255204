// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.EventSection;
import dev.centralog.LogEvent;
import dev.centralog.Thrown;
import dev.centralog.gather.EventWire;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gather.UnreadablePayload;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A row to be written to the table {@code sample_rows}: an event in full, beside the one in its row of events. */
final class SampleRow implements RowValues {
    private static final List<Column> KEY = Stream.concat(
                    EventColumn.columns(EventColumn.IDENTITY).stream(),
                    Stream.of(new Column("process_id", ColumnType.TEXT), new Column("n", ColumnType.NUMBER)))
            .toList();

    /** The statement that adds samples, and leaves existing ones unchanged. */
    static final Upsert INSERT = new Upsert(
            "sample_rows",
            Stream.concat(
                            KEY.stream(),
                            Stream.of(
                                    new Column("time", ColumnType.SECOND),
                                    new Column("nano", ColumnType.NUMBER),
                                    new Column("thread_name", ColumnType.TEXT),
                                    new Column("thread_id", ColumnType.NUMBER),
                                    new Column("thread_priority", ColumnType.NUMBER),
                                    new Column("template", ColumnType.TEXT),
                                    new Column("message", ColumnType.TEXT),
                                    new Column("arguments", ColumnType.JSON),
                                    new Column("mdc", ColumnType.JSON),
                                    new Column("ndc", ColumnType.JSON),
                                    new Column("key_values", ColumnType.JSON),
                                    new Column("trace_id", ColumnType.TEXT),
                                    new Column("span_id", ColumnType.TEXT),
                                    new Column("thrown_message", ColumnType.TEXT),
                                    new Column("cause_messages", ColumnType.JSON),
                                    new Column("cuts", ColumnType.JSON)))
                    .toList(),
            KEY,
            List.of());

    /** The form of {@link #name}. */
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}:[0-9a-f]{16}:-?\\d{1,19}");

    private final EventContent row;
    private final GatheredSample sample;
    private final boolean hasTemplate;
    private final List<@Nullable Object> values;

    private SampleRow(EventContent row, GatheredSample sample, boolean hasTemplate) {
        this.row = row;
        this.sample = sample;
        this.hasTemplate = hasTemplate;
        values = made();
    }

    /** Returns the row of a sample, without its template if that is the same as in the row of events. */
    static SampleRow of(EventContent row, GatheredSample sample) {
        boolean hasTemplate =
                !Objects.equals(sample.event().template(), row.event().template());
        return new SampleRow(row, sample, hasTemplate);
    }

    /** Returns the same with its template: the row of events may have another one, or none. */
    SampleRow withTemplate() {
        return hasTemplate ? this : new SampleRow(row, sample, true);
    }

    /** Returns whether this is the name of a dead letter that is a sample. */
    static boolean isName(String groupId) {
        return NAME.matcher(groupId).matches();
    }

    String groupId() {
        return row.gathered().groupId();
    }

    private String name() {
        return groupId() + ":" + sample.process() + ":" + sample.number();
    }

    /** Returns the sample as a dead letter. */
    UnreadablePayload putAside(String reason) {
        GatheredEvent gathered = row.gathered();
        return new UnreadablePayload(
                gathered.windowStart(), name(), gathered.delivery(), EventWire.encode(sample.event()), reason);
    }

    @Override
    public List<@Nullable Object> values() {
        return values;
    }

    private List<@Nullable Object> made() {
        LogEvent event = StorableTime.nearest(sample.event());
        Thrown thrown = event.thrown();
        return Collections.unmodifiableList(Arrays.asList(
                row.gathered().windowStart(),
                row.references().delivery(),
                row.references().group().id(),
                sample.process(),
                sample.number(),
                event.time(),
                event.time().getLong(ChronoField.NANO_OF_SECOND),
                StorableText.of(event.thread().name()),
                event.thread().id(),
                (long) event.thread().priority(),
                hasTemplate ? StorableText.of(event.template()) : null,
                StorableText.of(event.message()),
                section(EventSection.ARGUMENTS, event),
                section(EventSection.MDC, event),
                section(EventSection.NDC, event),
                section(EventSection.KEY_VALUES, event),
                StorableText.of(row.keys().traceId(event)),
                StorableText.of(row.keys().spanId(event)),
                thrown == null ? null : StorableText.of(thrown.message()),
                thrown == null ? null : causeMessages(thrown),
                section(EventSection.CUTS, event)));
    }

    private static @Nullable String section(EventSection section, LogEvent event) {
        return StorableText.ofJson(EventWire.section(section, event));
    }

    /** Returns the messages of the causes as an array; null if there are no causes. */
    private static @Nullable String causeMessages(Thrown thrown) {
        List<@Nullable Object> messages = new ArrayList<>();
        for (Thrown cause = thrown.cause(); cause != null; cause = cause.cause()) {
            messages.add(cause.message());
        }
        LogEvent holder = LogEvent.builder().arguments(messages).build();
        return section(EventSection.ARGUMENTS, holder);
    }
}
