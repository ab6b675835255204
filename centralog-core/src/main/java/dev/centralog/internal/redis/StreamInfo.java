// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.CentralogException;
import dev.centralog.RedisRefusedException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What is written once about a stream of events: the protocol's version, how many partitions there are, and the id of this Redis,
 * a random id that a wiped or replaced Redis does not have, so that its deliveries are told from those before.
 */
final class StreamInfo {
    private static final String PROTOCOL = "1";
    private static final String PARTITIONS = "1";

    private StreamInfo() {}

    /**
     * Writes what is not there yet, and returns the id of this Redis. Blocks.
     *
     * @throws CentralogException if the stream is of another protocol version or partition count
     */
    static String redisId(RedisConnection link, KeySpace keys) {
        RedisAsyncCommands<byte[], byte[]> commands = link.commands();
        byte[] meta = keys.meta();
        // The id is written last, so that where it is, all is. Nothing is written then: a full Redis would refuse
        // it.
        if (read(link, meta, "source").isEmpty()) {
            link.answer(commands.hsetnx(meta, RedisConnection.bytes("protocol"), RedisConnection.bytes(PROTOCOL)));
            link.answer(commands.hsetnx(meta, RedisConnection.bytes("partitions"), RedisConnection.bytes(PARTITIONS)));
            byte[] fresh = RedisConnection.bytes(UUID.randomUUID().toString().substring(0, 8));
            link.answer(commands.hsetnx(meta, RedisConnection.bytes("source"), fresh));
        }
        require(link, meta, "protocol", PROTOCOL);
        require(link, meta, "partitions", PARTITIONS);
        return read(link, meta, "source");
    }

    private static void require(RedisConnection link, byte[] meta, String field, String expected) {
        String found = read(link, meta, field);
        if (!found.equals(expected)) {
            throw new RedisRefusedException(
                    "the stream in Redis has " + field + " " + found + ", this version of Centralog" + " knows "
                            + expected + "; use another 'keyPrefix', or the version that wrote it");
        }
    }

    private static String read(RedisConnection link, byte[] meta, String field) {
        byte[] value = link.answer(link.commands().hget(meta, RedisConnection.bytes(field)));
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }
}
