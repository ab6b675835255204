// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.scale;

import dev.centralog.bench.verdict.Form;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The number that is varied while all else stays as it is. */
@SuppressWarnings("ImmutableEnumChecker") // nothing in it is changed
enum Factor {
    PRODUCERS("producers", n -> new Fleet(n, 100, 4, 1, 1, 1), 1, 2, 4, 8, 16, 32),
    QUIET("producers that are nearly quiet", n -> new Fleet(n, 5, 1, 1, 1, 1), 8, 16, 32, 64),
    GROUPS("groups", n -> new Fleet(1, n, 1, 1, 1, 1), 10, 100, 1000, 3000, 10_000),
    REPEATS("repeats", n -> new Fleet(1, 100, n, 1, 1, 1), 1, 3, 10, 30, 100, 1000),
    REPEATS_OF_MANY("repeats of 1,000 groups", n -> new Fleet(1, 1000, n, 1, 1, 1), 1, 3, 10, 30, 100),
    PARTITIONS("partitions", n -> new Fleet(16, 100, 4, n, 1, 1), 1, 2, 4, 8),
    GATHERERS("gatherers", n -> new Fleet(16, 100, 4, 8, n, 1), 1, 2, 4),
    SAMPLES("samples", n -> new Fleet(2, 500, 4, 1, 1, n), 1, 2, 4);

    private final String word;
    private final IntFunction<Fleet> fleet;
    private final int[] numbers;

    Factor(String word, IntFunction<Fleet> fleet, int... numbers) {
        this.word = word;
        this.fleet = fleet;
        this.numbers = numbers;
    }

    String word() {
        return word;
    }

    /** Whether it is how often the same is logged. */
    boolean isOfRepeats() {
        return this == REPEATS || this == REPEATS_OF_MANY;
    }

    /** Returns the numbers that are measured; in the short form the first, the last and one between. */
    List<Integer> numbers(Form form) {
        return form == Form.FULL
                ? IntStream.of(numbers).boxed().toList()
                : List.of(numbers[0], numbers[numbers.length / 2], numbers[numbers.length - 1]);
    }

    /** Returns the fleet with that number. */
    Fleet fleet(int number) {
        return fleet.apply(number);
    }
}
