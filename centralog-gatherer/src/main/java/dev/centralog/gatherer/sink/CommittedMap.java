// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bounded memory of what the database has under a name, as far as this connection has met it lately. What a transaction finds or
 * writes is remembered only if it is committed.
 *
 * <p>Thread-safety: none.
 */
class CommittedMap<V> {
    private final Map<String, V> committed;
    private final Map<String, V> pending = new HashMap<>();

    /** Makes an empty one that remembers that many names; those that were met last. */
    CommittedMap(int most) {
        committed = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    /** Begins a transaction: what the last one has noted is forgotten if it was not committed. */
    final void begin() {
        pending.clear();
    }

    /** Returns what is known of a name; null if nothing is. */
    final @Nullable V get(String name) {
        V now = pending.get(name);
        return now == null ? committed.get(name) : now;
    }

    /** Notes what this transaction has found, or made. */
    final void put(String name, V state) {
        pending.put(name, state);
    }

    /** Forgets a name. */
    final void remove(String name) {
        pending.remove(name);
        committed.remove(name);
    }

    /** Remembers what was noted, because the transaction is committed. */
    final void committed() {
        committed.putAll(pending);
        pending.clear();
    }

    /** Forgets everything, because another connection may lead to another state of the database. */
    final void forget() {
        pending.clear();
        committed.clear();
    }
}
