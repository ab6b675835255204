// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.gather;

import dev.centralog.gather.EventWindow.Content;
import dev.centralog.internal.gather.WindowDecoder.Place;
import dev.centralog.internal.redis.RedisGatherStore.GroupCount;
import dev.centralog.internal.wire.ReservedGroups;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * A sealed window that is too large to be in memory at once: a first reading finds the order of its groups, and each part
 * is read again when it is asked for. What stays in memory is some 100 bytes a group.
 */
final class ChunkedWindow implements Iterable<Content> {
    private final Groups groups;
    private final List<Placed> inOrder;
    private final long most;

    private ChunkedWindow(Groups groups, List<Placed> inOrder, long most) {
        this.groups = groups;
        this.inOrder = inOrder;
        this.most = most;
    }

    /** Reads the groups of a sealed delivery. */
    interface Groups {
        /** Of which window, by what name. */
        WindowDecoder reader();

        Iterator<GroupCount> all();

        /** Those, in their order; {@code all}: how many there are. */
        Iterator<GroupCount> some(List<GroupCount> chosen, long all);
    }

    /** A group without its payload: where it belongs, and what it weighs. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Placed(byte[] group, long repeats, long weight, long second, int nano, long sequence) {
        /** As {@link WindowDecoder} sorts: the names of hashes are hexadecimal, and before all reserved ones. */
        static final Comparator<Placed> IN_TIME_ORDER = Comparator.comparingLong(Placed::second)
                .thenComparingInt(Placed::nano)
                .thenComparingLong(Placed::sequence)
                .thenComparing(each -> !ReservedGroups.isHash(each.group))
                .thenComparing(Placed::group, Arrays::compareUnsigned);

        static Placed of(GroupCount counted, long weight, Place place) {
            Instant time = place.time();
            return new Placed(
                    counted.group(),
                    counted.repeats(),
                    weight,
                    time.getEpochSecond(),
                    time.getNano(),
                    place.sequence());
        }
    }

    /**
     * Reads a window: one part that is kept, if it weighs no more than {@code most}; else parts that are read when they
     * are iterated over, each of which weighs no more. They are in the order of time, as are the events of each.
     */
    static Iterable<Content> read(Groups groups, long most) {
        WindowDecoder reader = groups.reader();
        List<Placed> placed = new ArrayList<>();
        long total = 0;
        for (Iterator<GroupCount> all = groups.all(); all.hasNext(); ) {
            GroupCount next = all.next();
            long weight = MemoryEstimate.of(next);
            total += weight;
            if (total > most) {
                reader = groups.reader(); // without what was read so far: from here on only places count
            }
            placed.add(Placed.of(next, weight, reader.add(next)));
        }
        if (total <= most) {
            return List.of(reader.content());
        }
        placed.sort(Placed.IN_TIME_ORDER);
        return new ChunkedWindow(groups, placed, most);
    }

    @Override
    public Iterator<Content> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < inOrder.size();
            }

            @Override
            public Content next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                int end = endOfPart(next);
                WindowDecoder reader = groups.reader();
                groups.some(counted(next, end), inOrder.size()).forEachRemaining(reader::add);
                next = end;
                return reader.content();
            }
        };
    }

    /** At least one group is in it. */
    private int endOfPart(int start) {
        long weight = 0;
        int end = start;
        do {
            weight += inOrder.get(end++).weight();
        } while (end < inOrder.size() && weight + inOrder.get(end).weight() <= most);
        return end;
    }

    private List<GroupCount> counted(int start, int end) {
        return inOrder.subList(start, end).stream()
                .map(each -> new GroupCount(each.group(), each.repeats(), null))
                .toList();
    }
}
