// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.CentralogException;
import dev.centralog.RedisRefusedException;
import io.lettuce.core.KeyValue;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data under a key prefix: the protocol's version, and the numbers of partitions.
 *
 * @param drawn the number of partitions that a producer chooses from when it starts, the first ones
 * @param read the number of partitions that gatherers read; not fewer than {@code drawn}
 */
public record StreamInfo(int drawn, int read) {
    public static final String PROTOCOL = "2";

    /** The most partitions that there may be. */
    public static final int MOST_PARTITIONS = 256;

    /** The numbers where there is one partition. */
    public static final StreamInfo ONE = new StreamInfo(1, 1);

    /** The number for versions that know one partition; they require it. */
    private static final byte[] ONE_PARTITION = RedisConnection.bytes(1);

    private static final byte[] PROTOCOL_FIELD = RedisConnection.bytes("protocol");
    private static final byte[] PARTITIONS = RedisConnection.bytes("partitions");
    private static final byte[] DRAWN = RedisConnection.bytes("drawn");
    private static final byte[] READ = RedisConnection.bytes("read");

    /** The partitions for each primary of a cluster, so that its primaries have about the same number of them. */
    private static final int FOR_EACH_PRIMARY = 2;

    /**
     * Reads the data, over a connection that leads to its key; writes it first if it is not there yet. Blocks.
     *
     * @throws CentralogException if the data is of another protocol version
     */
    public static StreamInfo require(RedisConnection link, KeySpace keys) {
        RedisAsyncCommands<byte[], byte[]> commands = link.commands();
        byte[] meta = keys.meta();
        // The version is written last: if it is there, all is. Then nothing is written: a full Redis would refuse it.
        Map<String, String> found = read(link, meta);
        if (!found.containsKey("protocol")) {
            byte[] partitions = RedisConnection.bytes(Math.min(MOST_PARTITIONS, FOR_EACH_PRIMARY * link.primaries()));
            if (link.isOfCluster()) {
                link.answer(commands.hsetnx(meta, DRAWN, partitions));
                link.answer(commands.hsetnx(meta, READ, partitions));
            }
            link.answer(commands.hsetnx(meta, PARTITIONS, ONE_PARTITION));
            link.answer(commands.hsetnx(meta, PROTOCOL_FIELD, RedisConnection.bytes(PROTOCOL)));
            found = read(link, meta);
        }
        require(found, "protocol", PROTOCOL);
        require(found, "partitions", "1");
        return of(found);
    }

    private static StreamInfo of(Map<String, String> found) {
        int drawn = number(found, "drawn");
        return new StreamInfo(drawn, Math.max(drawn, number(found, "read")));
    }

    /** Returns how many partitions gatherers read; 1 if nothing was ever written. Writes nothing. Blocks. */
    public static int partitions(RedisConnection link, KeySpace keys) {
        return of(read(link, keys.meta())).read;
    }

    /**
     * Writes these numbers, over a connection that leads to their key; that of the partitions that are read does not get less.
     * Blocks.
     */
    public void write(RedisConnection link, KeySpace keys) {
        raiseRead(link, keys, read);
        link.answer(link.commands().hset(keys.meta(), DRAWN, RedisConnection.bytes(drawn)));
    }

    /** Raises how many partitions gatherers read, if it is less. Blocks. */
    static void raiseRead(RedisConnection link, KeySpace keys, int least) {
        link.answer(new ScriptRunner(link)
                .number(Scripts.RAISE, List.of(keys.meta()), List.of(READ, RedisConnection.bytes(least)))
                .toCompletableFuture());
    }

    /** Writes the data again, in a Redis that was emptied. Does not wait: it is checked again at a later connect. */
    static void restore(RedisConnection link, KeySpace keys, StreamInfo known) {
        byte[] meta = keys.meta();
        if (known.read > 1) {
            var unused = link.together(commands -> List.of(
                    commands.hsetnx(meta, DRAWN, RedisConnection.bytes(known.drawn)),
                    commands.hsetnx(meta, READ, RedisConnection.bytes(known.read))));
        }
        var unused = link.together(commands -> List.of(
                commands.hsetnx(meta, PARTITIONS, ONE_PARTITION),
                commands.hsetnx(meta, PROTOCOL_FIELD, RedisConnection.bytes(PROTOCOL))));
    }

    private static void require(Map<String, String> all, String field, String expected) {
        String found = all.getOrDefault(field, "");
        if (!found.equals(expected)) {
            throw new RedisRefusedException(mismatch(field, found, expected));
        }
    }

    private static int number(Map<String, String> all, String field) {
        String text = all.getOrDefault(field, "1");
        if (!text.matches("[1-9]\\d{0,2}") || Integer.parseInt(text) > MOST_PARTITIONS) {
            throw new RedisRefusedException(
                    "the field '" + field + "' of the key 'meta' in Redis is '" + text + "'; allowed is 1 to "
                            + MOST_PARTITIONS + ": remove that field, and set it by 'centralog partitions'");
        }
        return Integer.parseInt(text);
    }

    private static String mismatch(String field, String found, String expected) {
        return "the data in Redis has " + field + " " + found + ", but this version of Centralog supports " + expected
                + "; use another 'keyPrefix', or the version of Centralog that wrote the data";
    }

    /** Returns the message for data of another protocol version; null if it is this version's, or not there yet. */
    public static @Nullable String otherProtocol(@Nullable String found) {
        return found == null || found.equals(PROTOCOL) ? null : mismatch("protocol", found, PROTOCOL);
    }

    private static Map<String, String> read(RedisConnection link, byte[] meta) {
        Map<String, String> fields = new HashMap<>();
        for (KeyValue<byte[], byte[]> each :
                link.answer(link.commands().hmget(meta, PROTOCOL_FIELD, PARTITIONS, DRAWN, READ))) {
            each.ifHasValue(value -> fields.put(new String(each.getKey(), UTF_8), new String(value, UTF_8)));
        }
        return fields;
    }
}
