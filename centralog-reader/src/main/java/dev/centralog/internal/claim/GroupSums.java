// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.gather.ProcessCounts;
import dev.centralog.internal.decode.GroupNames;
import dev.centralog.internal.redis.read.RedisGatherStore.NameReader;
import dev.centralog.internal.wire.ReservedGroups;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names of a window of events, summed up by group. Names of a group and a process become one group with a count for each
 * process. The overflow names of all processes also become one group. Any other name is a group of its own.
 *
 * <p>Thread-safety: none.
 */
final class GroupSums implements NameReader {
    private static final byte[] OVERFLOW = ReservedGroups.OVERFLOW.getBytes(UTF_8);

    private final Map<Sum, Sum> sums = new LinkedHashMap<>();
    private final Set<Long> processes = new TreeSet<>();
    private long names;

    /** A group with its counts, but without its payload. */
    @SuppressWarnings("ArrayRecordComponent")
    record Group(byte[] name, ProcessCounts counts) {}

    /** A group that is being summed up. Most groups have a single process; these take as little memory as possible. */
    private static final class Sum implements Comparable<Sum> {
        private final byte[] group;
        private final long process;
        private final long count;
        private ProcessCounts.@Nullable Builder several;

        Sum(byte[] group, long process, long count) {
            this.group = group;
            this.process = process;
            this.count = count;
        }

        void add(Sum more) {
            if (several == null) {
                several = ProcessCounts.builder().add(process, count);
            }
            several.add(more.process, more.count);
        }

        Group group() {
            return new Group(group, several == null ? ProcessCounts.of(process, count) : several.build());
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Sum sum && Arrays.equals(group, sum.group);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(group);
        }

        /** Compares the names' bytes, so that lookups stay fast even if names were chosen to have the same hash code. */
        @Override
        public int compareTo(Sum other) {
            return Arrays.compareUnsigned(group, other.group);
        }
    }

    @Override
    public void add(byte[] name, long count) {
        names++;
        if (GroupNames.isHashAndProcess(name)) {
            byte[] group = Arrays.copyOf(name, ReservedGroups.HASH_BYTES);
            long process = ByteBuffer.wrap(name).getLong(ReservedGroups.HASH_BYTES);
            processes.add(process);
            add(new Sum(group, process, count));
        } else if (GroupNames.isHash(name)) {
            add(new Sum(name, 0, count));
        } else {
            Long process = GroupNames.overflowProcess(name);
            add(process == null ? new Sum(name, 0, count) : new Sum(OVERFLOW, process, count));
        }
    }

    private void add(Sum next) {
        Sum known = sums.putIfAbsent(next, next);
        if (known != null) {
            known.add(next);
        }
    }

    /** Returns the number of names that were added, those that are passed over included. */
    long names() {
        return names;
    }

    /** Returns the processes that have counted groups. */
    Set<Long> processes() {
        return processes;
    }

    /** Returns the groups, each once, and forgets them. */
    List<Group> groups() {
        List<Group> groups = new ArrayList<>(sums.size());
        sums.keySet().removeIf(sum -> groups.add(sum.group()));
        return groups;
    }
}
