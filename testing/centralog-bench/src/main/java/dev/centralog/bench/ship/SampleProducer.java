// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import dev.centralog.gatherer.SilentLogging;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * A process that times each of its calls: each second it warns of many things many times. Of each the first call is its
 * group's first event, the next ones are samples, and the last ones are repeats that are counted only.
 */
public final class SampleProducer {
    private static final String HEAD = "medians ";
    private static final int GROUPS = 100;
    private static final int CALLS = 40;

    /** The default of the setting {@code samples}. */
    private static final int SAMPLES = 32;

    private static final int WARM_UP_SECONDS = 5;

    /** The medians of a call's time, in nanoseconds. */
    record Medians(double first, double sample, double repeat) {
        String line() {
            return HEAD + first + " " + sample + " " + repeat;
        }

        static Medians of(String output) {
            double[] numbers = output.lines()
                    .filter(line -> line.startsWith(HEAD))
                    .map(line -> Arrays.stream(line.substring(HEAD.length()).split(" "))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("a producer did not say its times:\n" + output));
            return new Medians(numbers[0], numbers[1], numbers[2]);
        }
    }

    private final OpenVariant variant;
    private final List<String> templates = WarningProducer.templates(GROUPS);
    private final List<Long> first = new ArrayList<>();
    private final List<Long> samples = new ArrayList<>();
    private final List<Long> repeats = new ArrayList<>();
    private int logged;

    private SampleProducer(OpenVariant variant) {
        this.variant = variant;
    }

    /** Runs the process. The arguments are the port of Redis, and the number of seconds to measure. */
    public static void main(String[] arguments) throws InterruptedException {
        SilentLogging.install();
        try (OpenVariant variant =
                LogbackVariant.centralog(arguments[0], "<samplesPerSecond>100000</samplesPerSecond>")) {
            SampleProducer producer = new SampleProducer(variant);
            for (int second = 0; second < WARM_UP_SECONDS; second++) {
                producer.second();
            }
            producer.first.clear();
            producer.samples.clear();
            producer.repeats.clear();
            for (int second = 0; second < Integer.parseInt(arguments[1]); second++) {
                producer.second();
            }
            System.out.println(producer.medians().line());
        }
    }

    /** Waits for the next second to begin, and logs within it. */
    private void second() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(1020 - System.currentTimeMillis() % 1000);
        for (int call = 0; call < CALLS; call++) {
            List<Long> times = call == 0 ? first : call < SAMPLES ? samples : repeats;
            for (String template : templates) {
                Object order = "order-" + ++logged;
                long begin = System.nanoTime();
                variant.warn(template, order);
                times.add(System.nanoTime() - begin);
            }
        }
    }

    private Medians medians() {
        return new Medians(median(first), median(samples), median(repeats));
    }

    private static double median(List<Long> times) {
        long[] sorted = times.stream().flatMapToLong(LongStream::of).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
