// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.spill.DiskQueue;
import dev.centralog.internal.spill.SpillRecord;
import dev.centralog.simulation.Mutant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A process's queue on disk that remembers the batch of each record, because a batch that is read back is another
 * object. A mutant makes it break a rule.
 */
public final class WatchedDisk implements DiskQueue {
    private final DiskQueue disk;
    private final Contents contents;
    private final Supplier<PendingBatch> appended;
    private final @Nullable Mutant mutant;
    private final Deque<List<BatchLine>> read = new ArrayDeque<>();
    private boolean isDead;

    /** The contents of the disk, of all processes. A record keeps its content when its name changes. */
    public static final class Contents {
        private final IdentityHashMap<byte[], List<BatchLine>> lines = new IdentityHashMap<>();

        /** Returns the lines of the batch that was written as that record. */
        public List<BatchLine> of(SpillRecord record) {
            return Objects.requireNonNull(lines.get(record.content()));
        }
    }

    /** Reports that the process has died between two durable effects. From then on nothing reaches the disk. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        /** Creates the error of a death. */
        public Killed() {
            super("killed", null, false, false);
        }
    }

    /**
     * Creates a watch over a queue.
     *
     * @param appended supplies the batch that is being appended
     */
    WatchedDisk(DiskQueue disk, Contents contents, Supplier<PendingBatch> appended, @Nullable Mutant mutant) {
        this.mutant = mutant;
        this.disk = disk;
        this.contents = contents;
        this.appended = appended;
    }

    boolean isDead() {
        return isDead;
    }

    /** Returns the lines, as they were appended, of the batch that was read first among those not returned yet. */
    List<BatchLine> nextRead() {
        return read.remove();
    }

    private <T extends @Nullable Object> T alive(Supplier<T> effect) {
        if (isDead) {
            throw new Killed();
        }
        try {
            return effect.get();
        } catch (Killed e) {
            isDead = true;
            throw e;
        }
    }

    private void alive(Runnable effect) {
        alive(() -> {
            effect.run();
            return true;
        });
    }

    @Override
    public void adopt() {
        alive(disk::adopt);
    }

    @Override
    public boolean isEmpty() {
        return disk.isEmpty();
    }

    @Override
    public boolean hasUnread() {
        return disk.hasUnread();
    }

    @Override
    public boolean append(SpillRecord record) {
        contents.lines.put(record.content(), appended.get().batch().lines());
        return alive(() -> disk.append(record));
    }

    @Override
    public void force() {
        alive(disk::force);
    }

    @Override
    public @Nullable ReadRecord next() {
        @Nullable ReadRecord found = alive(disk::next);
        if (found != null) {
            read.add(contents.of(found.record()));
            if (mutant == Mutant.TAKEN_OFF_DISK_UNCONFIRMED) {
                alive(disk::confirmFirst);
            }
        }
        return found;
    }

    @Override
    public void rejectLast() {
        read.removeLast();
        alive(disk::rejectLast);
    }

    @Override
    public void confirmFirst() {
        if (mutant != Mutant.TAKEN_OFF_DISK_UNCONFIRMED) {
            alive(disk::confirmFirst);
        }
    }

    @Override
    public void rewind() {
        read.clear();
        alive(disk::rewind);
    }

    @Override
    public void rename(String producer, long first, String other, long start) {
        if (mutant != Mutant.NEW_ID_NOT_ON_DISK) {
            alive(() -> disk.rename(producer, first, other, start));
        }
    }

    @Override
    public void note(String producer, byte[] note) {
        alive(() -> disk.note(producer, note));
    }

    @Override
    public void close() {
        disk.close();
    }
}
