// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.bench.latency.Calls.Events;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class CallsTest {
    @Test
    void calls_throughALine_areTheSame() {
        Calls calls =
                new Calls(RedisState.SLOW, List.of(1L, 2L, 3L, 4L), List.of(9L, 9L, 9L, 9L), 5, new Events(8, 6, 2));

        assertThat(Calls.parse(calls.line())).isEqualTo(calls);
        assertThat(calls.nanos(99.9)).isEqualTo(3);
    }

    @Test
    void events_oneMissing_areNotConserved() {
        assertThat(new Events(8, 6, 2).areConserved()).isTrue();
        assertThat(new Events(8, 6, 1).areConserved()).isFalse();
    }

    @Test
    void calls_ofRounds_haveThePercentilesOfAllAndOfTheMedianRound() {
        Histogram first = Load.histogram();
        for (int nanos = 1; nanos <= 1000; nanos++) {
            first.recordValue(nanos);
        }
        Histogram bad = Load.histogram();
        bad.recordValue(2000);

        Calls calls = Calls.of(RedisState.NO_OP, List.of(bad, first, first), null);

        assertThat(calls.nanos()).containsExactly(501L, 991L, 1000L, 2000L);
        assertThat(calls.typical()).containsExactly(500L, 990L, 999L, 1000L);
        assertThat(calls.calls()).isEqualTo(2001);
    }
}
