// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.LogEvent;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The throwables that the database has already, as far as this connection has written them lately.
 *
 * <p>Thread-safety: none.
 */
final class WrittenThrowables {
    /** The most throwables that are remembered: about 1 MB. Others are written with each window that they are in. */
    static final int MOST = 10_000;

    private final CommittedMap<Long, Boolean> written = new CommittedMap<>(MOST);
    private final SortedMap<Long, ThrowableRow> due = new TreeMap<>();

    /** Begins a transaction: what the last one has written is forgotten if it was not committed. */
    void begin() {
        written.begin();
        due.clear();
    }

    /** Takes note of the throwable of an event that is written; returns the row that it was given. */
    EventRow noted(EventRow row, LogEvent event) {
        Object id = row.values().get(EventColumn.THROWABLE_ID.index());
        if (id instanceof Long throwable && written.get(throwable) == null) {
            written.put(throwable, true);
            due.put(throwable, Objects.requireNonNull(ThrowableRow.of(event)));
        }
        return row;
    }

    /** Returns the noted throwables that the database may not have, in the order of their ids, and takes them for written. */
    List<ThrowableRow> takeDue() {
        List<ThrowableRow> rows = List.copyOf(due.values());
        due.clear();
        return rows;
    }

    /** Remembers what was written, because the transaction is committed. */
    void committed() {
        written.committed();
    }

    /** Forgets everything, because another connection may lead to another state of the database. */
    void forget() {
        written.forget();
        due.clear();
    }
}
