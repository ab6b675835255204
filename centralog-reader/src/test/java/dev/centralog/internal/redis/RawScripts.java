// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.fold.EventSample;
import dev.centralog.internal.fold.LineSamples;
import dev.centralog.internal.redis.read.ReaderScripts;
import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.ship.BatchNumber;
import dev.centralog.internal.ship.BatchReply;
import dev.centralog.internal.ship.ProducerStates;
import dev.centralog.internal.ship.Standing;
import dev.centralog.internal.wire.ReservedGroups;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.RedisCli;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The scripts called by plain EVAL, without the client library and without Centralog's classes around them. Replies are texts.
 * A producer's id is made from its name; its batches have tokens of their own, each naming its predecessor.
 */
final class RawScripts implements AutoCloseable {
    /** The redis id that is offered to a Redis that has none. */
    static final String REDIS_ID = "0123456789abcdef";

    /** The process, which follows the group in each name. */
    static final String PROCESS = "PROCESSx";

    final KeySpace keys = new KeySpace("cl", 0);
    int maxGroups = 50_000;
    int maxSamples = 3;
    long graceSeconds;
    long leaseMillis = 15_000;

    private final RedisCli cli;

    record Line(String group, long repeats, String payload) {
        /** Returns the line of a batch; if it has a payload, it counts the event of that, without a sample. */
        BatchLine ofBatch() {
            boolean isFirst = !payload.isEmpty() && repeats > 0;
            EventSample own = isFirst ? new EventSample(1, new byte[0]) : null;
            return new BatchLine(
                    group.getBytes(UTF_8), repeats, payload.getBytes(UTF_8), new LineSamples(own, List.of(), 0));
        }
    }

    RawScripts(LocalRedis redis) {
        cli = redis.connect();
    }

    /** Returns a group as long as a hash. */
    static String group(String name) {
        return (name + "................").substring(0, 16);
    }

    /** Returns the name that a group is counted under. */
    static String name(String name) {
        return group(name) + PROCESS;
    }

    static Line line(String name, long repeats, String payload) {
        return new Line(group(name), repeats, payload);
    }

    static SealedId sealed(Window window, long generation) {
        return new SealedId(window, REDIS_ID, generation);
    }

    static SealedId sealed(long second, long generation) {
        return sealed(Window.second(second), generation);
    }

    static UUID producer(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
    }

    private static long process() {
        return ByteBuffer.wrap(PROCESS.getBytes(UTF_8)).getLong();
    }

    /** Returns the number of a batch, with the tokens that all chains here have. */
    static BatchNumber number(String producer, long sequence) {
        return new BatchNumber(producer(producer), sequence, sequence - 1, sequence);
    }

    static Batch batch(BatchNumber number, Window window, Line... lines) {
        List<BatchLine> all = Arrays.stream(lines).map(Line::ofBatch).toList();
        boolean isOfEvents = window.signal() == Signal.EVENTS;
        return new Batch(number, isOfEvents ? process() : 0, window, all);
    }

    long second() {
        return Long.parseLong(texts("TIME").get(0));
    }

    List<String> texts(Object... arguments) {
        return RedisCli.texts(call(arguments));
    }

    String text(Object... arguments) {
        return RedisCli.text(call(arguments));
    }

    @Nullable
    Object call(Object... arguments) {
        byte[][] bytes = new byte[arguments.length][];
        for (int i = 0; i < arguments.length; i++) {
            bytes[i] = arguments[i] instanceof byte[] raw
                    ? raw
                    : arguments[i].toString().getBytes(UTF_8);
        }
        return cli.call(bytes);
    }

    /** Returns a marker's last number and flag; empty for none. */
    String marker(String producer) {
        byte[] value = (byte[]) call("HGET", keys.book(), field(producer(producer)));
        String text = value == null ? "" : new String(value, ISO_8859_1);
        String[] parts = text.split(" ", 4);
        return parts.length < 4 ? text : parts[0] + " " + parts[2];
    }

    static byte[] field(UUID producer) {
        byte[] field = new byte[17];
        field[0] = 'p';
        System.arraycopy(Book.producer(producer), 0, field, 1, 16);
        return field;
    }

    String generation(Window window) {
        return text("HGET", keys.book(), Book.generation(window));
    }

    /**
     * Sends a batch of events. Returns 1 and what is missing, 0 and the last number if the batch is not next, or -1. Requests
     * the redis id first, if that has not been done.
     */
    List<String> applyEvents(String producer, long sequence, long window, Line... lines) {
        return texts(reply(producer, sequence, Window.second(window), lines));
    }

    /** Sends a batch of actions, like {@link #applyEvents}: a line's group is its whole name, its payload the totals. */
    List<String> applyActions(String producer, long sequence, Window slice, Line... lines) {
        return texts(reply(producer, sequence, slice, lines));
    }

    BatchReply reply(String producer, long sequence, Window window, Line... lines) {
        long seen = second() * 1000;
        if (sequence == 1 && text("HGET", keys.book(), "~id").isEmpty() && !isReplica()) {
            ask();
        }
        return apply(batch(number(producer, sequence), window, lines), new Standing(REDIS_ID, seen));
    }

    private boolean isReplica() {
        return text("INFO", "replication").contains("role:slave");
    }

    private static List<String> texts(BatchReply reply) {
        List<String> texts = new ArrayList<>();
        switch (reply.outcome()) {
            case APPLIED -> {
                texts.add("1");
                reply.missing().forEach(group -> texts.add(new String(group, UTF_8)));
            }
            case NOT_NEXT -> {
                ProducerStates states = reply.states();
                texts.add("0");
                texts.add("" + (states == null ? "?" : states.markers().get(0).last()));
            }
            case OUT_OF_RANGE -> texts.add("-1");
        }
        return texts;
    }

    /** Calls the script {@code apply-events} or {@code apply-actions}. */
    BatchReply apply(Batch batch, Standing standing) {
        Window window = batch.window();
        boolean isOfEvents = window.signal() == Signal.EVENTS;
        BatchNumber number = batch.number();
        List<Object> arguments = new ArrayList<>(
                List.of(keys.book(), keys.open(window.signal()), keys.counts(window), keys.payloads(window)));
        arguments.addAll(List.of(standing.redisId(), Book.producer(number.producer()), number.sequence()));
        arguments.addAll(List.of(Book.raw(number.predecessor()), Book.raw(number.token())));
        arguments.addAll(List.of(standing.seenMillis(), window, maxGroups));
        arguments.addAll(List.of(isOfEvents ? 3600 : 6 * window.seconds() - 1, 5));
        arguments.add(isOfEvents ? ReservedGroups.overflow(batch.process()) : "~overflow");
        arguments.add(batch.lines().size());
        arguments.add(isOfEvents ? Book.raw(batch.process()) : "");
        if (isOfEvents) {
            arguments.addAll(SampleArguments.of(batch, RedisConnection.bytes(maxSamples)));
        } else {
            arguments.add(maxSamples);
        }
        batch.lines().forEach(line -> arguments.add(line.group()));
        batch.lines().forEach(line -> arguments.add(line.repeats()));
        batch.lines().forEach(line -> arguments.add(line.payload()));
        List<Object> answer = list(eval(isOfEvents ? Scripts.APPLY_EVENTS : Scripts.APPLY_ACTIONS, 4, arguments));
        return switch (((Long) answer.get(0)).intValue()) {
            case 1 ->
                BatchReply.applied(
                        (Long) answer.get(1),
                        (Long) answer.get(2),
                        answer.subList(3, answer.size()).stream()
                                .map(each -> (byte[]) each)
                                .toList());
            case 0 -> BatchReply.notNext(Book.states(answer, 1));
            default -> {
                assertThatIs(answer, -1);
                yield BatchReply.outOfRange((Long) answer.get(1));
            }
        };
    }

    private static void assertThatIs(List<Object> answer, long code) {
        if ((Long) answer.get(0) != code || answer.size() != 2) {
            throw new AssertionError("an answer of a script: " + answer);
        }
    }

    /** Calls the script {@code ask}, and offers {@link #REDIS_ID}. */
    ProducerStates ask(UUID... producers) {
        return ask(REDIS_ID, List.of(producers));
    }

    ProducerStates ask(String offered, List<UUID> producers) {
        List<Object> arguments = new ArrayList<>(List.of(keys.book(), offered));
        producers.forEach(id -> arguments.add(Book.producer(id)));
        return Book.states(list(eval(Scripts.ASK, 1, arguments)), 0);
    }

    /** Calls the script {@code mark}. */
    ProducerStates mark(UUID producer, String redisId, String flag) {
        List<Object> arguments = List.of(keys.book(), redisId, Book.producer(producer), flag);
        return Book.states(list(eval(Scripts.MARK, 1, arguments)), 0);
    }

    /** Calls the script {@code trim}; {@code fields} are names and values, as seen. */
    long trim(long closedAgeMillis, long ageMillis, List<byte[]> fields) {
        List<Object> arguments =
                new ArrayList<>(List.of(keys.book(), keys.open(Signal.EVENTS), keys.open(Signal.ACTIONS)));
        arguments.addAll(List.of(closedAgeMillis, ageMillis));
        arguments.addAll(fields);
        return Long.parseLong(RedisCli.text(eval(ReaderScripts.TRIM, 3, arguments)));
    }

    /** Returns all fields of the book, each followed by its value. */
    List<byte[]> book() {
        return list(call("HGETALL", keys.book())).stream()
                .map(each -> (byte[]) each)
                .toList();
    }

    long seal(SealedId id, String owner) {
        return Long.parseLong(sealing(id, owner).get(0));
    }

    /** Calls the script {@code seal}; returns a number, and the flag. */
    List<String> sealing(SealedId id, String owner) {
        return RedisCli.texts(eval(
                ReaderScripts.SEAL,
                8,
                List.of(
                        keys.counts(id.window()),
                        keys.payloads(id.window()),
                        keys.open(id.window().signal()),
                        keys.book(),
                        keys.sealedCounts(id),
                        keys.sealedPayloads(id),
                        keys.leases(id.window().signal()),
                        keys.owners(id.window().signal()),
                        id.window(),
                        id.window().seconds(),
                        graceSeconds,
                        id.redisId(),
                        id.generation(),
                        owner,
                        leaseMillis,
                        60)));
    }

    long take(SealedId id, String owner) {
        return Long.parseLong(leasing(id, owner, "take").get(0));
    }

    long extend(SealedId id, String owner) {
        return Long.parseLong(leasing(id, owner, "extend").get(0));
    }

    /** Calls the script {@code lease}; returns a number, and the flag. */
    List<String> leasing(SealedId id, String owner, String how) {
        return RedisCli.texts(eval(
                ReaderScripts.LEASE,
                3,
                List.of(
                        keys.leases(id.window().signal()),
                        keys.owners(id.window().signal()),
                        keys.sealedCounts(id),
                        id,
                        owner,
                        leaseMillis,
                        how)));
    }

    long acknowledge(SealedId id, String owner) {
        return Long.parseLong(RedisCli.text(eval(
                ReaderScripts.ACK,
                4,
                List.of(
                        keys.sealedCounts(id),
                        keys.sealedPayloads(id),
                        keys.leases(id.window().signal()),
                        keys.owners(id.window().signal()),
                        id,
                        owner))));
    }

    List<String> payloads(SealedId id, String... groups) {
        List<Object> arguments = new ArrayList<>(
                List.of(keys.sealedPayloads(id), keys.leases(id.window().signal()), 1000, 1000));
        arguments.addAll(List.of(groups));
        return RedisCli.texts(eval(ReaderScripts.PAYLOADS, 2, arguments));
    }

    private @Nullable Object eval(Script script, int keyCount, List<Object> arguments) {
        List<Object> all = new ArrayList<>(List.of("EVAL", script.text(), keyCount));
        all.addAll(arguments);
        return call(all.toArray());
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(@Nullable Object answer) {
        if (!(answer instanceof List<?>)) {
            throw new AssertionError("no list: " + RedisCli.text(answer));
        }
        return (List<Object>) answer;
    }

    @Override
    public void close() {
        cli.close();
    }
}
