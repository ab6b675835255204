// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.UnreadablePayload;
import java.sql.SQLException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A writer of windows of events. */
final class WindowWriter implements DeliveryWriter<SealedWindow> {
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
        Met met = rows.met();
        return stored.plus(new Stored(0, 0, met.rows(), met.differing(), Map.of(), Map.of()));
    }

    private static Stored write(EventWindow.Content content, RowWriter rows, ReportWriter reports) throws SQLException {
        List<UnreadablePayload> letters = new ArrayList<>(content.unreadable());
        letters.addAll(rows.write(rows(content.events())));
        int unreadable = content.unreadable().size();
        reports.writeDrops(content.drops());
        int deadLetters = reports.writeDeadLetters(DropReport.EVENTS, letters);
        return new Stored(
                content.events().size(),
                content.events().stream().mapToLong(GatheredEvent::repeats).sum(),
                0,
                0,
                byReason(content.drops()),
                DeliveryWriter.deadLetters(unreadable, deadLetters - unreadable));
    }

    private static Map<String, Long> byReason(List<DropReport> drops) {
        Map<String, Long> sums = new HashMap<>();
        drops.forEach(drop -> sums.merge(drop.reason(), drop.count(), Long::sum));
        return sums;
    }

    /** Returns a list that makes each row on access, so that a database can work on the first while the last is made. */
    private static List<EventRow> rows(List<GatheredEvent> events) {
        return new AbstractList<>() {
            @Override
            public EventRow get(int index) {
                return EventRow.of(events.get(index));
            }

            @Override
            public int size() {
                return events.size();
            }
        };
    }
}
