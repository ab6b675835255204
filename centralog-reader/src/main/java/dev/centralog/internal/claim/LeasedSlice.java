// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.gather.ActionSlice;
import dev.centralog.gather.GatheredAction;
import dev.centralog.internal.redis.read.RedisGatherStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;

/** A sealed slice of actions on a lease of this process. */
final class LeasedSlice extends Leased implements ActionSlice {
    LeasedSlice(RedisGatherStore store, LeaseRenewer leases, ClaimSteps.Claim claim) {
        super(store, leases, claim);
    }

    @Override
    public Instant sliceStart() {
        return Instant.ofEpochSecond(id.window().start());
    }

    @Override
    public Duration sliceLength() {
        return Duration.ofSeconds(id.window().seconds());
    }

    @Override
    public Iterator<GatheredAction> iterator() {
        return new ActionReader(id.window(), new ActionReader.Found(delivery(), isAhead), store.read(id));
    }
}
