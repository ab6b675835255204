// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.gather.Delivery;
import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.redis.read.RedisGatherStore;

/** A sealed window on a lease of this process. */
abstract class Leased implements Delivery {
    final RedisGatherStore store;
    final SealedId id;
    private final LeaseRenewer leases;
    private final String delivery;
    private final int attempts;

    /** Whether it was sealed before its time, because it lay far ahead of Redis's clock. */
    final boolean isAhead;

    Leased(RedisGatherStore store, LeaseRenewer leases, ClaimSteps.Claim claim) {
        this.store = store;
        this.leases = leases;
        this.id = claim.id();
        this.delivery =
                id.redisId() + ":" + store.partition() + ":" + claim.id().generation();
        this.attempts = claim.attempts();
        this.isAhead = claim.isAhead();
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
