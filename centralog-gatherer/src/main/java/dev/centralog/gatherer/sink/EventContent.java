// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.centralog.LogEvent;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.ProcessCounts;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The content of a row of events: what is not said by the rows that it refers to. Thread-safety: none. */
final class EventContent {
    private static final JsonFactory JSON = new JsonFactory();

    private final GroupRow groupRow;
    private final TraceKeys keys;
    private final References references;
    private final Map<GroupColumn, @Nullable Object> differing = new EnumMap<>(GroupColumn.class);

    /**
     * The rows of other tables that a row of events refers to.
     *
     * @param delivery the id of its delivery
     * @param group its group, as that is stored
     * @param process the only process that has counted in the row; null if there are several, or if that is not stored
     */
    record References(long delivery, WrittenGroups.Written group, ProcessNumbers.@Nullable Numbered process) {}

    /**
     * Makes a content.
     *
     * @param groupRow the event and its counts, and what they say of the group
     * @param keys the MDC keys of trace and span ids
     * @param references the rows of other tables that it refers to
     */
    EventContent(GroupRow groupRow, TraceKeys keys, References references) {
        this.groupRow = groupRow;
        this.keys = keys;
        this.references = references;
        if (isWhole()) {
            for (GroupColumn column : references.group().differing(groupRow.content())) {
                differing.put(column, groupRow.value(column));
            }
        }
    }

    /** Returns the same, with another event. */
    EventContent with(GatheredEvent other) {
        return new EventContent(groupRow.with(other), keys, references);
    }

    GroupRow groupRow() {
        return groupRow;
    }

    GatheredEvent gathered() {
        return groupRow.gathered();
    }

    TraceKeys keys() {
        return keys;
    }

    References references() {
        return references;
    }

    LogEvent event() {
        return gathered().event();
    }

    private boolean isWhole() {
        return gathered().flag().isWhole();
    }

    /** Returns the number of the only process; null if that is not all that is to be said. */
    @Nullable
    Long processNumber() {
        ProcessNumbers.Numbered process = references.process();
        return process == null ? null : process.number();
    }

    /** Returns the counts by process as JSON; null if one process, or none that is known, has counted all. */
    @Nullable
    String processes() {
        ProcessCounts counts = gathered().processes();
        return references.process() != null || counts.equals(ProcessCounts.ofUnknown(counts.total()))
                ? null
                : counts.json();
    }

    /** Returns the event's host; null if the process in the row is known to have it, or if there is no event. */
    @Nullable
    String host() {
        ProcessNumbers.Numbered process = references.process();
        String host = event().origin().host();
        return process == null ? host : !isWhole() || host.equals(process.host()) ? null : host;
    }

    /** Returns the event's process id; null if the process in the row is known to have it, or if there is no event. */
    @Nullable
    Long pid() {
        ProcessNumbers.Numbered process = references.process();
        long pid = event().origin().pid();
        return process == null ? (Long) pid : !isWhole() || Long.valueOf(pid).equals(process.pid()) ? null : pid;
    }

    /** Returns the value of a column that the row has, too; null if it is the group's. */
    @Nullable
    Object own(GroupColumn column) {
        return isWhole() ? differing.get(column) : groupRow.value(column);
    }

    /** Returns as JSON what is otherwise than in the group, and has no column in the row; null if nothing is. */
    @Nullable
    String differs() {
        Map<GroupColumn, @Nullable Object> rest = new EnumMap<>(GroupColumn.class);
        differing.forEach((column, value) -> {
            if (value == null || (column != GroupColumn.MESSAGE && column != GroupColumn.THROWN)) {
                rest.put(column, value);
            }
        });
        return rest.isEmpty() ? null : json(rest);
    }

    private static String json(Map<GroupColumn, @Nullable Object> values) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<GroupColumn, @Nullable Object> each : values.entrySet()) {
                json.writeFieldName(each.getKey().column().name());
                Object value = each.getValue();
                if (value instanceof Long number) {
                    json.writeNumber(number);
                } else if (value == null) {
                    json.writeNull();
                } else {
                    json.writeString(Objects.toString(value));
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never happens: it writes to memory
        }
        return text.toString();
    }
}
