// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.gather;

import dev.centralog.gather.EventWindow;
import dev.centralog.internal.redis.RedisGatherStore;
import dev.centralog.internal.redis.RedisGatherStore.GroupCount;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/** A sealed second of events on a lease of ours. */
final class LeasedEvents extends Leased implements EventWindow, ChunkedWindow.Groups {
    LeasedEvents(RedisGatherStore store, LeaseRenewer leases, ClaimSteps.Claim claim) {
        super(store, leases, claim);
    }

    @Override
    public Instant windowStart() {
        return Instant.ofEpochSecond(id.window().start());
    }

    @Override
    public Content content() {
        WindowDecoder whole = reader();
        store.read(id, redisId).forEachRemaining(whole::add);
        return whole.content();
    }

    @Override
    public Iterable<Content> parts() {
        return ChunkedWindow.read(this, MemoryEstimate.MOST);
    }

    @Override
    public WindowDecoder reader() {
        return new WindowDecoder(windowStart(), delivery());
    }

    @Override
    public Iterator<GroupCount> all() {
        return store.read(id, redisId);
    }

    @Override
    public Iterator<GroupCount> some(List<GroupCount> chosen, long all) {
        return store.readSome(id, redisId, chosen, all);
    }
}
