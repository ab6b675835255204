// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.gather.DeliveryGoneException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScoredValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sealed delivery, by rank. */
final class SealedPages extends CountedPages {
    /** Each page waits twice behind the batches of all producers: on a busy Redis it is pages, not rows, that take time. */
    private static final int PAGE = 4000;

    private final RedisLink link;
    private final SealedId id;
    private final byte[] counts;
    private long read;
    private @Nullable RedisFuture<List<ScoredValue<byte[]>>> next;

    SealedPages(RedisLink link, ScriptRunner scripts, KeySpace keys, SealedId id) {
        super(link, scripts, keys.sealedPayloads(id));
        this.link = link;
        this.id = id;
        counts = keys.sealedCounts(id);
    }

    @Override
    List<ScoredValue<byte[]>> nextGroups() {
        List<ScoredValue<byte[]>> groups = link.answer(next == null ? request() : next);
        // Counts and payloads are deleted together: if the counts are still all there, so were the payloads.
        if (groups.isEmpty() && (read == 0 || link.answer(link.commands().zcard(counts)) != read)) {
            throw new DeliveryGoneException("the delivery " + id + " is gone: another reader has stored it");
        }
        if (!groups.isEmpty()) {
            read += groups.size();
            next = request();
        }
        return groups;
    }

    private RedisFuture<List<ScoredValue<byte[]>>> request() {
        return link.commands().zrangeWithScores(counts, read, read + PAGE - 1);
    }
}
