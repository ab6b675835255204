// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gather.UnreadablePayload;
import java.sql.SQLException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A writer of windows of events.
 *
 * @param keys the MDC keys of trace and span ids
 */
record WindowWriter(TraceKeys keys) implements DeliveryWriter<SealedWindow> {
    @Override
    public RowTable table() {
        return EventRow.TABLE;
    }

    @Override
    public Stored write(SealedWindow window, RowWriter rows, ReportWriter reports) throws SQLException {
        Stored stored = Stored.NOTHING;
        for (EventWindow.Content part : window.parts()) {
            stored = stored.plus(write(part, rows, reports));
        }
        Met met = rows.finish();
        return stored.plus(new Stored(0, 0, met.rows(), met.differing(), Map.of(), Map.of()));
    }

    private Stored write(EventWindow.Content content, RowWriter rows, ReportWriter reports) throws SQLException {
        List<GatheredEvent> events = content.events();
        List<UnreadablePayload> ofRows = new ArrayList<>();
        List<UnreadablePayload> ofSamples = new ArrayList<>();
        content.unreadable().forEach(each -> (SampleRow.isName(each.groupId()) ? ofSamples : ofRows).add(each));
        ofRows.addAll(rows.write(made(events, event -> EventRow.of(event, keys))));
        ofSamples.addAll(rows.writeSamples(made(samples(events), each -> SampleRow.of(each.row, each.sample, keys))));
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

    /** Returns the dropped events and actions by reason. Samples that were left out are not among them: their events are counted. */
    private static Map<String, Long> byReason(List<DropReport> drops) {
        Map<String, Long> sums = new HashMap<>();
        drops.stream()
                .filter(drop -> !drop.stream().equals(DropReport.SAMPLES))
                .forEach(drop -> sums.merge(drop.reason(), drop.count(), Long::sum));
        return sums;
    }

    /** Returns a list that makes each row on access, so that a database can work on the first while the last is made. */
    private static <T, R> List<R> made(List<T> from, Function<T, R> row) {
        return new AbstractList<>() {
            @Override
            public R get(int index) {
                return row.apply(from.get(index));
            }

            @Override
            public int size() {
                return from.size();
            }
        };
    }
}
