// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.redis.read.RedisGatherStore.StreamSnapshot;
import dev.centralog.internal.wire.Window;
import org.jspecify.annotations.Nullable;

/**
 * The calls to Redis by which a reader gets deliveries. Each call blocks, bounded by the command timeout, and throws
 * {@link dev.centralog.CentralogException} if it fails.
 */
public interface ClaimStore {
    /** The limit beyond which a window ahead of Redis's time is due at once: a clock was wrong when its counts were made. */
    long MAX_AHEAD_SECONDS = 60;

    /** The reply to a take-over of a lease whose delivery is missing. */
    long GONE = -2;

    /** The reply to a seal that finds no counts of Centralog's in a window. */
    long NO_COUNTS = -4;

    /**
     * A reply to a reader that wants a delivery.
     *
     * @param number the result, as the call's comment says
     * @param isAhead whether it was sealed before its time, because it lay far ahead of Redis's clock
     */
    record Answer(long number, boolean isAhead) {}

    /** Returns Redis's time, the open windows (only the earliest ones, if there are very many), and the leases. */
    StreamSnapshot look();

    /**
     * Takes a lease that has ended. Returns the number of attempts so far, 0 if another reader holds the lease, -1 if there is
     * no lease, or {@link #GONE} if the delivery was lost: only its lease was left, which is now removed.
     */
    Answer takeOver(SealedId id);

    /**
     * Returns the number of times that a window was sealed. If what Redis has there is unreadable, returns a number that no
     * window can have reached.
     */
    long generations(Window window);

    /**
     * Seals a window. Returns the number of names, -1 if the window is not due or not there, -2 if another reader was first, -3
     * if the redis id has changed, or {@link #NO_COUNTS} if the counts are missing or not Centralog's; the window is then
     * passed over from now on.
     *
     * @param graceSeconds the time after its end at which it is due
     */
    Answer seal(SealedId id, long graceSeconds);

    /** Extends a lease; returns false if another reader has taken it, or if the delivery is not there any more. */
    boolean extend(SealedId id);

    /** Returns whether a seal can be waited for until it is durable: by replicas, or by an append-only file that reports. */
    boolean canAwaitDurable();

    /**
     * Waits, for two seconds at most, until the seals made so far can't be undone by a replica that takes over or by a restart.
     * Returns a text that says what is missing for that, or null if nothing is. Call it after a write over the same connection.
     */
    @Nullable
    String awaitDurable();
}
