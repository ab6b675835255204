// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that processes spill to: its queues do what {@link SpillStore} does, record by record, except for files.
 * {@code ModelAgainstDiskIT} uses both side by side, and so holds the model to the real disk.
 *
 * <p>Thread-safety: none.
 */
public final class ModelDisk {
    private final List<Directory> directories = new ArrayList<>();

    /** The faults of a process and of the disk. */
    public interface Faults {
        /** Returns whether the disk takes no record now. */
        default boolean refuses() {
            return false;
        }

        /** Does nothing, or throws if the process dies here; called before and after each durable effect. */
        default void between() {}

        /** Does nothing, or throws if a record can't be read now; called before it is read. */
        default void reading() {}
    }

    /** The records that one process has written. */
    private static final class Directory {
        final List<SpillRecord> unconfirmed = new ArrayList<>();
        final List<SpillJournal.Renaming> renamings = new ArrayList<>();
        final Map<String, byte[]> notes = new HashMap<>();
        boolean isHeld = true;
        int read;

        @Nullable
        SpillRecord next() {
            if (read == unconfirmed.size()) {
                return null;
            }
            SpillRecord named = unconfirmed.get(read);
            read++;
            for (SpillJournal.Renaming each : renamings) {
                if (each.producer().equals(named.producer()) && named.sequence() >= each.first()) {
                    named = named.named(each.other(), named.sequence() - each.first() + each.start());
                }
            }
            return named;
        }

        boolean hasUnread() {
            return read < unconfirmed.size();
        }
    }

    /** Returns whether no records are there. */
    public boolean isEmpty() {
        return directories.isEmpty();
    }

    /** Returns whether there are records that no process holds. */
    public boolean hasLeftOnes() {
        return directories.stream().anyMatch(each -> !each.isHeld);
    }

    /** Returns the queue of a process that starts. */
    public Queue open(Faults faults) {
        return new Queue(faults);
    }

    /** The queue of one process. */
    public final class Queue implements DiskQueue {
        private final Faults faults;
        private final List<Directory> adopted = new ArrayList<>();
        private final Deque<Directory> readFrom = new ArrayDeque<>();
        private @Nullable Directory own;

        private Queue(Faults faults) {
            this.faults = faults;
        }

        private List<Directory> all() {
            List<Directory> all = new ArrayList<>(adopted);
            if (own != null) {
                all.add(own);
            }
            return all;
        }

        @Override
        public void adopt() {
            for (Directory each : directories) {
                if (!each.isHeld) {
                    each.isHeld = true;
                    each.read = 0;
                    adopted.add(each);
                }
            }
        }

        @Override
        public boolean isEmpty() {
            return all().isEmpty();
        }

        @Override
        public boolean hasUnread() {
            return all().stream().anyMatch(Directory::hasUnread);
        }

        @Override
        public boolean append(SpillRecord record) {
            if (faults.refuses()) {
                return false;
            }
            faults.between();
            if (own == null) {
                own = new Directory();
                directories.add(own);
            }
            own.unconfirmed.add(record);
            faults.between();
            return true;
        }

        @Override
        public void force() {
            // The crash of a machine is not modelled.
        }

        @Override
        public @Nullable ReadRecord next() {
            faults.reading();
            for (Directory each : all()) {
                SpillRecord found = each.next();
                if (found != null) {
                    readFrom.add(each);
                    return new ReadRecord(found, each == own, each.notes.get(found.producer()));
                }
            }
            return null;
        }

        @Override
        public void rejectLast() {
            Directory directory = readFrom.removeLast();
            directory.unconfirmed.remove(--directory.read);
            deleteDone();
        }

        @Override
        public void confirmFirst() {
            faults.between();
            Directory directory = readFrom.remove();
            directory.unconfirmed.remove(0);
            directory.read--;
            deleteDone();
            faults.between();
        }

        private void deleteDone() {
            for (Iterator<Directory> each = directories.iterator(); each.hasNext(); ) {
                Directory directory = each.next();
                if (directory.unconfirmed.isEmpty()) {
                    each.remove();
                    adopted.remove(directory);
                    own = directory == own ? null : own;
                }
            }
        }

        @Override
        public void rewind() {
            readFrom.clear();
            all().forEach(each -> each.read = 0);
        }

        @Override
        public void rename(String producer, long first, String other, long start) {
            for (Directory each : all()) {
                faults.between();
                each.renamings.add(new SpillJournal.Renaming(producer, first, other, start));
                faults.between();
            }
        }

        @Override
        public void note(String producer, byte[] note) {
            for (Directory each : all()) {
                faults.between();
                each.notes.put(producer, note);
                faults.between();
            }
        }

        /** Ends the queue, as the end or the death of its process does. */
        @Override
        public void close() {
            all().forEach(each -> each.isHeld = false);
            adopted.clear();
            readFrom.clear();
            own = null;
        }
    }
}
