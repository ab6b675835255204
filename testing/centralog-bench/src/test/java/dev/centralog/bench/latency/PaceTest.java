// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
    /** Checks a pace that began a second ago, as if the calls before had taken that long. */
    @Test
    void calls_thatAreLate_keepTheirIntendedStarts() {
        long start = System.nanoTime() - TimeUnit.SECONDS.toNanos(1);
        Pace pace = new Pace(2, start);

        assertThat(pace.next()).isEqualTo(start);
        assertThat(pace.next()).isEqualTo(start + Pace.WITHIN_BURST_NANOS);
        assertThat(pace.next()).isEqualTo(start + TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(pace.next()).isEqualTo(start + TimeUnit.MILLISECONDS.toNanos(1) + Pace.WITHIN_BURST_NANOS);
    }

    @Test
    void calls_inTime_waitForTheirStarts() {
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
        Pace pace = new Pace(2, start);

        long first = pace.next();
        long second = pace.next();

        assertThat(first).isGreaterThanOrEqualTo(start);
        assertThat(second).isEqualTo(first + Pace.WITHIN_BURST_NANOS);
        assertThat(System.nanoTime()).isGreaterThanOrEqualTo(second);
    }
}
