// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.gather.DeliveryGoneException;
import io.lettuce.core.RedisFuture;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a sealed delivery lies.
 *
 * @param redisId the id of the Redis that it was found in
 */
record DeliveryLocation(KeySpace keys, SealedId id, String redisId) {
    byte[] counts() {
        return keys.sealedCounts(id);
    }

    byte[] payloads() {
        return keys.sealedPayloads(id);
    }

    /** Returns whether it is not there any more, or not what it was. Blocks. */
    boolean isGone(RedisConnection link, DeliveryCheck check) {
        Asked asked = link.together(commands ->
                new Asked(commands.zcard(counts()), commands.hget(keys.meta(), RedisConnection.bytes("source"))));
        byte @Nullable [] now = link.answer(asked.redisId);
        return !check.isWhole(link.answer(asked.groups), now == null ? null : new String(now, StandardCharsets.UTF_8));
    }

    private record Asked(RedisFuture<Long> groups, RedisFuture<byte[]> redisId) {}

    DeliveryGoneException gone() {
        return new DeliveryGoneException("the delivery " + id + " is gone: another reader has stored it");
    }
}
