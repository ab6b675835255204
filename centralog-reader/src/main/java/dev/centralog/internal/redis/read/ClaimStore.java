// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.redis.read.RedisGatherStore.StreamSnapshot;
import dev.centralog.internal.wire.Window;
import org.jspecify.annotations.Nullable;

/**
 * What a reader asks Redis to get deliveries. Each call blocks, bounded by the command timeout, and throws
 * {@link dev.centralog.CentralogException} where it fails.
 */
public interface ClaimStore {
    /** A window that starts more than this after Redis's time is due at once: a clock was wrong when it was counted into. */
    long MAX_AHEAD_SECONDS = 60;

    /** What the lease of something that is gone is answered. */
    long GONE = -2;

    /** What a seal is answered that finds no counts of ours in a window. */
    long NO_COUNTS = -4;

    /**
     * An answer to who wants a delivery.
     *
     * @param number what the call says
     * @param isAhead whether it was sealed before its time, as it lay far ahead of Redis's clock
     */
    record Answer(long number, boolean isAhead) {}

    /** Returns the clock, the open windows (the earliest ones, if there are very many), and the leases. */
    StreamSnapshot look();

    /**
     * Takes a lease that has ended; answers the attempts so far, 0 if somebody holds it, -1 if the delivery is not there,
     * and {@link #GONE} if it was lost: its lease was left, and is removed.
     */
    Answer takeOver(SealedId id);

    /** Returns how often a window has been sealed; where that is not to be read, a number that none of ours has come to. */
    long generations(Window window);

    /**
     * Seals a window; answers the number of names, -1 if it is not due or not there, -2 if another was first, -3 if this is
     * another Redis by now, and {@link #NO_COUNTS} if its counts are gone, or a stranger's: it is passed over from now on.
     *
     * @param graceSeconds how long after its end it is due
     */
    Answer seal(SealedId id, long graceSeconds);

    /** Extends a lease; returns false if another has taken it, or the delivery is gone. */
    boolean extend(SealedId id);

    /** Returns whether there is something that makes a seal durable: replicas, or an append-only file that tells. */
    boolean canAwaitDurable();

    /**
     * Waits, for two seconds at most, until what was sealed so far can't be undone by a replica that takes over or by a
     * restart; returns what is missing for that, or null. To be called behind a write over the same connection.
     */
    @Nullable
    String awaitDurable();
}
