// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The benchmark: one search for an existing group, by logger, template and level. It and its members are public for
 * JMH's generated code. Thread-safety: any thread.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FindGroup {
    /** The tables that are searched. */
    public enum Table {
        CHAINS,
        CONCURRENT_HASH_MAP
    }

    @Benchmark
    public @Nullable Object find(Groups groups, BenchThread thread) {
        int group = ((thread.position++ * 0x9E3779B9) >>> 1) % groups.count;
        return groups.table == Table.CHAINS ? groups.inChains(group) : groups.inMap(group);
    }

    /** The key by which a map finds a group. */
    record Key(String logger, String template, int level) {}

    /** A group in a hash chain; it is its own key. Thread-safety: the same as of {@link EventGroup}. */
    static final class Group implements HashChains.Node<Group> {
        private final Key key;
        private final int chain;
        private final long hash;
        private volatile @Nullable Group next;

        Group(Key key, int chain, long hash) {
            this.key = key;
            this.chain = chain;
            this.hash = hash;
        }

        @Override
        public int chain() {
            return chain;
        }

        @Override
        public long keyHash() {
            return hash;
        }

        @Override
        public @Nullable Group next() {
            return next;
        }

        @Override
        public void setNext(@Nullable Group node) {
            next = node;
        }
    }

    /** The state that all threads share. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls fill()
    public static class Groups {
        private static final int LEVELS = 3;

        @Param
        public Table table;

        /** The number of groups. */
        @Param({"500", "50000"})
        public int count;

        private Key[] keys;
        private HashChains<Group> chains;
        private final Map<Key, Group> map = new ConcurrentHashMap<>();

        @Setup
        public void fill() {
            keys = new Key[count];
            chains = new HashChains<>(count);
            for (int i = 0; i < count; i++) {
                Key key = new Key(
                        "com.example.shop.Logger" + i / LEVELS,
                        "order {} of user {} took {} ms, step " + i,
                        i % LEVELS);
                keys[i] = key;
                long hash = hash(key.logger, key.template, key.level);
                Group group = new Group(key, chains.of(hash), hash);
                group.setNext(chains.head(group.chain()));
                chains.push(group);
                map.put(key, group);
            }
        }

        private static long hash(String logger, String template, int level) {
            return SeededHash.of(logger.hashCode(), ((long) template.hashCode() << 3) + level);
        }

        @Nullable
        Group inChains(int group) {
            Key event = keys[group];
            long hash = hash(event.logger, event.template, event.level);
            for (Group each = chains.head(chains.of(hash)); each != null; each = each.next()) {
                Key key = each.key;
                if (each.hash == hash
                        && key.level == event.level
                        && key.template.equals(event.template)
                        && key.logger.equals(event.logger)) {
                    return each;
                }
            }
            return null;
        }

        @Nullable
        Group inMap(int group) {
            Key event = keys[group];
            return map.get(new Key(event.logger, event.template, event.level));
        }
    }
}
