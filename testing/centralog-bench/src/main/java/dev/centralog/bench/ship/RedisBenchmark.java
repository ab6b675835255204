// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import dev.centralog.testkit.LocalRedis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Measures with {@code redis-benchmark} the commands that the published algorithm sends for one distinct event: {@code
 * ZADD} of its count, {@code HSET} of its payload, and {@code ZADD} of its window into the index. Names and payload are
 * as long as ours; there are 50 connections, with pipelines.
 *
 * <p>It can only run one command at a time. So each command has its own run on an empty Redis. An event takes one of
 * each, so the time of an event is the sum of their times: the rates are combined harmonically. We write the index once
 * per batch, so the last command makes our result a tenth better than it is; {@link Pipelined#perSecondWithoutIndex}
 * leaves it out.
 */
final class RedisBenchmark {
    private static final List<Integer> DEPTHS = List.of(16, 64, 256);

    /**
     * The name of a group: redis-benchmark replaces the pattern by twelve digits, and with the four characters before
     * it, it is as long as ours.
     */
    private static final String GROUP = "cent__rand_int__";

    private static final List<List<String>> COMMANDS = List.of(
            List.of("ZADD", "{cl.2:0}:z:1790000000", "1", GROUP),
            List.of("HSET", "{cl.2:0}:d:1790000000", GROUP, "x".repeat(DistinctMessages.PAYLOAD_BYTES)),
            List.of("ZADD", "{cl.2:0}:open", "NX", "1790000000", "1790000000"));

    private RedisBenchmark() {}

    /**
     * The result of one depth.
     *
     * @param depth the number of commands in a pipeline
     * @param commandsPerSecond in the order of {@link #COMMANDS}
     */
    record Pipelined(int depth, List<Double> commandsPerSecond) {
        /** Returns the number of events per second, with all three commands. */
        double perSecond() {
            return harmonic(commandsPerSecond);
        }

        double perSecondWithoutIndex() {
            return harmonic(commandsPerSecond.subList(0, 2));
        }

        private static double harmonic(List<Double> rates) {
            return 1 / rates.stream().mapToDouble(rate -> 1 / rate).sum();
        }
    }

    /** Measures each depth. Blocks. */
    static List<Pipelined> measure(int requests) throws IOException, InterruptedException {
        List<Pipelined> all = new ArrayList<>();
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest())) {
            for (int depth : DEPTHS) {
                List<Double> rates = new ArrayList<>();
                for (List<String> command : COMMANDS) {
                    redis.flush();
                    rates.add(run(redis.port(), depth, requests, command));
                }
                all.add(new Pipelined(depth, rates));
            }
        }
        return all;
    }

    /** Returns the depth with the most events. */
    static Pipelined best(List<Pipelined> all) {
        return all.stream()
                .max(Comparator.comparingDouble(Pipelined::perSecond))
                .orElseThrow();
    }

    private static double run(int port, int depth, int requests, List<String> command)
            throws IOException, InterruptedException {
        List<String> call = new ArrayList<>(List.of("redis-benchmark", "-p", "" + port, "--csv", "-n", "" + requests));
        call.addAll(List.of("-P", "" + depth, "-r", "1000000000"));
        call.addAll(command);
        Process process = new ProcessBuilder(call).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return perSecond(output);
    }

    /**
     * Returns the second value of the last line. Both values are in quotes; the first one, the command, may contain
     * anything.
     */
    static double perSecond(String output) {
        String line = output.strip().substring(output.strip().lastIndexOf('\n') + 1);
        String[] values = line.split("\",\"", -1);
        if (values.length < 2) {
            throw new IllegalStateException("redis-benchmark did not say a rate:\n" + output);
        }
        return Double.parseDouble(values[1]);
    }
}
