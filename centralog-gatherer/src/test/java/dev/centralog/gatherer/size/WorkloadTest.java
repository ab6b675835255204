// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private static final double EXACT = 1e-9;

    /** Returns how many of some intervals, the first of which begins before the second does, hold one of the times, on average. */
    private static double drawnFlushes(int repeats) {
        Random random = new Random(7);
        int rounds = 200_000;
        long all = 0;
        for (int round = 0; round < rounds; round++) {
            double offset = random.nextDouble() * 0.2;
            long taken = 0;
            for (int i = 0; i < repeats; i++) {
                taken |= 1L << (int) ((random.nextDouble() + offset) / 0.2);
            }
            all += Long.bitCount(taken);
        }
        return (double) all / rounds;
    }

    @Test
    void flushes_ofOneEvent_areOne() {
        assertThat(Workload.flushes(1)).isCloseTo(1, within(EXACT));
    }

    @Test
    void flushes_ofManyEvents_areAllThatTheSecondMeets() {
        assertThat(Workload.flushes(1_000_000)).isCloseTo(6, within(1e-4));
    }

    @Test
    void flushes_ofSomeEvents_areThoseOfTimesThatAreDrawn() {
        assertThat(Workload.flushes(2)).isCloseTo(drawnFlushes(2), within(0.01));
        assertThat(Workload.flushes(7)).isCloseTo(drawnFlushes(7), within(0.01));
        assertThat(Workload.flushes(30)).isCloseTo(drawnFlushes(30), within(0.01));
    }

    @Test
    void distinct_twoThingsInTwoPlaces_areOneAndAHalf() {
        assertThat(Workload.distinct(2, 2)).isCloseTo(1.5, within(EXACT));
        assertThat(Workload.distinct(1, 100)).isEqualTo(1);
        assertThat(Workload.distinct(1000, 1_000_000)).isCloseTo(1000, within(1e-6));
    }

    @Test
    void amounts_ofOnePartition_haveARowForEachGroup() {
        Amounts amounts = new Workload(8000, 100, 20, 20, 5).amounts(1);

        assertThat(amounts.of(Quantity.PRODUCERS)).isEqualTo(20);
        assertThat(amounts.of(Quantity.EVENTS)).isEqualTo(8000);
        assertThat(amounts.of(Quantity.BATCHES)).isCloseTo(20 * Workload.flushes(400), within(EXACT));
        assertThat(amounts.of(Quantity.PAIRS)).isEqualTo(2000);
        assertThat(amounts.of(Quantity.LINES)).isCloseTo(2000 * Workload.flushes(4), within(EXACT));
        assertThat(amounts.of(Quantity.PARTITIONS)).isEqualTo(1);
        assertThat(amounts.of(Quantity.ROWS)).isEqualTo(100);
        assertThat(amounts.of(Quantity.SAMPLES)).isEqualTo(1900 + 5);
    }

    @Test
    void amounts_ofProcessesThatHardlyLog_haveABatchForEachEvent() {
        assertThat(new Workload(3, 3, 20, 1, 0).amounts(1).of(Quantity.BATCHES)).isCloseTo(3, within(EXACT));
    }

    @Test
    void amounts_ofMorePartitions_haveMoreRowsAndFewerSamples() {
        Amounts amounts = new Workload(8000, 100, 2, 2, 0).amounts(2);

        assertThat(amounts.of(Quantity.PARTITIONS)).isCloseTo(1.5, within(EXACT));
        assertThat(amounts.of(Quantity.ROWS)).isCloseTo(150, within(EXACT));
        assertThat(amounts.of(Quantity.SAMPLES)).isCloseTo(50, within(EXACT));
    }

    @Test
    void amounts_ofMoreHostsThanSamplesAreKept_haveTheMostSamples() {
        assertThat(new Workload(1e6, 10, 1000, 1000, 0).amounts(1).of(Quantity.SAMPLES))
                .isEqualTo(10 * 256);
    }

    @Test
    void byChance_oneEventOfEachGroup_isOnOneHost() {
        assertThat(Workload.byChance(500, 500, 40).hostsPerGroup()).isCloseTo(1, within(EXACT));
    }
}
