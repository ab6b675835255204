// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.RedisCli;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The scripts called by plain EVAL, without the client library or our classes around them. Answers are texts. */
final class RawScripts implements AutoCloseable {
    final KeySpace keys = new KeySpace("cl", 0);
    int maxGroups = 50_000;
    int maxSamples = 3;
    long graceSeconds;
    long leaseMillis = 15_000;

    private final RedisCli cli;

    record Line(String group, long repeats, String payload) {}

    RawScripts(LocalRedis redis) {
        cli = redis.connect();
    }

    /** A name as long as a hash. */
    static String group(String name) {
        return (name + "................").substring(0, 16);
    }

    static Line line(String name, long repeats, String payload) {
        return new Line(group(name), repeats, payload);
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

    private @Nullable Object call(Object... arguments) {
        byte[][] bytes = new byte[arguments.length][];
        for (int i = 0; i < arguments.length; i++) {
            bytes[i] = arguments[i] instanceof byte[] raw
                    ? raw
                    : arguments[i].toString().getBytes(UTF_8);
        }
        return cli.call(bytes);
    }

    /** The answer without Redis's time, which stands second. */
    List<String> applyEvents(String producer, long sequence, long window, Line... lines) {
        List<String> answer = new ArrayList<>(timedReport(producer, sequence, window, lines));
        answer.remove(1);
        return answer;
    }

    List<String> timedReport(String producer, long sequence, long window, Line... lines) {
        List<Object> arguments = new ArrayList<>(List.of(
                keys.counts(Window.second(window)),
                keys.payloads(Window.second(window)),
                keys.open(Signal.EVENTS),
                keys.marker(producer),
                keys.generation(Window.second(window))));
        arguments.addAll(List.of(window, sequence, 86_400, maxGroups, 3600, 5, lines.length));
        for (Line line : lines) {
            arguments.add(line.group);
        }
        for (Line line : lines) {
            arguments.add(line.repeats);
        }
        for (Line line : lines) {
            arguments.add(line.payload);
        }
        return RedisCli.texts(eval(Script.APPLY_EVENTS, 5, arguments));
    }

    /** As {@link #applyEvents}, of actions: a line's group is its whole name, its payload the totals. */
    List<String> applyActions(String producer, long sequence, Window slice, Line... lines) {
        List<Object> arguments = new ArrayList<>(List.of(
                keys.counts(slice),
                keys.payloads(slice),
                keys.open(slice.signal()),
                keys.marker(producer),
                keys.generation(slice)));
        long ring = 6 * slice.seconds() - 1;
        arguments.addAll(List.of(slice, sequence, 86_400, maxGroups, ring, 5, lines.length, maxSamples));
        for (Line line : lines) {
            arguments.add(line.group);
        }
        for (Line line : lines) {
            arguments.add(line.repeats);
        }
        for (Line line : lines) {
            arguments.add(line.payload);
        }
        List<String> answer = new ArrayList<>(RedisCli.texts(eval(Script.APPLY_ACTIONS, 5, arguments)));
        answer.remove(1);
        return answer;
    }

    /** Redis's time in seconds, and the number of a producer's last batch. */
    List<String> position(String producer) {
        return RedisCli.texts(eval(Script.POSITION, 2, List.of(keys.open(Signal.EVENTS), keys.marker(producer))));
    }

    String identity() {
        return RedisCli.text(eval(Script.IDENTITY, 1, List.of(keys.meta())));
    }

    long seal(SealedId id, String owner) {
        return number(eval(
                Script.SEAL,
                8,
                List.of(
                        keys.counts(id.window()),
                        keys.payloads(id.window()),
                        keys.open(id.window().signal()),
                        keys.generation(id.window()),
                        keys.sealedCounts(id),
                        keys.sealedPayloads(id),
                        keys.leases(id.window().signal()),
                        keys.owners(id.window().signal()),
                        id.window(),
                        id.window().seconds(),
                        graceSeconds,
                        id.generation(),
                        owner,
                        leaseMillis,
                        86_400)));
    }

    long take(SealedId id, String owner) {
        return lease(id, owner, "take");
    }

    long extend(SealedId id, String owner) {
        return lease(id, owner, "extend");
    }

    private long lease(SealedId id, String owner, String how) {
        return number(eval(
                Script.LEASE,
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
        return number(eval(
                Script.ACK,
                4,
                List.of(
                        keys.sealedCounts(id),
                        keys.sealedPayloads(id),
                        keys.leases(id.window().signal()),
                        keys.owners(id.window().signal()),
                        id,
                        owner)));
    }

    List<String> payloads(SealedId id, String... groups) {
        List<Object> arguments = new ArrayList<>(List.of(keys.sealedPayloads(id), 1000, 1000));
        arguments.addAll(List.of(groups));
        return RedisCli.texts(eval(Script.PAYLOADS, 1, arguments));
    }

    private @Nullable Object eval(Script script, int keyCount, List<Object> arguments) {
        List<Object> all = new ArrayList<>(List.of("EVAL", script.text(), keyCount));
        all.addAll(arguments);
        return call(all.toArray());
    }

    private static long number(@Nullable Object answer) {
        return Long.parseLong(RedisCli.text(answer));
    }

    @Override
    public void close() {
        cli.close();
    }
}
