// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.GatheredEvent;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** A writer of the content of one stream's deliveries. */
interface DeliveryWriter<D extends SealedDelivery> {
    /** Returns the table of the rows. */
    RowTable table();

    /**
     * Writes what rows of other deliveries refer to, too, and lets the transaction commit it: one that is held up while it writes
     * rows, by a gatherer that is frozen for instance, then holds no lock that another delivery waits for. Twice is as good as once,
     * and nothing is wrong with it if the rows never come.
     */
    default void writeShared(D delivery, LazyTransaction transaction) throws SQLException {
        // By default rows refer to nothing.
    }

    /**
     * Writes the rest of a delivery within the caller's transaction. If that fails, the caller undoes the transaction and may
     * call again.
     */
    Stored write(D delivery, RowWriter rows, ReportWriter reports) throws SQLException;

    /** Is called when what the last {@link #writeShared} and {@link #write} have written is committed. */
    default void committed() {
        // By default nothing is remembered.
    }

    /** Is called when the next {@link #writeShared} is over another connection: what was committed may not be there. */
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
