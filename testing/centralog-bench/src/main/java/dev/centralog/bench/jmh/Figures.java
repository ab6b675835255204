// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.jmh;

import java.util.List;
import java.util.stream.Stream;

/**
 * What one benchmark came to. Medians, because what else runs on the machine disturbs a few iterations, and always in the
 * same direction.
 *
 * @param nanosPerCall of each iteration, on average, as a calling thread sees it
 * @param bytesPerCall of each iteration, allocated in the whole JVM, background threads included
 * @param calls that were measured, in all iterations
 * @param dropped how many of them were given up
 * @param blocked how often a caller waited for a monitor
 */
public record Figures(List<Double> nanosPerCall, List<Double> bytesPerCall, long calls, long dropped, long blocked) {
    public Figures {
        nanosPerCall = nanosPerCall.stream().sorted().toList();
        bytesPerCall = bytesPerCall.stream().sorted().toList();
    }

    /** These and those of another run of the same benchmark. */
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
        return median(nanosPerCall);
    }

    public double lowestNanos() {
        return nanosPerCall.get(0);
    }

    public double highestNanos() {
        return nanosPerCall.get(nanosPerCall.size() - 1);
    }

    public double bytes() {
        return median(bytesPerCall);
    }

    /** What it took to have one call counted: nobody gets cheaper by dropping. Infinite if all were dropped. */
    public double nanosPerCounted() {
        return nanos() * calls / (calls - dropped);
    }

    private static double median(List<Double> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
