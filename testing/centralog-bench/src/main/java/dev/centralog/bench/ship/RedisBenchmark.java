// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import dev.centralog.testkit.LocalRedis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What {@code redis-benchmark} gets of the commands that the published algorithm gives for one distinct event: {@code
 * ZADD} of its count, {@code HSET} of its payload, {@code ZADD} of its window into the index; names and payload as long
 * as ours, 50 connections, in pipelines.
 *
 * <p>It can do one command a run. So each has a run of its own, to a Redis that is empty before, and as an event takes
 * one of each, the time of an event is the sum of their times: the rates are combined harmonically. We write the index
 * once a batch, so the last of the three flatters us by a tenth; {@link Pipelined#perSecondWithoutIndex} leaves it out.
 */
final class RedisBenchmark {
    private static final List<Integer> DEPTHS = List.of(16, 64, 256);

    /** Replaced by twelve digits: with these four before it, as long as a group. */
    private static final String GROUP = "cent__rand_int__";

    private static final List<List<String>> COMMANDS = List.of(
            List.of("ZADD", "{cl.2:0}:z:1790000000", "1", GROUP),
            List.of("HSET", "{cl.2:0}:d:1790000000", GROUP, "x".repeat(DistinctMessages.PAYLOAD_BYTES)),
            List.of("ZADD", "{cl.2:0}:open", "NX", "1790000000", "1790000000"));

    private RedisBenchmark() {}

    /**
     * What one depth came to.
     *
     * @param depth commands in a pipeline
     * @param commandsPerSecond in the order of {@link #COMMANDS}
     */
    record Pipelined(int depth, List<Double> commandsPerSecond) {
        /** Events of all three commands a second. */
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

    /** One for each depth. Blocks. */
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

    /** The depth that gets the most events. */
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

    /** The second value of the last line, each in quotes; the first one, the command, may hold anything. */
    static double perSecond(String output) {
        String line = output.strip().substring(output.strip().lastIndexOf('\n') + 1);
        String[] values = line.split("\",\"", -1);
        if (values.length < 2) {
            throw new IllegalStateException("redis-benchmark did not say a rate:\n" + output);
        }
        return Double.parseDouble(values[1]);
    }
}
