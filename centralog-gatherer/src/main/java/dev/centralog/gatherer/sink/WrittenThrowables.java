// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.GatheredEvent;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

    /** Begins a transaction: what the last one has written is forgotten if it was not committed. */
    void begin() {
        pending.clear();
    }

    /** Returns the throwables of events that the database may not have, in the order of their ids, and takes them for written. */
    List<ThrowableRow> toWrite(Collection<GatheredEvent> events) {
        Map<Long, ThrowableRow> rows = new TreeMap<>();
        for (GatheredEvent each : events) {
            Long id = ThrowableRow.idOf(each.event());
            if (id != null && !committed.contains(id) && pending.add(id)) {
                rows.put(id, Objects.requireNonNull(ThrowableRow.of(each.event())));
            }
        }
        return List.copyOf(rows.values());
    }

    /** Remembers what was written, because the transaction is committed. */
    void committed() {
        committed.addAll(pending);
        pending.clear();
    }

    /** Forgets everything, because another connection may lead to another state of the database. */
    void forget() {
        pending.clear();
        committed.clear();
    }
}
