// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.size;

import dev.centralog.Settings;
import java.time.Duration;

/**
 * The events that a fleet logs in a second.
 *
 * @param events log calls, of all hosts
 * @param groups different groups, of all hosts: one that several hosts log counts once
 * @param hosts processes that log
 * @param hostsPerGroup the processes that log the same group in the same second, on average
 * @param samples samples beyond the first event of each group and process
 */
public record Workload(double events, double groups, double hosts, double hostsPerGroup, double samples) {
    /** The flushes of a producer in a second, by the default of the setting {@code flushInterval}. */
    private static final double FLUSHES = Duration.ofSeconds(1).toNanos()
            / (double) Settings.FLUSH_INTERVAL.defaultValue().toNanos();

    /** The most samples of a group, a second and a partition, by the default of the setting {@code maxSamples}. */
    private static final double MAX_SAMPLES = Settings.MAX_SAMPLES.defaultValue();

    /** Returns the workload in which each event comes from any of the hosts, by chance, and no further samples are taken. */
    public static Workload byChance(double events, double groups, double hosts) {
        return new Workload(events, groups, hosts, distinct(hosts, events / groups), 0);
    }

    /** Returns how many of some places are taken, on average, if each of a number of things takes one of them by chance. */
    static double distinct(double places, double things) {
        return places <= 1 ? Math.min(1, things) : places * -Math.expm1(things * Math.log1p(-1 / places));
    }

    /**
     * Returns in how many of a process's flushes something of a second is sent, on average, if it was logged that often at any times in
     * that second. A second meets one flush interval more than it has flushes, as the first and the last one reach beyond it: these two
     * together are as long as one.
     */
    static double flushes(double repeats) {
        if (repeats <= 1) {
            return repeats;
        }
        double missed = 1 - 1 / FLUSHES;
        double whole = (FLUSHES - 1) * (1 - Math.pow(missed, repeats));
        double ends = 2 * (1 - FLUSHES / (repeats + 1) * (1 - Math.pow(missed, repeats + 1)));
        return whole + ends;
    }

    /** Returns the amounts in a second, if what is logged is spread over some partitions. */
    public Amounts amounts(int partitions) {
        double pairs = groups * hostsPerGroup;
        double rows = groups * distinct(partitions, hostsPerGroup);
        double lines = pairs * flushes(Math.max(1, events / pairs));
        double batches = hosts > 0 ? hosts * flushes(events / hosts) : 0;
        double windows = distinct(partitions, hosts);
        double firsts = Math.min(pairs - rows, rows * MAX_SAMPLES);
        return Amounts.of(hosts, events, batches, pairs, lines, windows, rows, firsts + samples);
    }
}
