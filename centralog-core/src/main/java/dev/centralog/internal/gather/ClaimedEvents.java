// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.gather;

import dev.centralog.gather.EventWindow;
import dev.centralog.internal.redis.RedisGatherStore;
import java.time.Instant;

/** A sealed second of events on a lease of ours. */
final class ClaimedEvents extends Claimed implements EventWindow {
    ClaimedEvents(RedisGatherStore store, LeaseKeeper leases, Claim claim) {
        super(store, leases, claim);
    }

    @Override
    public Instant windowStart() {
        return Instant.ofEpochSecond(id.window().start());
    }

    @Override
    public Content content() {
        return ContentReader.read(windowStart(), delivery(), store.read(id));
    }
}
