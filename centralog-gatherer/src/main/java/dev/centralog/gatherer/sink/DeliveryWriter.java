// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.GatheredEvent;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Writes what deliveries of one stream hold, within a transaction that is its caller's. */
interface DeliveryWriter<D extends SealedDelivery> {
    /** The table that the rows are of. */
    RowTable table();

    /** Writes all of a delivery; it is asked again, after the transaction was undone, if it fails. */
    Stored write(D delivery, RowWriter rows, ReportWriter reports) throws SQLException;

    /** How many dead letters, by the flags of their rows; only those that occurred. */
    static Map<String, Long> deadLetters(long unreadable, long rejected) {
        Map<String, Long> letters = new HashMap<>();
        letters.put(GatheredEvent.Flag.UNREADABLE.label(), unreadable);
        letters.put(Row.REJECTED, rejected);
        letters.values().removeIf(count -> count == 0);
        return letters;
    }
}
