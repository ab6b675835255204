// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Numbered batches on disk, in order: first those that processes left which have died, then this process's own. The one in
 * use is {@link SpillStore}; simulations have one in memory.
 *
 * <p>Failures are reported to a {@link SpillListener}; a record that does not get to disk stays where it is.
 *
 * <p>Thread-safety: none; all of it may block for as long as the disk does.
 */
public interface DiskQueue extends AutoCloseable {
    /**
     * A record that was read back.
     *
     * @param isOwn whether this process wrote it
     * @param note the last note of its producer, under the name that it has now; null if there is none
     */
    @SuppressWarnings("ArrayRecordComponent")
    record ReadRecord(SpillRecord record, boolean isOwn, byte @Nullable [] note) {}

    /** Adopts the records of processes that have died; they are read first. */
    void adopt();

    /** Returns whether no record is on disk that Redis has not confirmed. */
    boolean isEmpty();

    /** Returns whether a record is on disk that {@link #next} would find. */
    boolean hasUnread();

    /**
     * Writes a record behind all others. It survives this process, and after the next {@link #force} also a crash of the
     * machine.
     *
     * @return whether it is on disk; if not, there is no room for it, or the disk refuses it
     */
    boolean append(SpillRecord record);

    /** Forces what was appended to the disk, so that it survives a crash of the machine. */
    void force();

    /**
     * Reads the next record that was not read; returns null if there is none.
     *
     * @throws UncheckedIOException if it can't be read now
     */
    @Nullable
    ReadRecord next();

    /** Treats the record that was read last as damaged: its checksums are right, but its content can't be used. */
    void rejectLast();

    /** Confirms the first of the records that were read. It is deleted together with all others of its file. */
    void confirmFirst();

    /** Treats all records that were read and are not confirmed as unread. */
    void rewind();

    /**
     * Gives a producer's records another name, from number {@code first} on, numbered from {@code start}. The name is kept on
     * disk, in case the process dies while it sends them.
     */
    void rename(String producer, long first, String other, long start);

    /** Keeps a note of a producer that has records here, on disk like a new name. */
    void note(String producer, byte[] note);

    /** Closes the files: records that are not confirmed stay for the next process. */
    @Override
    void close();
}
