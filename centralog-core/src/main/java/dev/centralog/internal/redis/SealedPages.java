// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.gather.DeliveryGoneException;
import dev.centralog.internal.wire.Window.Stream;
import io.lettuce.core.ScoredValue;
import java.util.List;

/** A sealed delivery, by rank. */
final class SealedPages extends CountedPages {
    /**
     * Totals are small, and slices large. Each page waits twice behind the batches of all producers: on a busy Redis the
     * number of pages, not of rows, is what reading takes.
     */
    private static final int PAGE_OF_ACTIONS = 4000;

    private final RedisLink link;
    private final SealedId id;
    private final byte[] counts;
    private final int page;
    private long read;

    SealedPages(RedisLink link, ScriptRunner scripts, KeySpace keys, SealedId id) {
        super(link, scripts, keys.sealedPayloads(id));
        this.link = link;
        this.id = id;
        counts = keys.sealedCounts(id);
        page = id.window().stream() == Stream.ACTIONS ? PAGE_OF_ACTIONS : PAGE;
    }

    @Override
    List<ScoredValue<byte[]>> nextGroups() {
        List<ScoredValue<byte[]>> groups = link.answer(link.commands().zrangeWithScores(counts, read, read + page - 1));
        // Counts and payloads are deleted together: if the counts are still all there, so were the payloads.
        if (groups.isEmpty() && (read == 0 || link.answer(link.commands().zcard(counts)) != read)) {
            throw new DeliveryGoneException("the delivery " + id + " is gone: another reader has stored it");
        }
        read += groups.size();
        return groups;
    }
}
