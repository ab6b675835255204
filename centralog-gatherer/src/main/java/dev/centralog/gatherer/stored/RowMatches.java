// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.LogEvent;
import dev.centralog.ProcessInfo;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gatherer.sink.StorableText;
import dev.centralog.gatherer.sink.TraceKeys;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reader of why rows were found: a row counts what several processes have logged within a second, and filters such as that of a
 * host find it for any of these events, not just for the one that the row shows.
 *
 * <p>Thread-safety: none.
 */
public final class RowMatches {
    private static final Set<Kind> OF_SINGLE_EVENTS =
            EnumSet.of(Kind.HOST, Kind.RELEASE, Kind.THREAD, Kind.TRACE, Kind.MDC, Kind.GREP);

    private final Queries queries;
    private final List<EventFilter> filters;

    RowMatches(Queries queries, EventQuery query) {
        this.queries = queries;
        filters = query.filters().stream()
                .filter(each -> OF_SINGLE_EVENTS.contains(each.kind()) && !each.isExcluding())
                .toList();
    }

    /** Returns the event of each of some rows that the query has found. Blocks. */
    public List<RowMatch> of(List<StoredEvent> rows) {
        List<StoredEvent> looked = rows.stream()
                .filter(row -> !isOwn(row, filters) || isInFull(row))
                .toList();
        Map<EventCursor, List<GatheredSample>> samples = new StoredEvents(queries).samples(looked);
        return rows.stream()
                .map(row -> match(row, samples.getOrDefault(EventCursor.of(row), List.of())))
                .toList();
    }

    /** Returns whether all events of a row are stored in full, and may differ. */
    private static boolean isInFull(StoredEvent row) {
        return row.repeats() > 1
                && row.inFull().count() >= row.repeats()
                && !row.event().arguments().isEmpty();
    }

    private RowMatch match(StoredEvent row, List<GatheredSample> samples) {
        String message = row.event().message();
        boolean isOneMessage = row.repeats() <= 1
                || row.event().arguments().isEmpty()
                || (isInFull(row)
                        && samples.stream()
                                .allMatch(each -> Objects.equals(each.event().message(), message)));
        if (isOwn(row, filters)) {
            return new RowMatch(true, null, null, isOneMessage);
        }
        for (GatheredSample sample : samples) {
            ProcessInfo process = row.own().counting().get(sample.process());
            if (meetsAll(new Single(sample.event(), process, null), filters)) {
                return new RowMatch(false, sample, process, isOneMessage);
            }
        }
        // The database may find a text that is spelt in another way.
        List<EventFilter> exact =
                filters.stream().filter(each -> each.kind() != Kind.GREP).toList();
        return new RowMatch(isOwn(row, exact), null, null, isOneMessage);
    }

    private static boolean isOwn(StoredEvent row, List<EventFilter> filters) {
        return meetsAll(new Single(row.event(), row.own().process(), row.own().traceId()), filters);
    }

    /** An event, its process, null if that is not known, and its trace id as far as the row has it. */
    private record Single(
            LogEvent event,
            @Nullable ProcessInfo process,
            @Nullable String traceId) {}

    private static boolean meetsAll(Single event, List<EventFilter> filters) {
        return filters.stream().allMatch(filter -> filter.values().stream()
                .map(value -> Objects.requireNonNull(StorableText.of(value)))
                .anyMatch(value -> meets(event, filter.kind(), value)));
    }

    private static boolean meets(Single single, Kind kind, String value) {
        ProcessInfo process = single.process;
        return switch (kind) {
            case HOST -> process != null && process.host().equals(value);
            case RELEASE -> process != null && process.release().equals(value);
            case TRACE -> {
                String id = TraceKeys.start(value);
                yield id.equals(single.traceId)
                        || single.event.mdc().values().stream().anyMatch(each -> id.equals(TraceKeys.start(each)));
            }
            case GREP, THREAD, MDC -> EventMatcher.of(kind, value).test(single.event);
            case LEVEL, LOGGER, APP, ENVIRONMENT, FAMILY, THROWN, GROUP, STATE ->
                throw new IllegalArgumentException(kind.name());
        };
    }
}
