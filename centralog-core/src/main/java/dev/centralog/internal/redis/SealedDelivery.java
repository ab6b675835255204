// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.gather.DeliveryGoneException;
import io.lettuce.core.RedisFuture;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a sealed delivery lies.
 *
 * @param source of the Redis that it was found in. If that is another one when all was read, then what was read was sealed in
 *     one that was emptied since it was found, and would be stored under the name of something else
 */
record SealedDelivery(KeySpace keys, SealedId id, String source) {
    byte[] counts() {
        return keys.sealedCounts(id);
    }

    byte[] payloads() {
        return keys.sealedPayloads(id);
    }

    /**
     * Whether it is not there any more, or not what it was. Counts and payloads are deleted together: if the counts are still
     * all there, so were the payloads. Blocks.
     */
    boolean isGone(RedisConnection link, long groups) {
        Asked asked = link.together(commands ->
                new Asked(commands.zcard(counts()), commands.hget(keys.meta(), RedisConnection.bytes("source"))));
        byte @Nullable [] now = link.answer(asked.source);
        return link.answer(asked.groups) != groups
                || now == null
                || !source.equals(new String(now, StandardCharsets.UTF_8));
    }

    private record Asked(RedisFuture<Long> groups, RedisFuture<byte[]> source) {}

    DeliveryGoneException gone() {
        return new DeliveryGoneException("the delivery " + id + " is gone: another reader has stored it");
    }
}
