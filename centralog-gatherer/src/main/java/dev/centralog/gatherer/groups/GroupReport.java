// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.groups;

import dev.centralog.Thrown;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gatherer.sink.CappedSum;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.FamilyInfo;
import dev.centralog.gatherer.stored.FieldValues;
import dev.centralog.gatherer.stored.GroupInfo;
import dev.centralog.gatherer.stored.ProcessCount;
import dev.centralog.gatherer.stored.RowCounts;
import dev.centralog.gatherer.stored.Slices;
import dev.centralog.gatherer.stored.StoredEvent;
import dev.centralog.gatherer.stored.StoredEvents;
import dev.centralog.gatherer.stored.StoredGroup;
import dev.centralog.gatherer.stored.StoredGroups;
import dev.centralog.gatherer.stored.StoredGroups.Order;
import dev.centralog.gatherer.stored.StoredTriage;
import dev.centralog.gatherer.stored.TimeRange;
import dev.centralog.gatherer.triage.Decision;
import dev.centralog.gatherer.triage.FamilyTriage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is shown of a group, or of several as one, within a range of time.
 *
 * @param groups the groups
 * @param family the family that all of them are; null if it is one group that is shown
 * @param slices the range
 * @param kept the repeats of all hours that are kept, whatever the range
 * @param counts the repeats by slice
 * @param rows what the rows tell that are kept
 * @param samples the latest of these events, the latest first; of one whose process is not known, that is empty
 * @param triage the last word on the family; null if nothing was decided
 * @param history what was decided on the family, the last decision first; empty if it is one group that is shown
 * @param thrown what the latest of them that had a throwable has thrown, with frames; null if there is none
 */
public record GroupReport(
        List<GroupInfo> groups,
        @Nullable FamilyReport family,
        Slices slices,
        long kept,
        List<Long> counts,
        RowCounts rows,
        List<GatheredSample> samples,
        @Nullable FamilyTriage triage,
        List<Decision> history,
        @Nullable Thrown thrown) {
    /** The time before a first event that is shown, so that it is seen that nothing was there. */
    private static final Duration BEFORE_FIRST = Duration.ofMinutes(5);

    /** The rows that are searched for samples at least, as one may have lost its event. */
    private static final int FEWEST_ROWS = 10;

    /** The most groups of a family that are listed. */
    private static final int MOST_GROUPS = 20;

    /**
     * Reads the report of a group. Blocks.
     *
     * @param samples the most samples
     * @throws SinkException if the database can't be read
     */
    public static GroupReport read(StoredGroups stored, GroupInfo group, Slices slices, int samples) {
        Latest latest =
                latest(stored.events(), EventQuery.in(slices.range()).with(Kind.GROUP, group.groupId()), samples);
        String family = group.familyId();
        return of(
                stored.of(List.of(group)),
                slices,
                latest,
                family == null ? null : stored.triage().of(family));
    }

    /**
     * Reads the report of a family. Blocks.
     *
     * @param samples the most samples
     * @throws SinkException if the database can't be read
     */
    public static GroupReport read(StoredGroups stored, Family family, Slices slices, int samples) {
        EventQuery query = EventQuery.in(slices.range()).with(Kind.FAMILY, family.info.id());
        List<FamilyInfo> families = stored.families().countingFor(family.info);
        StoredGroup groups = stored.of(family.groups);
        FamilyReport report = new FamilyReport(
                family.info,
                family.info.isPlace() ? texts(families, groups.repeatsByFamily(slices)) : List.of(),
                stored.families().seen(families),
                stored.most(query, slices, Order.TOTAL, MOST_GROUPS));
        StoredTriage triage = stored.triage();
        return of(groups, slices, latest(stored.events(), query, samples), triage.of(family.info.id()))
                .with(report, triage.history(family.info.id()));
    }

    /**
     * Returns the range asked for; else that from shortly before the first event to the last one, of the last day at most.
     *
     * @param now the present time
     */
    public static Slices slices(TimeRange range, Instant firstSeen, Instant lastSeen, Instant now) {
        Instant end = range.until();
        if (end == null) {
            Instant behind = lastSeen.plusSeconds(1);
            end = range.since() == null && behind.isBefore(now) ? behind : now;
        }
        Instant start = range.since();
        if (start == null) {
            Instant before = firstSeen.minus(BEFORE_FIRST);
            start = Slices.startOfLastDay(end);
            start = before.isAfter(start) && before.isBefore(end) ? before : start;
        }
        return Slices.of(start, end, now);
    }

    private static List<FamilyReport.Text> texts(List<FamilyInfo> families, Map<String, Long> repeats) {
        return families.stream()
                .map(each -> new FamilyReport.Text(each, repeats.getOrDefault(each.id(), 0L)))
                .sorted(Comparator.comparingLong(FamilyReport.Text::repeats).reversed())
                .toList();
    }

    /** A family and its groups; of a place, those of all its texts. */
    public record Family(FamilyInfo info, List<GroupInfo> groups) {
        public Family {
            groups = List.copyOf(groups);
        }

        /** Returns when the first of the groups was seen first. */
        public Instant firstSeen() {
            return first(groups);
        }

        /** Returns when the last of the groups was seen last. */
        public Instant lastSeen() {
            return last(groups);
        }
    }

    private static Instant first(List<GroupInfo> groups) {
        return Collections.min(groups.stream().map(GroupInfo::firstSeen).toList());
    }

    private static Instant last(List<GroupInfo> groups) {
        return Collections.max(groups.stream().map(GroupInfo::lastSeen).toList());
    }

    private static GroupReport of(StoredGroup of, Slices slices, Latest latest, @Nullable FamilyTriage triage) {
        return new GroupReport(
                of.groups(),
                null,
                slices,
                of.repeats(),
                of.repeats(slices),
                of.rows(slices.range()),
                latest.samples,
                triage,
                List.of(),
                latest.thrown);
    }

    private GroupReport with(FamilyReport ofFamily, List<Decision> decisions) {
        return new GroupReport(groups, ofFamily, slices, kept, counts, rows, samples, triage, decisions, thrown);
    }

    private record Latest(
            List<GatheredSample> samples, @Nullable Thrown thrown) {}

    private static Latest latest(StoredEvents events, EventQuery query, int samples) {
        List<StoredEvent> rows = new ArrayList<>(events.last(query, Math.max(samples, FEWEST_ROWS)));
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
        return new Latest(latest.subList(0, Math.min(samples, latest.size())), thrown);
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
        return new GroupReport(groups, family, slices, kept, counts, rows, samples, triage, history, null);
    }

    /** Returns the repeats by process, of the rows that were read. */
    public List<ProcessCount> processes() {
        return rows.processes();
    }

    /** Returns the values of the events that are stored in full, of the rows that were read. */
    FieldValues values() {
        return rows.values();
    }

    /** Returns when the first of the groups was seen first. */
    Instant firstSeen() {
        return first(groups);
    }

    /** Returns when the last of the groups was seen last. */
    public Instant lastSeen() {
        return last(groups);
    }

    /** Returns the repeats in the range. */
    public long repeats() {
        return counts.stream().reduce(0L, CappedSum::of);
    }

    /** Returns the repeats in the range by the rows that are kept. */
    public long repeatsOfRows() {
        return processes().stream().map(ProcessCount::repeats).reduce(0L, CappedSum::of);
    }

    /** Returns whether the values are those of all events of the range. */
    public boolean isComplete() {
        return values().read() >= repeats();
    }
}
