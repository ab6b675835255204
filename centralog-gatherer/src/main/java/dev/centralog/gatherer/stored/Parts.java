// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.util.ArrayList;
import java.util.List;

/** The parts of lists that are too long for one statement. */
final class Parts {
    /** The most values that a statement names one by one. */
    private static final int MOST_LISTED = 500;

    private Parts() {}

    static <T> List<List<T>> of(List<T> values) {
        return of(values, MOST_LISTED);
    }

    static <T> List<List<T>> of(List<T> values, int most) {
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < values.size(); from += most) {
            parts.add(values.subList(from, Math.min(values.size(), from + most)));
        }
        return parts;
    }
}
