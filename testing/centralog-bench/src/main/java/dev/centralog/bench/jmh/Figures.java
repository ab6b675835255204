// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.jmh;

import dev.centralog.bench.report.Median;
import java.util.List;
import java.util.stream.Stream;

/**
 * The figures of one benchmark. Medians are used, because other work on the machine disturbs a few iterations, and
 * always in the same direction.
 *
 * @param nanosPerCall the average of each iteration, as a calling thread sees it
 * @param bytesPerCall the average of each iteration, allocated in the whole JVM, background threads included
 * @param calls the number of measured calls, in all iterations
 * @param dropped how many of them were dropped
 * @param blocked how often a caller waited for a monitor
 */
public record Figures(List<Double> nanosPerCall, List<Double> bytesPerCall, long calls, long dropped, long blocked) {
    public Figures {
        nanosPerCall = nanosPerCall.stream().sorted().toList();
        bytesPerCall = bytesPerCall.stream().sorted().toList();
    }

    /** Returns these figures together with those of another run of the same benchmark. */
    public Figures plus(Figures other) {
        return new Figures(
                both(nanosPerCall, other.nanosPerCall),
                both(bytesPerCall, other.bytesPerCall),
                calls + other.calls,
                dropped + other.dropped,
                blocked + other.blocked);
    }

    private static List<Double> both(List<Double> some, List<Double> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    public double nanos() {
        return Median.of(nanosPerCall);
    }

    public double lowestNanos() {
        return nanosPerCall.get(0);
    }

    public double highestNanos() {
        return nanosPerCall.get(nanosPerCall.size() - 1);
    }

    public double bytes() {
        return Median.of(bytesPerCall);
    }

    /**
     * Returns the time for each counted call, so that dropping does not make a counter cheaper. Infinite if all were
     * dropped.
     */
    public double nanosPerCounted() {
        return nanos() * calls / (calls - dropped);
    }
}
