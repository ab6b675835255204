// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.GatheredEvent;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** A writer of the content of one stream's deliveries, within the caller's transaction. */
interface DeliveryWriter<D extends SealedDelivery> {
    /** Returns the table of the rows. */
    RowTable table();

    /** Writes all of a delivery. If that fails, the caller undoes the transaction and may call again. */
    Stored write(D delivery, RowWriter rows, ReportWriter reports) throws SQLException;

    /** Is called when what the last {@link #write} has written is committed. */
    default void committed() {
        // By default nothing is remembered.
    }

    /** Is called when the next {@link #write} is over another connection: what was committed may not be there. */
    default void reconnected() {
        // By default nothing is remembered.
    }

    /** Returns the numbers of dead letters by the flags of their rows, without zeros. */
    static Map<String, Long> deadLetters(long unreadable, long rejected) {
        Map<String, Long> letters = new HashMap<>();
        letters.put(GatheredEvent.Flag.UNREADABLE.label(), unreadable);
        letters.put(Row.REJECTED, rejected);
        letters.values().removeIf(count -> count == 0);
        return letters;
    }
}
