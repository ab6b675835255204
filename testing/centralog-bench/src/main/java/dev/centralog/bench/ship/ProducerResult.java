// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import com.sun.management.OperatingSystemMXBean;
import dev.centralog.testkit.ForkedJvm;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;

/**
 * The result that a producer's process prints at its end.
 *
 * @param logged the events passed to the appender, those of the warm-up included
 * @param acknowledged the events that the appender knows to be in Redis
 * @param dropped the events that the appender counts as dropped
 * @param sustained the events that reached Redis during the measurement
 * @param nanos the duration of the measurement
 * @param cpuNanos the time on a core of all threads of the process during the measurement
 */
record ProducerResult(long logged, long acknowledged, long dropped, long sustained, long nanos, long cpuNanos) {
    private static final String HEAD = "produced ";

    double perSecond() {
        return sustained * 1e9 / nanos;
    }

    double cpuMicrosPerEvent() {
        return cpuNanos / 1e3 / sustained;
    }

    /** Returns the time on a core that this process has used so far. */
    static long ownCpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    String line() {
        return HEAD + logged + " " + acknowledged + " " + dropped + " " + sustained + " " + nanos + " " + cpuNanos;
    }

    /** Blocks until a producer has ended, and returns what it printed. */
    static String outputOf(ForkedJvm producer, Duration limit) {
        if (producer.awaitExit(limit) != 0) {
            throw new IllegalStateException("a producer failed:\n" + producer.standardError());
        }
        return producer.standardOutput();
    }

    /** Blocks until a producer has ended, and reads its result. */
    static ProducerResult awaitEnd(ForkedJvm producer, Duration limit) {
        return of(outputOf(producer, limit));
    }

    /** Reads what {@link #line} wrote, from among other lines. */
    static ProducerResult of(String output) {
        long[] numbers = output.lines()
                .filter(line -> line.startsWith(HEAD))
                .map(line -> Arrays.stream(line.substring(HEAD.length()).split(" "))
                        .mapToLong(Long::parseLong)
                        .toArray())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a producer did not say what it did:\n" + output));
        return new ProducerResult(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }
}
