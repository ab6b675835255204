// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import dev.centralog.internal.redis.RedisConnection;
import dev.centralog.internal.redis.ScriptRunner;
import io.lettuce.core.ScoredValue;
import java.util.List;

/** An iterator over the groups of a sealed delivery, by rank. */
final class SealedGroupIterator extends GroupIterator {
    private final SealedNames names;

    SealedGroupIterator(RedisConnection link, ScriptRunner scripts, DeliveryLocation sealed) {
        super(link, scripts, sealed.payloads());
        names = new SealedNames(link, sealed);
    }

    @Override
    List<ScoredValue<byte[]>> nextGroups() {
        List<ScoredValue<byte[]>> groups = names.next();
        if (groups.isEmpty()) {
            names.checkWhole();
        }
        return groups;
    }
}
