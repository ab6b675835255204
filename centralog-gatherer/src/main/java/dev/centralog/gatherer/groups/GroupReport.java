// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.groups;

import dev.centralog.Thrown;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.FieldValues;
import dev.centralog.gatherer.stored.GroupInfo;
import dev.centralog.gatherer.stored.ProcessCount;
import dev.centralog.gatherer.stored.Slices;
import dev.centralog.gatherer.stored.StoredEvent;
import dev.centralog.gatherer.stored.StoredEvents;
import dev.centralog.gatherer.stored.StoredGroup;
import dev.centralog.gatherer.stored.StoredGroups;
import dev.centralog.gatherer.stored.Sums;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is shown of a group, or of several as one, within a range of time.
 *
 * @param groups the groups, the first one first
 * @param slices the range
 * @param kept the repeats of all hours that are kept, whatever the range
 * @param counts the repeats by slice
 * @param processes the repeats by process, of the rows that are kept
 * @param values the values of the events that are stored in full
 * @param samples the latest of these events, the latest first; of one whose process is not known, that is empty
 * @param thrown what the latest of them that had a throwable has thrown, with frames; null if there is none
 */
public record GroupReport(
        List<GroupInfo> groups,
        Slices slices,
        long kept,
        List<Long> counts,
        List<ProcessCount> processes,
        FieldValues values,
        List<GatheredSample> samples,
        @Nullable Thrown thrown) {
    /** The rows that are searched for samples at least, as one may have lost its event. */
    private static final int FEWEST_ROWS = 10;

    /**
     * Reads the report. Blocks.
     *
     * @param samples the most samples
     * @throws SinkException if the database can't be read
     */
    public static GroupReport read(StoredGroups stored, List<GroupInfo> groups, Slices slices, int samples) {
        StoredGroup of = stored.of(groups);
        StoredEvents events = stored.events();
        List<StoredEvent> rows = new ArrayList<>();
        for (GroupInfo each : groups) {
            rows.addAll(events.last(
                    EventQuery.in(slices.range()).with(Kind.GROUP, each.groupId()), Math.max(samples, FEWEST_ROWS)));
        }
        rows.sort(Comparator.comparing(StoredEvent::windowStart).reversed());
        List<GatheredSample> latest = new ArrayList<>();
        Thrown thrown = null;
        for (StoredEvent row : rows) {
            thrown = thrown == null ? row.event().thrown() : thrown;
            if (latest.size() < samples) {
                latest.addAll(inFull(events, row));
            }
        }
        latest.sort(Comparator.comparing((GatheredSample each) -> each.event().time())
                .reversed());
        return new GroupReport(
                groups,
                slices,
                of.repeats(),
                of.repeats(slices),
                of.processes(slices.range()),
                of.values(slices.range()),
                latest.subList(0, Math.min(samples, latest.size())),
                thrown);
    }

    private static List<GatheredSample> inFull(StoredEvents events, StoredEvent row) {
        StoredEvent.InFull inFull = row.inFull();
        List<GatheredSample> all = new ArrayList<>(inFull.count() > 0 ? events.samples(row) : List.of());
        if (inFull.isOwnCounted() && inFull.count() > all.size()) {
            String process = row.processes().size() == 1
                    ? row.processes().asMap().keySet().iterator().next()
                    : "";
            all.add(new GatheredSample(process, row.event().sequence(), row.event()));
        }
        return all;
    }

    /** Returns the same report without a stack trace. */
    public GroupReport withoutStack() {
        return new GroupReport(groups, slices, kept, counts, processes, values, samples, null);
    }

    /** Returns the repeats in the range. */
    public long repeats() {
        return counts.stream().reduce(0L, Sums::sum);
    }

    /** Returns the repeats in the range by the rows that are kept. */
    public long repeatsOfRows() {
        return processes.stream().map(ProcessCount::repeats).reduce(0L, Sums::sum);
    }

    /** Returns whether the values are those of all events of the range. */
    public boolean isComplete() {
        return values.read() >= repeats();
    }
}
