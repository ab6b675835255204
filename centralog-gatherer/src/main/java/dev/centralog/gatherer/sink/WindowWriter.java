// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.ProcessSign;
import dev.centralog.gather.UnreadablePayload;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A writer of windows of events: first of the processes and groups that its rows refer to, where several gatherers write at once in
 * a transaction for each part, then of the rows and their sums. All gatherers lock these rows in this order.
 *
 * @param keys the MDC keys of trace and span ids
 * @param groups the groups that the database has already
 * @param throwables the throwables that the database has already
 * @param processes the processes that the database has already
 * @param numbers the numbers of these processes
 * @param releases the names of releases, and the groups that the database has of each already
 * @param refusals why the database has refused events or ids of groups of the last window, by the ids
 */
record WindowWriter(
        TraceKeys keys,
        WrittenGroups groups,
        WrittenThrowables throwables,
        WrittenProcesses processes,
        ProcessNumbers numbers,
        Releases releases,
        Map<String, String> refusals)
        implements DeliveryWriter<SealedWindow> {
    /** The names of releases, and the groups that the database has of each already. */
    record Releases(ReleaseNames names, WrittenReleases written) {
        RollUps sums() {
            written.begin();
            return new RollUps(names, written);
        }
    }

    /** Returns a writer that has written nothing yet. */
    static WindowWriter of(TraceKeys keys) {
        return new WindowWriter(
                keys,
                new WrittenGroups(),
                new WrittenThrowables(),
                new WrittenProcesses(),
                new ProcessNumbers(),
                new Releases(new ReleaseNames(), new WrittenReleases()),
                new HashMap<>());
    }

    @Override
    public RowTable table() {
        return EventRow.TABLE;
    }

    @Override
    public void writeShared(SealedWindow window, LazyTransaction transaction) throws SQLException {
        SortedMap<String, ProcessRow> said = new TreeMap<>();
        groups.begin();
        numbers.begin();
        refusals.clear();
        for (WindowPart part : window.parts()) {
            Instant start = windowStart(part.content());
            if (start != null) {
                writeShared(part, said, DeliveryKey.ofWindow(start, window.delivery()), transaction);
            }
        }
    }

    private void writeShared(
            WindowPart part, SortedMap<String, ProcessRow> said, DeliveryKey delivery, LazyTransaction transaction)
            throws SQLException {
        if (collect(part.content(), said)) {
            List<ProcessRow> due = processes.toWrite(said.values());
            if (!due.isEmpty() || !numbers.know(said.keySet())) {
                ReportWriter writer = transaction.begin(delivery);
                writer.processes().writeProcesses(due);
                writer.readNumbers(numbers, said.keySet(), due);
            }
        }
        List<GroupRow> due = groups.toWrite(part.groups());
        if (!due.isEmpty()) {
            refusals.putAll(transaction.begin(delivery).groups(groups).write(due));
        }
        transaction.commitShared();
    }

    @Override
    public Stored write(SealedWindow window, RowWriter rows, ReportWriter reports) throws SQLException {
        Stored stored = Stored.NOTHING;
        RollUps sums = releases.sums();
        DeliveryKey delivery = null;
        throwables.begin();
        for (WindowPart part : window.parts()) {
            Instant start = windowStart(part.content());
            if (delivery == null && start != null) {
                delivery = rows.enter(DeliveryKey.ofWindow(start, window.delivery()));
            }
            List<UnreadablePayload> refused =
                    delivery == null ? List.of() : new PartWriter(this, delivery.id(), sums).write(part, rows, reports);
            stored = stored.plus(writeReports(part.content(), refused, reports));
        }
        Met met = rows.finish();
        reports.writeRollUps(sums);
        return stored.plus(new Stored(0, 0, met.rows(), met.differing(), Map.of(), Map.of()));
    }

    @Override
    public void committed() {
        groups.committed();
        throwables.committed();
        processes.committed();
        numbers.committed();
        releases.written.committed();
    }

    @Override
    public void reconnected() {
        groups.forget();
        throwables.forget();
        processes.forget();
        numbers.forget();
        releases.written.forget();
    }

    /**
     * Adds what a part says of processes; returns whether that is more than was known. Each part names all processes that have
     * counted in its window.
     */
    private static boolean collect(EventWindow.Content part, SortedMap<String, ProcessRow> said) {
        SortedMap<String, ProcessRow> before = new TreeMap<>(said);
        Instant window = windowStart(part);
        if (window != null) {
            part.processes()
                    .known()
                    .forEach((id, info) -> said.merge(id, ProcessRow.of(id, info, window), ProcessRow::plus));
        }
        for (ProcessSign sign : part.processes().signs()) {
            said.merge(sign.process(), ProcessRow.of(sign), ProcessRow::plus);
        }
        return !said.equals(before);
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

    /** Writes the signs, drops and dead letters of a part, whose events are written. */
    private static Stored writeReports(EventWindow.Content part, List<UnreadablePayload> refused, ReportWriter reports)
            throws SQLException {
        List<UnreadablePayload> ofRows = new ArrayList<>();
        List<UnreadablePayload> ofSamples = new ArrayList<>();
        Stream.concat(part.unreadable().stream(), refused.stream())
                .forEach(each -> (SampleRow.isName(each.groupId()) ? ofSamples : ofRows).add(each));
        reports.processes().writeSigns(part.processes().signs());
        reports.writeDrops(part.drops());
        int deadLetters = reports.writeDeadLetters(DropReport.EVENTS, ofRows)
                + reports.writeDeadLetters(DropReport.SAMPLES, ofSamples);
        return counts(part, deadLetters);
    }

    /** Returns the counts of a part of which so many dead letters were written, those that could not be read among them. */
    static Stored counts(EventWindow.Content part, int deadLetters) {
        int unreadable = part.unreadable().size();
        return new Stored(
                part.events().size(),
                part.events().stream().mapToLong(GatheredEvent::repeats).sum(),
                0,
                0,
                byReason(part.drops()),
                DeliveryWriter.deadLetters(unreadable, deadLetters - unreadable));
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
