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

    /** What the script {@code payloads} takes. */
    List<byte[]> payloads() {
        return List.of(keys.sealedPayloads(id), keys.leases(id.window().signal()));
    }

    /** Returns whether it is not there any more, or not what it was. Blocks. */
    boolean isGone(RedisConnection link, DeliveryCheck check) {
        return !check.isWhole(link.answer(link.commands().zcard(counts()))) || !isOfItsRedis(link);
    }

    /** A name of version 1 may be another's, in a Redis that was emptied since. */
    private boolean isOfItsRedis(RedisConnection link) {
        if (!keys.isOfVersion1()) {
            return true;
        }
        byte[] now = link.answer(link.commands().hget(keys.meta(), RedisConnection.bytes("source")));
        return now != null && new String(now, StandardCharsets.UTF_8).equals(id.redisId());
    }

    DeliveryGoneException gone() {
        return new DeliveryGoneException("the delivery " + id + " is gone: another reader has stored it");
    }
}
