// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScoredValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sealed delivery, by rank. */
final class SealedGroupIterator extends GroupIterator {
    /** Each page waits twice behind the batches of all producers: on a busy Redis it is pages, not rows, that take time. */
    private static final int PAGE = 4000;

    private final RedisConnection link;
    private final DeliveryLocation sealed;
    private final DeliveryCheck check;
    private @Nullable RedisFuture<List<ScoredValue<byte[]>>> next;

    SealedGroupIterator(RedisConnection link, ScriptRunner scripts, DeliveryLocation sealed) {
        super(link, scripts, sealed.payloads());
        this.link = link;
        this.sealed = sealed;
        this.check = new DeliveryCheck(sealed.redisId());
    }

    @Override
    List<ScoredValue<byte[]>> nextGroups() {
        List<ScoredValue<byte[]>> groups = link.answer(next == null ? request() : next);
        if (groups.isEmpty() && sealed.isGone(link, check)) {
            throw sealed.gone();
        }
        if (!groups.isEmpty()) {
            check.onPage(groups.size());
            next = request();
        }
        return groups;
    }

    private RedisFuture<List<ScoredValue<byte[]>>> request() {
        return link.commands().zrangeWithScores(sealed.counts(), check.read(), check.read() + PAGE - 1);
    }
}
