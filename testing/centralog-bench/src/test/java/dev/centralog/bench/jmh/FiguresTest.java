// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void plus_anotherRound_takesMediansOverBoth() {
        Figures one = new Figures(List.of(90.0, 10.0), List.of(1.0, 2.0), 100, 10, 2);
        Figures other = new Figures(List.of(20.0), List.of(8.0), 50, 5, 1);

        Figures both = one.plus(other);

        assertThat(both.nanos()).isEqualTo(20);
        assertThat(both.lowestNanos()).isEqualTo(10);
        assertThat(both.highestNanos()).isEqualTo(90);
        assertThat(both.bytes()).isEqualTo(2);
        assertThat(both.calls()).isEqualTo(150);
        assertThat(both.dropped()).isEqualTo(15);
    }

    @Test
    void nanos_evenNumberOfIterations_liesBetweenTheMiddleTwo() {
        assertThat(new Figures(List.of(4.0, 1.0, 3.0, 9.0), List.of(0.0), 1, 0, 0).nanos())
                .isEqualTo(3.5);
    }

    @Test
    void nanosPerCounted_mostDropped_isDearerThanACall() {
        assertThat(new Figures(List.of(10.0), List.of(0.0), 100, 90, 0).nanosPerCounted())
                .isEqualTo(100);
        assertThat(new Figures(List.of(10.0), List.of(0.0), 100, 100, 0).nanosPerCounted())
                .isInfinite();
    }
}
