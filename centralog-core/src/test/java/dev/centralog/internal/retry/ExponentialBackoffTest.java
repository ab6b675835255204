// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExponentialBackoffTest {
    private static final int PRODUCERS = 1000;
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    /** Returns the pauses of a thousand producers, drawn independently, in milliseconds. */
    private static LongStream pauses(long attempt) {
        return LongStream.range(0, PRODUCERS).map(producer -> BACKOFF.pauseNanos(attempt) / 1_000_000);
    }

    @ParameterizedTest
    @CsvSource({"1, 100", "2, 200", "3, 400", "5, 1600", "6, 2000", "7, 2000", "1000000000000, 2000"})
    void pauses_ofManyProducers_spreadOverTheUpperHalf(long attempt, long most) {
        LongSummaryStatistics pauses = pauses(attempt).summaryStatistics();

        assertThat(pauses.getMin()).isBetween(most / 2, most / 2 + most / 20);
        assertThat(pauses.getMax()).isBetween(most - most / 20, most);
    }

    /** Checks that a tenth of the interval gets not much more than a tenth of the producers. */
    @Test
    void pauses_ofManyProducers_fallOnNoMomentTogether() {
        long[] inEachTenth = new long[10];

        pauses(8).forEach(millis -> inEachTenth[(int) Math.min(9, (millis - 1000) / 100)]++);

        for (long producers : inEachTenth) {
            assertThat(producers).isBetween(50L, 160L);
        }
    }

    @Test
    void bounds_thatAreNone_areRefused() {
        assertThatThrownBy(() -> new ExponentialBackoff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ExponentialBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
