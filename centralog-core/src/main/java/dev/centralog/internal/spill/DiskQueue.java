// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Numbered batches on disk, in order: first those that processes left which have died, then this process's own. The one in
 * use is {@link SpillStore}; simulations have one in memory.
 *
 * <p>What fails is told to a {@link SpillListener}; what does not get to disk stays where it is.
 *
 * <p>Thread-safety: none; all of it may block for as long as the disk does.
 */
public interface DiskQueue extends AutoCloseable {
    /**
     * A record that was read back.
     *
     * @param isOwn whether this process wrote it
     * @param note what was noted last of its producer, under the name that it has now; null if nothing was
     */
    @SuppressWarnings("ArrayRecordComponent")
    record ReadRecord(SpillRecord record, boolean isOwn, byte @Nullable [] note) {}

    /** Takes over what processes have left that do not live any more; it is read first. */
    void adopt();

    /** Returns whether nothing is on disk that Redis has not confirmed. */
    boolean isEmpty();

    /** Returns whether something is on disk that {@link #next} would find. */
    boolean hasUnread();

    /**
     * Writes a record behind all others. It survives this process; from the next {@link #force} on the machine too.
     *
     * @return whether it is on disk; if not, there is no room for it, or the disk does not take it
     */
    boolean append(SpillRecord record);

    /** Sees to it that what was appended survives the machine. */
    void force();

    /**
     * Reads the next record that was not read; returns null if there is none.
     *
     * @throws UncheckedIOException if it can't be read now
     */
    @Nullable
    ReadRecord next();

    /** Takes what was read last for damaged, though its checksums are right: nobody can make anything of it. */
    void rejectLast();

    /** Confirms the first of those that were read: it goes, together with all others of its file. */
    void confirmFirst();

    /** Takes all that was read and not confirmed for unread. */
    void rewind();

    /**
     * Gives that producer's records another name, from number {@code first} on, numbered from {@code start}. Kept on disk, so
     * that it stays true should the process die over sending them.
     */
    void rename(String producer, long first, String other, long start);

    /** Notes something of a producer that has records here. Kept on disk as a new name is. */
    void note(String producer, byte[] note);

    /** Lets go: what is not confirmed stays for the next process. */
    @Override
    void close();
}
