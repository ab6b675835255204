// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.gather;

import dev.centralog.gather.EventWindow;
import dev.centralog.internal.redis.RedisGatherStore;
import dev.centralog.internal.redis.RedisGatherStore.Counted;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/** A sealed second of events on a lease of ours. */
final class ClaimedEvents extends Claimed implements EventWindow, WindowParts.Groups {
    ClaimedEvents(RedisGatherStore store, LeaseKeeper leases, Claim claim) {
        super(store, leases, claim);
    }

    @Override
    public Instant windowStart() {
        return Instant.ofEpochSecond(id.window().start());
    }

    @Override
    public Content content() {
        ContentReader whole = reader();
        store.read(id, source).forEachRemaining(whole::add);
        return whole.content();
    }

    @Override
    public Iterable<Content> parts() {
        return WindowParts.read(this, Weight.MOST);
    }

    @Override
    public ContentReader reader() {
        return new ContentReader(windowStart(), delivery());
    }

    @Override
    public Iterator<Counted> all() {
        return store.read(id, source);
    }

    @Override
    public Iterator<Counted> some(List<Counted> chosen, long all) {
        return store.readSome(id, source, chosen, all);
    }
}
