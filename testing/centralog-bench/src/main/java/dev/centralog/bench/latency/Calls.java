// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.latency;

import dev.centralog.CentralogStats;
import java.util.List;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What calls took in one state of Redis, and what became of all events of that state's appender.
 *
 * @param nanos from the intended start, by percentile, of all rounds' calls together
 * @param typical the same of each round, and of that the median: one bad moment of the machine is not in it
 * @param calls how many were measured
 * @param events of the warming up, too; zeros where the appender does nothing
 */
record Calls(RedisState state, List<Long> nanos, List<Long> typical, long calls, Events events) {
    static final List<Double> PERCENTILES = List.of(50.0, 99.0, 99.9, 100.0);

    /** Those that a target is for. */
    static final List<Double> DECIDING = PERCENTILES.subList(0, 3);

    /** What became of them. */
    record Events(long logged, long acknowledged, long dropped) {
        static final Events NONE = new Events(0, 0, 0);

        boolean areConserved() {
            return logged == acknowledged + dropped;
        }
    }

    static Calls of(RedisState state, List<Histogram> rounds, @Nullable CentralogStats stats) {
        Histogram all = Load.histogram();
        rounds.forEach(all::add);
        return new Calls(
                state,
                PERCENTILES.stream().map(all::getValueAtPercentile).toList(),
                PERCENTILES.stream()
                        .map(percentile -> median(rounds, percentile))
                        .toList(),
                all.getTotalCount(),
                stats == null ? Events.NONE : new Events(stats.logged(), stats.acknowledged(), stats.totalDropped()));
    }

    private static long median(List<Histogram> rounds, double percentile) {
        return rounds.stream()
                .map(round -> round.getValueAtPercentile(percentile))
                .sorted()
                .skip(rounds.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    long nanos(double percentile) {
        return nanos.get(PERCENTILES.indexOf(percentile));
    }

    long typical(double percentile) {
        return typical.get(PERCENTILES.indexOf(percentile));
    }

    static String name(double percentile) {
        return percentile == Math.rint(percentile)
                ? Long.toString(Math.round(percentile))
                : Double.toString(percentile);
    }

    String line() {
        return state + " " + words(nanos) + " " + words(typical) + " "
                + words(List.of(calls, events.logged, events.acknowledged, events.dropped));
    }

    private static String words(List<Long> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    static Calls parse(String line) {
        List<String> words = List.of(line.split(" ", -1));
        List<Long> numbers =
                words.subList(1, words.size()).stream().map(Long::valueOf).toList();
        int each = PERCENTILES.size();
        List<Long> counts = numbers.subList(2 * each, numbers.size());
        return new Calls(
                RedisState.valueOf(words.get(0)),
                numbers.subList(0, each),
                numbers.subList(each, 2 * each),
                counts.get(0),
                new Events(counts.get(1), counts.get(2), counts.get(3)));
    }
}
