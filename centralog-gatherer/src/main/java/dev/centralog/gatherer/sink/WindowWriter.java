// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.UnreadablePayload;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Writes windows of events. */
final class WindowWriter implements DeliveryWriter<SealedWindow> {
    @Override
    public Upsert table() {
        return EventRow.TABLE;
    }

    @Override
    public Stored write(SealedWindow window, RowWriter rows, ReportWriter reports) throws SQLException {
        EventWindow.Content content = window.content();
        List<UnreadablePayload> letters = new ArrayList<>(content.unreadable());
        letters.addAll(rows.write(content.events().stream().map(EventRow::of).toList()));
        reports.writeDrops(content.drops());
        int deadLetters = reports.writeDeadLetters(DropReport.EVENTS, letters);
        return new Stored(
                content.events().size(),
                content.events().stream().mapToLong(GatheredEvent::repeats).sum(),
                content.drops().stream().mapToLong(DropReport::count).sum(),
                deadLetters);
    }
}
