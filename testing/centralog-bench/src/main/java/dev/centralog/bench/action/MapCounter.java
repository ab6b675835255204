// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts only in this process, with unlimited memory: the least that counting can cost. */
final class MapCounter implements ActionCounter {
    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

    private record Key(long user, int action) {
        /* Returns the hash code. A record's default is not slower, but its cost is not specified. */
        @Override
        public int hashCode() {
            return 31 * Long.hashCode(user) + action;
        }
    }

    @Override
    public void count(long user, int action) {
        Key key = new Key(user, action);
        LongAdder there = counts.get(key);
        if (there == null) {
            there = counts.computeIfAbsent(key, absent -> new LongAdder());
        }
        there.increment();
    }

    long counted() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    @Override
    public void close() {}
}
