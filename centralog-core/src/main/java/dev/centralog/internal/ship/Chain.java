// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.UUID;

/**
 * A producer id with its standing and the last of its batches that is known to be applied.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class Chain {
    /** The process that has numbered a chain's batches. */
    enum Owner {
        THIS_PROCESS,
        /** Another process, as far as is known: it has left the batches on disk. */
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

    /** Whether Redis was asked about it. */
    boolean isAsked() {
        return !standing.redisId().equals(Standing.NOWHERE);
    }

    void stands(Standing where) {
        standing = where;
    }

    /** Sets <em>seen</em> to this time of Redis's clock, if that is later. */
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

    /** Whether it is known to be retired, so that no further batch of it is applied. */
    boolean isRetired() {
        return isRetired;
    }

    void retire(long nanos) {
        isRetired = true;
        retiredNanos = nanos;
    }

    /** Returns the time when that became known, in nanoseconds of this process's clock. */
    long retiredNanos() {
        return retiredNanos;
    }

    /** Returns the number of the last batch that is known to be applied; 0 for none. */
    long last() {
        return last;
    }

    /** Returns the token of that batch; 0 for none. */
    long lastToken() {
        return lastToken;
    }

    /** Notes the last of its batches that is known to be applied. */
    void isAppliedTo(long sequence, long token) {
        last = sequence;
        lastToken = token;
    }
}
