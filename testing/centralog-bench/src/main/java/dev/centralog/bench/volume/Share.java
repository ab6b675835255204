// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The part of a plan that one process counts.
 *
 * @param number the number of the process, from 0
 * @param firstPast the second in which the first slice of the past begins, the same for all processes
 */
record Share(String redisUri, Plan plan, int number, long firstPast) {
    /** Returns the share as arguments of a process. */
    String[] arguments() {
        return Stream.of(
                        redisUri,
                        plan.actions(),
                        plan.users(),
                        plan.ids(),
                        plan.processes(),
                        plan.sliceSeconds(),
                        plan.pastSlices(),
                        plan.seed(),
                        number,
                        firstPast)
                .map(String::valueOf)
                .toArray(String[]::new);
    }

    /** Reads what {@link #arguments} wrote. */
    static Share of(String... arguments) {
        long[] numbers =
                Arrays.stream(arguments).skip(1).mapToLong(Long::parseLong).toArray();
        Plan plan = new Plan(
                numbers[0],
                Math.toIntExact(numbers[1]),
                Math.toIntExact(numbers[2]),
                Math.toIntExact(numbers[3]),
                numbers[4],
                Math.toIntExact(numbers[5]),
                numbers[6]);
        return new Share(arguments[0], plan, Math.toIntExact(numbers[7]), numbers[8]);
    }

    long actions() {
        return plan.actions() / plan.processes() + (number < plan.actions() % plan.processes() ? 1 : 0);
    }
}
