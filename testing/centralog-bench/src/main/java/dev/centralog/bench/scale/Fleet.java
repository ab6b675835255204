// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.scale;

import dev.centralog.gatherer.size.Workload;

/**
 * The parts of a run: producers that all log the same groups each second, and gatherers.
 *
 * @param repeats how often each producer logs each group in a second
 * @param samples of how many events of each group, producer and second the details are kept
 */
record Fleet(int producers, int groups, int repeats, int partitions, int gatherers, int samples) {
    /** Returns the fleet that one factor at a time is varied of. */
    static Fleet base() {
        return new Fleet(2, 500, 4, 1, 1, 1);
    }

    /** Returns the number of log calls in a second. */
    long events() {
        return (long) producers * groups * repeats;
    }

    /** Returns the number of pairs of a group and a producer. */
    long pairs() {
        return (long) producers * groups;
    }

    /** Returns the same for the model. */
    Workload workload() {
        return new Workload(
                events(), groups, producers, producers, pairs() * (double) (Math.min(samples, repeats) - 1));
    }

    @Override
    public String toString() {
        return producers + " producers × " + groups + " groups × " + repeats + " repeats, " + partitions
                + " partitions, " + gatherers + " gatherers, " + samples + " samples";
    }
}
