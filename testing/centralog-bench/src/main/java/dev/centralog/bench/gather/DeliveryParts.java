// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.gather;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The parts of deliveries, as they are read. Not thread-safe. */
final class DeliveryParts<T> {
    private final SortedMap<Long, List<T>> parts = new TreeMap<>();
    private final int number;
    private final Supplier<T> empty;

    /**
     * Makes one without deliveries.
     *
     * @param number the number of parts that each delivery has
     * @param empty makes a part with nothing in it
     */
    DeliveryParts(int number, Supplier<T> empty) {
        this.number = number;
        this.empty = empty;
    }

    /** Returns a part of a delivery, to be added to. */
    T at(long delivery, int part) {
        return parts.computeIfAbsent(
                        delivery, each -> Stream.generate(empty).limit(number).toList())
                .get(part);
    }

    /** Returns the parts of each delivery, in the order of the deliveries' ids. */
    List<List<T>> all() {
        return List.copyOf(parts.values());
    }
}
