// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.UUID;

/**
 * A producer id, with how far its batches are confirmed.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class Chain {
    /** The process that has numbered what it holds. */
    enum Owner {
        THIS_PROCESS,
        /** A process that has left it on disk, as far as is known. */
        ANOTHER
    }

    private final UUID id;
    private final Owner owner;
    private Standing standing;
    private boolean wasSent;
    private boolean isRetired;
    private long retiredNanos;
    private long last;
    private long lastToken;

    Chain(UUID id, Owner owner, Standing standing) {
        this.id = id;
        this.owner = owner;
        this.standing = standing;
        this.wasSent = !standing.redisId().equals(Standing.NOWHERE);
    }

    UUID id() {
        return id;
    }

    boolean isAnothers() {
        return owner == Owner.ANOTHER;
    }

    Standing standing() {
        return standing;
    }

    /** Whether Redis was asked for it. */
    boolean isAsked() {
        return !standing.redisId().equals(Standing.NOWHERE);
    }

    void stands(Standing where) {
        standing = where;
    }

    /** Redis spoke of it at that time of its own. */
    void seen(long redisMillis) {
        if (redisMillis > standing.seenMillis()) {
            standing = new Standing(standing.redisId(), redisMillis);
        }
    }

    /** Whether a batch may have been sent under it. */
    boolean wasSent() {
        return wasSent;
    }

    void sent() {
        wasSent = true;
    }

    /** Whether this process has seen to it that no batch of it is applied any more. */
    boolean isRetired() {
        return isRetired;
    }

    void retire(long nanos) {
        isRetired = true;
        retiredNanos = nanos;
    }

    /** The time when it was retired, by this process's clock. */
    long retiredNanos() {
        return retiredNanos;
    }

    /** The number of the last batch that is known to be applied; 0 for none. */
    long last() {
        return last;
    }

    /** The token of that batch; 0 for none. */
    long lastToken() {
        return lastToken;
    }

    /** Notes how far its batches are known to be applied. */
    void isAppliedTo(long sequence, long token) {
        last = sequence;
        lastToken = token;
    }
}
