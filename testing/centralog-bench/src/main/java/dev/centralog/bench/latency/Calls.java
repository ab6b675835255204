// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.latency;

import dev.centralog.CentralogStats;
import java.util.List;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The durations of calls in one state of Redis, and what became of all events of that state's appender.
 *
 * @param nanos the durations from the intended start, by percentile, of all rounds' calls together
 * @param typical the median over the rounds of each round's percentiles: one bad moment of the machine does not affect
 * it
 * @param calls the number of measured calls
 * @param events the events, those of the warm-up included; zeros if the appender does nothing
 */
record Calls(RedisState state, List<Long> nanos, List<Long> typical, long calls, Events events) {
    static final List<Double> PERCENTILES = List.of(50.0, 99.0, 99.9, 100.0);

    /** The percentiles that have a target. */
    static final List<Double> DECIDING = PERCENTILES.subList(0, 3);

    /** The numbers of events that were logged, acknowledged and dropped. */
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
