// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.internal.redis.read.RedisGatherStore.GroupCount;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An iterator over groups that skips those it has returned before. It remembers all: as many as the cap on groups allows. */
final class DistinctGroups implements Iterator<GroupCount> {
    private final Iterator<GroupCount> all;
    private final Set<ByteBuffer> seen = new HashSet<>();
    private @Nullable GroupCount next;

    DistinctGroups(Iterator<GroupCount> all) {
        this.all = all;
    }

    @Override
    public boolean hasNext() {
        while (next == null && all.hasNext()) {
            GroupCount candidate = all.next();
            if (seen.add(ByteBuffer.wrap(candidate.group()))) {
                next = candidate;
            }
        }
        return next != null;
    }

    @Override
    public GroupCount next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        GroupCount found = next;
        next = null;
        return found;
    }
}
