// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bounded memory of what the database has under a key, as far as this connection has met it lately. What the
 * transactions of a delivery find or write is remembered only if the last of them is committed.
 *
 * <p>Thread-safety: none.
 */
class CommittedMap<K, V> {
    private final Map<K, V> committed;
    private final Map<K, V> pending = new LinkedHashMap<>(); // in the order in which keys were met

    /** Makes an empty one that remembers that many keys; those that were met last. */
    CommittedMap(int most) {
        committed = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** Begins the transactions of a delivery: what the last one has noted is forgotten if it was not committed. */
    final void begin() {
        pending.clear();
    }

    /** Returns what is known of a key; null if nothing is. */
    final @Nullable V get(K key) {
        V now = pending.get(key);
        return now == null ? committed.get(key) : now;
    }

    /** Notes what was found, or made. */
    final void put(K key, V state) {
        pending.put(key, state);
    }

    /** Forgets a key. */
    final void remove(K key) {
        pending.remove(key);
        committed.remove(key);
    }

    /** Remembers what was noted, because all is committed. */
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
