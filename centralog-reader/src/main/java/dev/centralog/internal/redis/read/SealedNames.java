// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import dev.centralog.internal.redis.RedisConnection;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScoredValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names of a sealed delivery by rank, page by page; the next page is requested while the present one is used.
 *
 * <p>Thread-safety: none.
 */
final class SealedNames {
    /**
     * The number of names in a page. Each page waits twice behind the batches of all producers: on a busy Redis the number of
     * pages costs time, not the number of rows.
     */
    private static final int PAGE = 4000;

    private final RedisConnection link;
    private final DeliveryLocation sealed;
    private final DeliveryCheck check;
    private @Nullable RedisFuture<List<ScoredValue<byte[]>>> next;

    SealedNames(RedisConnection link, DeliveryLocation sealed) {
        this.link = link;
        this.sealed = sealed;
        this.check = new DeliveryCheck();
    }

    /** Returns the next names; empty if there are no more, or if the delivery is not there any more. Blocks. */
    List<ScoredValue<byte[]>> next() {
        List<ScoredValue<byte[]>> names = link.answer(next == null ? request() : next);
        if (!names.isEmpty()) {
            check.onPage(names.size());
            next = request();
        }
        return names;
    }

    /** Throws if the names read are not all of the delivery. Blocks. */
    void checkWhole() {
        if (sealed.isGone(link, check)) {
            throw sealed.gone();
        }
    }

    private RedisFuture<List<ScoredValue<byte[]>>> request() {
        return link.commands().zrangeWithScores(sealed.counts(), check.read(), check.read() + PAGE - 1);
    }
}
