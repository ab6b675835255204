// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.LogEvent;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

    private final Set<Long> committed = Collections.newSetFromMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > MOST;
        }
    });
    private final Set<Long> pending = new HashSet<>();
    private final SortedMap<Long, ThrowableRow> due = new TreeMap<>();

    /** Begins a transaction: what the last one has written is forgotten if it was not committed. */
    void begin() {
        pending.clear();
        due.clear();
    }

    /** Takes note of the throwable of an event that is written; returns the row that it was given. */
    EventRow noted(EventRow row, LogEvent event) {
        Object id = row.values().get(EventColumn.THROWABLE_ID.index());
        if (id instanceof Long throwable && !committed.contains(throwable) && pending.add(throwable)) {
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
        committed.addAll(pending);
        pending.clear();
    }

    /** Forgets everything, because another connection may lead to another state of the database. */
    void forget() {
        begin();
        committed.clear();
    }
}
