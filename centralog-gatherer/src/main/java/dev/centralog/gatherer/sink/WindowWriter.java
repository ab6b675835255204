// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gather.ProcessSign;
import dev.centralog.gather.UnreadablePayload;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A writer of windows of events.
 *
 * @param keys the MDC keys of trace and span ids
 * @param groups the groups that the database has already
 * @param throwables the throwables that the database has already
 * @param written the processes that the database has already
 */
record WindowWriter(TraceKeys keys, WrittenGroups groups, WrittenThrowables throwables, WrittenProcesses written)
        implements DeliveryWriter<SealedWindow> {
    private static final Clock CLOCK = Clock.systemUTC();

    /** Returns a writer that has written nothing yet. */
    static WindowWriter of(TraceKeys keys) {
        return new WindowWriter(keys, new WrittenGroups(), new WrittenThrowables(), new WrittenProcesses());
    }

    @Override
    public RowTable table() {
        return EventRow.TABLE;
    }

    @Override
    public Stored write(SealedWindow window, RowWriter rows, ReportWriter reports) throws SQLException {
        Stored stored = Stored.NOTHING;
        SortedMap<String, ProcessRow> processes = new TreeMap<>();
        RollUps sums = new RollUps();
        boolean isEntered = false;
        groups.begin();
        throwables.begin();
        for (EventWindow.Content part : window.parts()) {
            Instant start = windowStart(part);
            if (!isEntered && start != null) {
                rows.enter(DeliveryKey.ofWindow(start, window.delivery()));
                isEntered = true;
            }
            stored = stored.plus(write(part, rows, reports));
            reports.writeThrowables(throwables.takeDue());
            writeGroups(part, rows, reports.groups(groups), sums);
            reports.processes().writeSigns(part.processes().signs());
            collect(part, processes);
        }
        Met met = rows.finish();
        reports.writeRollUps(sums);
        reports.processes().writeProcesses(written.toWrite(processes.values()));
        return stored.plus(new Stored(0, 0, met.rows(), met.differing(), Map.of(), Map.of()));
    }

    @Override
    public void committed() {
        groups.committed();
        throwables.committed();
        written.committed();
    }

    @Override
    public void reconnected() {
        groups.forget();
        throwables.forget();
        written.forget();
    }

    /** Writes the groups of events that were written, and adds what these have added to the sums. */
    private static void writeGroups(EventWindow.Content part, RowWriter rows, GroupWriter writer, RollUps sums)
            throws SQLException {
        Instant now = CLOCK.instant();
        List<GroupRow> all = new ArrayList<>(part.events().size());
        Map<String, GroupRow> once = new LinkedHashMap<>();
        for (GatheredEvent event : part.events()) {
            GroupRow group = GroupRow.of(event, now);
            if (rows.insteadOf(List.of(event.groupId())) instanceof EventRow stored) {
                group = group.rejected(stored.gathered());
            }
            all.add(group);
            once.merge(group.groupId(), group, GroupRow::plus);
        }
        writer.write(once.values());
        for (GroupRow group : all) {
            Added more = rows.addedTo(List.of(group.gathered().groupId()));
            sums.add(
                    writer.id(group.groupId()),
                    group,
                    more == null ? Added.all(group.gathered().processes()) : more,
                    part.processes().known());
        }
    }

    /** Adds what a part says of processes. Each part names all processes that have counted in its window. */
    private static void collect(EventWindow.Content part, SortedMap<String, ProcessRow> processes) {
        Instant window = windowStart(part);
        if (window != null) {
            part.processes()
                    .known()
                    .forEach((id, info) -> processes.merge(id, ProcessRow.of(id, info, window), ProcessRow::plus));
        }
        for (ProcessSign sign : part.processes().signs()) {
            processes.merge(sign.process(), ProcessRow.of(sign), ProcessRow::plus);
        }
    }

    /** Returns the start of the window that a part belongs to; null if the part counts nothing. */
    private static @Nullable Instant windowStart(EventWindow.Content part) {
        if (!part.events().isEmpty()) {
            return part.events().get(0).windowStart();
        }
        if (!part.drops().isEmpty()) {
            return part.drops().get(0).windowStart();
        }
        List<ProcessSign> signs = part.processes().signs();
        return signs.isEmpty() ? null : signs.get(0).windowStart();
    }

    private Stored write(EventWindow.Content content, RowWriter rows, ReportWriter reports) throws SQLException {
        List<GatheredEvent> events = content.events();
        List<UnreadablePayload> ofRows = new ArrayList<>();
        List<UnreadablePayload> ofSamples = new ArrayList<>();
        content.unreadable().forEach(each -> (SampleRow.isName(each.groupId()) ? ofSamples : ofRows).add(each));
        ofRows.addAll(rows.write(
                RowValues.madeOnAccess(events, event -> throwables.noted(EventRow.of(event, keys), event.event()))));
        ofSamples.addAll(rows.writeSamples(
                RowValues.madeOnAccess(samples(events), each -> SampleRow.of(each.row, each.sample, keys))));
        reports.writeDrops(content.drops());
        int unreadable = content.unreadable().size();
        int deadLetters = reports.writeDeadLetters(DropReport.EVENTS, ofRows)
                + reports.writeDeadLetters(DropReport.SAMPLES, ofSamples);
        return new Stored(
                events.size(),
                events.stream().mapToLong(GatheredEvent::repeats).sum(),
                0,
                0,
                byReason(content.drops()),
                DeliveryWriter.deadLetters(unreadable, deadLetters - unreadable));
    }

    /** A sample, and the row that it belongs to. */
    private record Sample(GatheredEvent row, GatheredSample sample) {}

    private static List<Sample> samples(List<GatheredEvent> events) {
        List<Sample> all = new ArrayList<>();
        for (GatheredEvent event : events) {
            for (GatheredSample sample : event.samples().further()) {
                all.add(new Sample(event, sample));
            }
        }
        return all;
    }

    /** Returns the dropped events and actions by reason, without samples that were left out: their events are counted. */
    private static Map<String, Long> byReason(List<DropReport> drops) {
        Map<String, Long> sums = new HashMap<>();
        drops.stream()
                .filter(drop -> !drop.stream().equals(DropReport.SAMPLES))
                .forEach(drop -> sums.merge(drop.reason(), drop.count(), Long::sum));
        return sums;
    }
}
