// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.gather;

import dev.centralog.gather.Delivery;
import dev.centralog.internal.redis.RedisGatherStore;
import dev.centralog.internal.redis.SealedId;
import java.time.Instant;

/** A sealed window on a lease of ours. */
final class ClaimedWindow implements Delivery {
    private final RedisGatherStore store;
    private final LeaseKeeper leases;
    private final SealedId id;
    private final String delivery;
    private final int attempts;

    ClaimedWindow(RedisGatherStore store, LeaseKeeper leases, Claim claim) {
        this.store = store;
        this.leases = leases;
        this.id = claim.id;
        this.delivery = claim.delivery;
        this.attempts = claim.attempts;
    }

    /** What was claimed. */
    record Claim(SealedId id, String delivery, int attempts) {}

    @Override
    public Instant windowStart() {
        return Instant.ofEpochSecond(id.window());
    }

    @Override
    public String delivery() {
        return delivery;
    }

    @Override
    public int attempts() {
        return attempts;
    }

    @Override
    public Content content() {
        return ContentReader.read(windowStart(), delivery, store.read(id));
    }

    @Override
    public boolean acknowledge() {
        boolean deleted = store.acknowledge(id);
        leases.forget(id);
        return deleted;
    }

    @Override
    public void release() {
        leases.forget(id);
    }

    @Override
    public String toString() {
        return id + " of " + delivery;
    }
}
