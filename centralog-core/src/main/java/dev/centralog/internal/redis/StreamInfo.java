// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.CentralogException;
import dev.centralog.RedisRefusedException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The data that is written once under a key prefix: the protocol's version, and the number of partitions. */
public final class StreamInfo {
    public static final String PROTOCOL = "2";
    private static final String PARTITIONS = "1";

    private StreamInfo() {}

    /**
     * Writes the data if it is not there yet, and checks it. Blocks.
     *
     * @throws CentralogException if the data is of another protocol version or partition count
     */
    public static void require(RedisConnection link, KeySpace keys) {
        RedisAsyncCommands<byte[], byte[]> commands = link.commands();
        byte[] meta = keys.meta();
        // The version is written last: if it is there, all is. Then nothing is written: a full Redis would refuse it.
        if (read(link, meta, "protocol").isEmpty()) {
            link.answer(commands.hsetnx(meta, RedisConnection.bytes("partitions"), RedisConnection.bytes(PARTITIONS)));
            link.answer(commands.hsetnx(meta, RedisConnection.bytes("protocol"), RedisConnection.bytes(PROTOCOL)));
        }
        require(link, meta, "protocol", PROTOCOL);
        require(link, meta, "partitions", PARTITIONS);
    }

    /** Writes the data again, in a Redis that was emptied. Does not wait: it is checked again at a later connect. */
    static void restore(RedisConnection link, KeySpace keys) {
        byte[] meta = keys.meta();
        var unused = link.together(commands -> List.of(
                commands.hsetnx(meta, RedisConnection.bytes("partitions"), RedisConnection.bytes(PARTITIONS)),
                commands.hsetnx(meta, RedisConnection.bytes("protocol"), RedisConnection.bytes(PROTOCOL))));
    }

    private static void require(RedisConnection link, byte[] meta, String field, String expected) {
        String found = read(link, meta, field);
        if (!found.equals(expected)) {
            throw new RedisRefusedException(mismatch(field, found, expected));
        }
    }

    private static String mismatch(String field, String found, String expected) {
        return "the data in Redis has " + field + " " + found + ", but this version of Centralog supports " + expected
                + "; use another 'keyPrefix', or the version of Centralog that wrote the data";
    }

    /** Returns the message for data of another protocol version; null if it is this version's, or not there yet. */
    public static @Nullable String otherProtocol(@Nullable String found) {
        return found == null || found.equals(PROTOCOL) ? null : mismatch("protocol", found, PROTOCOL);
    }

    private static String read(RedisConnection link, byte[] meta, String field) {
        byte[] value = link.answer(link.commands().hget(meta, RedisConnection.bytes(field)));
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }
}
