// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.report;

import java.util.Arrays;
import java.util.List;

/** The middle of some numbers. */
public final class Median {
    private Median() {}

    /** Returns the number that as many are below as are above; of an even number of them, the mean of the two in the middle. */
    public static double of(List<Double> numbers) {
        return of(numbers.stream().mapToDouble(each -> each).toArray());
    }

    /** Returns the same of an array, which stays as it is. */
    public static double of(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
