// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.CentralogException;
import dev.centralog.RedisRefusedException;
import dev.centralog.internal.ship.BatchTransport;
import dev.centralog.internal.ship.Marker;
import dev.centralog.internal.ship.ProducerStates;
import dev.centralog.internal.ship.Standing;
import dev.centralog.internal.wire.Window;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The book of a partition: the redis id, the markers of producer ids, and how often windows were sealed. The table in
 * docs/protocol.md describes its fields.
 *
 * <p>Thread-safety: any thread; {@link #ask} and {@link #mark} block, bounded by the command timeout.
 */
public final class Book {
    /** The field of the redis id. */
    static final byte[] REDIS_ID = {'~', 'i', 'd'};

    private static final char OF_PRODUCER = 'p';
    private static final int PRODUCER_FIELD = 17;
    private static final char OF_WINDOW = 'g';
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern MARKER = Pattern.compile("(\\d{1,16}) (\\d{1,16}) ([-cr]) ([\\x00-\\xff]*)");

    private final RedisConnection link;
    private final ScriptRunner scripts;
    private final KeySpace keys;
    private final @Nullable StreamInfo stream;

    /**
     * Makes one.
     *
     * @param stream the numbers of partitions, written again if Redis was emptied; null: the caller sees to that
     */
    public Book(RedisConnection link, ScriptRunner scripts, KeySpace keys, @Nullable StreamInfo stream) {
        this.stream = stream;
        this.link = link;
        this.scripts = scripts;
        this.keys = keys;
    }

    /** Returns the field of the redis id, as bytes of the caller's own. */
    public static byte[] redisIdField() {
        return REDIS_ID.clone();
    }

    /** Returns a producer id as bytes. */
    static byte[] producer(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    /** Returns a token or a process as bytes; those of a process are zero if processes are folded together. */
    static byte[] raw(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /** Returns the field that holds how often a window was sealed. */
    public static byte[] generation(Window window) {
        return (OF_WINDOW + window.toString()).getBytes(UTF_8);
    }

    /** Whether a field is a producer id's. */
    public static boolean isMarker(byte[] field) {
        return field.length == PRODUCER_FIELD && field[0] == OF_PRODUCER;
    }

    /** Returns the window that a field is of; null if it is not a window's. */
    public static @Nullable Window window(byte[] field) {
        if (field.length < 2 || field[0] != OF_WINDOW) {
            return null;
        }
        String name = new String(field, 1, field.length - 1, UTF_8);
        Window second = Window.find(Window.Signal.EVENTS, name);
        return second == null ? Window.find(Window.Signal.ACTIONS, name) : second;
    }

    /** Returns the marker that a value holds; an empty value stands for none. */
    public static Marker marker(byte[] value) {
        if (value.length == 0) {
            return Marker.ABSENT;
        }
        Matcher parts = MARKER.matcher(new String(value, ISO_8859_1));
        if (!parts.matches()) {
            return Marker.UNREADABLE;
        }
        long last = Long.parseLong(parts.group(1));
        String tokens = parts.group(4);
        if (tokens.length() != Long.BYTES * Math.min(Marker.TOKENS, last)) {
            return Marker.UNREADABLE;
        }
        ByteBuffer bytes = ByteBuffer.wrap(tokens.getBytes(ISO_8859_1));
        List<Long> read = new ArrayList<>();
        while (bytes.hasRemaining()) {
            read.add(bytes.getLong());
        }
        Marker.Kind kind =
                switch (parts.group(3)) {
                    case "c" -> Marker.Kind.CLOSED;
                    case "r" -> Marker.Kind.RETIRED;
                    default -> Marker.Kind.LIVE;
                };
        return new Marker(kind, last, Long.parseLong(parts.group(2)), read);
    }

    /**
     * Returns the state in the reply of a script.
     *
     * @param from the index at which the state begins in the reply
     */
    static ProducerStates states(List<Object> answer, int from) {
        List<Marker> markers = new ArrayList<>();
        answer.subList(from + 3, answer.size()).forEach(value -> markers.add(marker((byte[]) value)));
        return new ProducerStates(
                (Long) answer.get(from),
                new String((byte[]) answer.get(from + 1), UTF_8),
                (Long) answer.get(from + 2),
                markers);
    }

    /** Asks Redis about producer ids, at most {@value BatchTransport#MOST_ASKED}. A Redis that has no id gets one. */
    public ProducerStates ask(List<UUID> producers) {
        if (producers.size() > BatchTransport.MOST_ASKED) {
            throw new IllegalArgumentException("too many producer ids at once: " + producers.size());
        }
        List<byte[]> arguments = new ArrayList<>();
        String fresh = HexFormat.of().toHexDigits(RANDOM.nextLong());
        arguments.add(RedisConnection.bytes(fresh));
        producers.forEach(id -> arguments.add(producer(id)));
        ProducerStates states = call(Scripts.ASK, arguments);
        if (stream != null && states.redisId().equals(fresh)) {
            StreamInfo.restore(link, keys, stream); // it was emptied, or never written to
        }
        return states;
    }

    /** Retires a producer id by {@code r}, or closes it by {@code c}, as its producer has ended. */
    ProducerStates mark(UUID producer, String redisId, String flag) {
        return call(
                Scripts.MARK, List.of(RedisConnection.bytes(redisId), producer(producer), RedisConnection.bytes(flag)));
    }

    private ProducerStates call(Script script, List<byte[]> arguments) {
        ProducerStates states = states(
                link.answer(
                        scripts.list(script, List.of(keys.book()), arguments).toCompletableFuture()),
                0);
        if (!states.redisId().isEmpty()) {
            requireOurs(states.redisId());
        }
        return states;
    }

    /**
     * Returns the redis id that was given.
     *
     * @throws CentralogException if it is none of Centralog's: deliveries would not be found by it
     */
    public static String requireOurs(String redisId) {
        if (!Standing.isRedisId(redisId)) {
            throw new RedisRefusedException(
                    "the field '~id' of the key 'book' in Redis was not written by Centralog: it is not 16"
                            + " hexadecimal digits; remove that field, or use another 'keyPrefix'");
        }
        return redisId;
    }
}
