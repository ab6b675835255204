// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.gather;

import dev.centralog.internal.redis.RedisGatherStore.Counted;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Groups without those that were seen before. Remembers them all: as many as the cap on groups allows. */
final class SeenOnce implements Iterator<Counted> {
    private final Iterator<Counted> all;
    private final Set<ByteBuffer> seen = new HashSet<>();
    private @Nullable Counted next;

    SeenOnce(Iterator<Counted> all) {
        this.all = all;
    }

    @Override
    public boolean hasNext() {
        while (next == null && all.hasNext()) {
            Counted candidate = all.next();
            if (seen.add(ByteBuffer.wrap(candidate.group()))) {
                next = candidate;
            }
        }
        return next != null;
    }

    @Override
    public Counted next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        Counted found = next;
        next = null;
        return found;
    }
}
