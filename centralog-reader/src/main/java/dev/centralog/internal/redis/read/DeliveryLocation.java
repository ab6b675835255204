// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import dev.centralog.gather.DeliveryGoneException;
import dev.centralog.internal.redis.KeySpace;
import dev.centralog.internal.redis.RedisConnection;
import dev.centralog.internal.redis.SealedId;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The place of a sealed delivery in Redis. */
record DeliveryLocation(KeySpace keys, SealedId id) {
    byte[] counts() {
        return keys.sealedCounts(id);
    }

    /** Returns the keys that the script {@code payloads} takes. */
    List<byte[]> payloads() {
        return List.of(keys.sealedPayloads(id), keys.leases(id.window().signal()));
    }

    /** Returns whether the delivery is not there any more, or was replaced. Blocks. */
    boolean isGone(RedisConnection link, DeliveryCheck check) {
        return !check.isWhole(link.answer(link.commands().zcard(counts()))) || !isOfItsRedis(link);
    }

    /** Returns whether the redis id is still the same: after Redis was emptied, a name of version 1 may be used again. */
    private boolean isOfItsRedis(RedisConnection link) {
        if (!keys.isOfVersion1()) {
            return true;
        }
        byte[] now = link.answer(link.commands().hget(keys.meta(), RedisConnection.bytes("source")));
        return now != null && new String(now, StandardCharsets.UTF_8).equals(id.redisId());
    }

    DeliveryGoneException gone() {
        return new DeliveryGoneException("the delivery " + id + " no longer exists: another gatherer has stored it");
    }
}
