// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.gather.EventWindow.Content;
import dev.centralog.internal.claim.GroupSums.Group;
import dev.centralog.internal.claim.WindowDecoder.Place;
import dev.centralog.internal.decode.GroupNames;
import dev.centralog.internal.redis.read.RedisGatherStore.GroupCount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * A sealed window that is too large to be in memory at once: a first reading finds the order of its groups, and each part
 * is read again when it is needed. About 170 bytes for each group stay in memory, and 16 for each further process of a group.
 */
final class ChunkedWindow implements Iterable<Content> {
    private final Groups groups;
    private final WindowProcesses processes;
    private final List<Placed> inOrder;
    private final long names;
    private final long most;

    private ChunkedWindow(Groups groups, WindowProcesses processes, Parts parts) {
        this.groups = groups;
        this.processes = processes;
        this.inOrder = parts.inOrder;
        this.names = parts.names;
        this.most = parts.most;
    }

    /** The groups in the order of time, the number of names that the delivery has, and the largest weight of a part. */
    private record Parts(List<Placed> inOrder, long names, long most) {}

    /** The access to the groups of a sealed delivery. */
    interface Groups {
        /** Returns a new decoder for the window of this delivery. */
        WindowDecoder reader(WindowProcesses processes);

        /** Reads all names with their counts. */
        GroupSums sums();

        /** Reads some groups, in the order given; {@code names} is the number of names that the delivery has. */
        Iterator<GroupCount> some(List<byte[]> groups, long names);
    }

    /** A group without its payload: its place in the order of time, and its weight in bytes of memory. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Placed(Group group, long weight, long second, int nano, long sequence) {
        /**
         * The order that {@link WindowDecoder} sorts in: names of hashes become hexadecimal, and so precede all reserved ones.
         */
        static final Comparator<Placed> IN_TIME_ORDER = Comparator.comparingLong(Placed::second)
                .thenComparingInt(Placed::nano)
                .thenComparingLong(Placed::sequence)
                .thenComparing(each -> !GroupNames.isHash(each.group.name()))
                .thenComparing(each -> each.group.name(), Arrays::compareUnsigned);

        static Placed of(Group group, long weight, Place place) {
            Instant time = place.time();
            return new Placed(group, weight, time.getEpochSecond(), time.getNano(), place.sequence());
        }
    }

    /**
     * Reads a window. If it weighs no more than {@code most} bytes, it becomes one part, which is kept. Otherwise it is split
     * into parts of at most that weight, which are read when the iteration reaches them. A group that alone weighs more is a
     * part of its own. The parts are in the order of time, and so are the events of each part.
     */
    static Iterable<Content> read(Groups groups, long most) {
        GroupSums sums = groups.sums();
        WindowProcesses processes = new WindowProcesses(sums.processes());
        List<Group> all = sums.groups();
        List<byte[]> fields = new ArrayList<>(processes.fields());
        all.forEach(group -> fields.add(group.name()));
        Iterator<GroupCount> read = groups.some(fields, sums.names());
        processes.read(read);
        FirstReading first = new FirstReading(() -> groups.reader(processes), most);
        Iterator<Group> group = all.iterator();
        read.forEachRemaining(each -> first.accept(group.next(), each));
        if (first.total <= most) {
            return List.of(first.reader.content());
        }
        first.placed.sort(Placed.IN_TIME_ORDER);
        return new ChunkedWindow(groups, processes, new Parts(first.placed, sums.names(), most));
    }

    /** The first reading: the places of all groups, and the groups themselves until they weigh too much. */
    private static final class FirstReading implements BiConsumer<Group, GroupCount> {
        final List<Placed> placed = new ArrayList<>();
        private final Supplier<WindowDecoder> maker;
        private final long most;
        WindowDecoder reader;
        long total;

        FirstReading(Supplier<WindowDecoder> maker, long most) {
            this.maker = maker;
            this.most = most;
            reader = maker.get();
        }

        @Override
        public void accept(Group group, GroupCount read) {
            long weight = MemoryEstimate.of(group.counts(), read);
            total += weight;
            if (total > most) {
                reader = maker.get(); // forgets what was read so far: from here on only places are needed
            }
            placed.add(Placed.of(group, weight, reader.add(group.counts(), read)));
        }
    }

    /** Reads to the end: there at the latest it is noticed if the delivery was deleted meanwhile. */
    private static void readAll(
            Groups groups, List<Group> chosen, long names, BiConsumer<? super Group, ? super GroupCount> to) {
        Iterator<Group> group = chosen.iterator();
        groups.some(chosen.stream().map(Group::name).toList(), names)
                .forEachRemaining(read -> to.accept(group.next(), read));
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
                List<Group> part =
                        inOrder.subList(next, end).stream().map(Placed::group).toList();
                WindowDecoder reader = groups.reader(processes);
                readAll(groups, part, names, (group, read) -> reader.add(group.counts(), read));
                next = end;
                return reader.content();
            }
        };
    }

    /** Returns the index after the last group of a part, which holds at least one group. */
    private int endOfPart(int start) {
        long weight = 0;
        int end = start;
        do {
            weight += inOrder.get(end++).weight();
        } while (end < inOrder.size() && weight + inOrder.get(end).weight() <= most);
        return end;
    }
}
