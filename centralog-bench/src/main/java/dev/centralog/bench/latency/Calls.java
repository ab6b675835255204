// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.latency;

import dev.centralog.CentralogStats;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What calls took in one state of Redis, and what became of all events of that state's appender.
 *
 * @param nanos from the intended start, by percentile
 * @param calls how many were measured
 * @param events logged, acknowledged and dropped: of the warming up, too; zeros where the appender does nothing
 */
record Calls(RedisState state, List<Long> nanos, long calls, Events events) {
    static final List<Double> PERCENTILES = List.of(50.0, 99.0, 99.9, 100.0);

    /** Those that a target is for. */
    static final List<Double> DECIDING = PERCENTILES.subList(0, 3);

    /** What became of them. */
    record Events(long logged, long acknowledged, long dropped) {
        boolean areConserved() {
            return logged == acknowledged + dropped;
        }
    }

    static Calls of(RedisState state, Histogram times, @Nullable CentralogStats stats) {
        Events events = stats == null
                ? new Events(0, 0, 0)
                : new Events(stats.logged(), stats.acknowledged(), stats.totalDropped());
        return new Calls(
                state, PERCENTILES.stream().map(times::getValueAtPercentile).toList(), times.getTotalCount(), events);
    }

    long nanos(double percentile) {
        return nanos.get(PERCENTILES.indexOf(percentile));
    }

    static String name(double percentile) {
        return percentile == Math.rint(percentile)
                ? Long.toString(Math.round(percentile))
                : Double.toString(percentile);
    }

    String line() {
        return Stream.concat(
                        Stream.of(state.name()),
                        LongStream.concat(
                                        nanos.stream().mapToLong(Long::longValue),
                                        LongStream.of(calls, events.logged, events.acknowledged, events.dropped))
                                .mapToObj(Long::toString))
                .collect(Collectors.joining(" "));
    }

    static Calls parse(String line) {
        String[] words = line.split(" ", -1);
        long[] numbers = Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
        int count = PERCENTILES.size();
        return new Calls(
                RedisState.valueOf(words[0]),
                Arrays.stream(numbers, 0, count).boxed().toList(),
                numbers[count],
                new Events(numbers[count + 1], numbers[count + 2], numbers[count + 3]));
    }
}
