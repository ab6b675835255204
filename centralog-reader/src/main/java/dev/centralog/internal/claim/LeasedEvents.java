// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.gather.EventWindow;
import dev.centralog.internal.redis.read.RedisGatherStore;
import dev.centralog.internal.redis.read.RedisGatherStore.GroupCount;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/** A sealed second of events on a lease of this process. */
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
        return ChunkedWindow.read(this, Long.MAX_VALUE).iterator().next();
    }

    @Override
    public Iterable<Content> parts() {
        return ChunkedWindow.read(this, MemoryEstimate.MOST);
    }

    @Override
    public WindowDecoder reader(WindowProcesses processes) {
        return new WindowDecoder(windowStart(), delivery(), isAhead, processes);
    }

    @Override
    public GroupSums sums() {
        GroupSums sums = new GroupSums();
        store.readNames(id, sums);
        return sums;
    }

    @Override
    public Iterator<GroupCount> some(List<byte[]> groups, long names) {
        return store.readSome(id, groups, names);
    }
}
