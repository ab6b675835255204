// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.CentralogException;
import dev.centralog.RedisRefusedException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is written once about a stream of events: the protocol's version, and how many partitions there are. */
public final class StreamInfo {
    public static final String PROTOCOL = "2";
    private static final String PARTITIONS = "1";

    private StreamInfo() {}

    /**
     * Writes what is not there yet. Blocks.
     *
     * @throws CentralogException if the stream is of another protocol version or partition count
     */
    public static void require(RedisConnection link, KeySpace keys) {
        RedisAsyncCommands<byte[], byte[]> commands = link.commands();
        byte[] meta = keys.meta();
        // The version is written last, so that where it is, all is. Nothing is written then: a full Redis would refuse
        // it.
        if (read(link, meta, "protocol").isEmpty()) {
            link.answer(commands.hsetnx(meta, RedisConnection.bytes("partitions"), RedisConnection.bytes(PARTITIONS)));
            link.answer(commands.hsetnx(meta, RedisConnection.bytes("protocol"), RedisConnection.bytes(PROTOCOL)));
        }
        require(link, meta, "protocol", PROTOCOL);
        require(link, meta, "partitions", PARTITIONS);
    }

    /** Writes what is not there any more, in a Redis that was emptied. Does not wait: at the next connect it is looked at again. */
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
        return "the stream in Redis has " + field + " " + found + ", this version of Centralog knows " + expected
                + "; use another 'keyPrefix', or the version that wrote it";
    }

    /** Returns what is to be said of a stream of another protocol; null if it is of ours, or of none yet. */
    public static @Nullable String otherProtocol(@Nullable String found) {
        return found == null || found.equals(PROTOCOL) ? null : mismatch("protocol", found, PROTOCOL);
    }

    private static String read(RedisConnection link, byte[] meta, String field) {
        byte[] value = link.answer(link.commands().hget(meta, RedisConnection.bytes(field)));
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }
}
