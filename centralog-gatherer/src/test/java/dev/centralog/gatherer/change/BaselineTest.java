// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class BaselineTest {
    private static final Instant START = Instant.parse("2026-03-02T10:20:30.5Z");
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Baseline.Limits LIMITS = new Baseline.Limits(99, Duration.ofDays(35));

    @Test
    void baseline_ofMinutes_endsAtTheMinuteOfTheStart() {
        Baseline baseline = Baseline.before(START, TEN_MINUTES, LONG_AGO, LIMITS);

        assertThat(baseline.end()).isEqualTo("2026-03-02T10:20:00Z");
        assertThat(baseline.starts()).hasSize(99).startsWith(baseline.end().minus(990, ChronoUnit.MINUTES));
        assertThat(baseline.starts()).isSorted().endsWith(Instant.parse("2026-03-02T10:10:00Z"));
        assertThat(Baseline.isByHours(TEN_MINUTES)).isFalse();
        assertThat(Baseline.isByHours(Duration.ofMinutes(90))).isFalse();
    }

    @Test
    void baseline_ofHours_endsAtTheHourBeforeTheStart() {
        Baseline baseline = Baseline.before(START, Duration.ofHours(2), LONG_AGO, LIMITS);

        assertThat(baseline.end()).isEqualTo("2026-03-02T10:00:00Z");
        assertThat(baseline.starts()).hasSize(99).endsWith(Instant.parse("2026-03-02T08:00:00Z"));
        assertThat(Baseline.isByHours(baseline.length())).isTrue();
    }

    @Test
    void baseline_ofYoungData_hasWholePeriodsAlone() {
        Instant earliest = Instant.parse("2026-03-02T09:50:01Z");

        assertThat(Baseline.before(START, TEN_MINUTES, earliest, LIMITS).starts())
                .containsExactly(Instant.parse("2026-03-02T10:00:00Z"), Instant.parse("2026-03-02T10:10:00Z"));
        assertThat(Baseline.before(START, TEN_MINUTES, earliest.minusSeconds(1), LIMITS)
                        .starts())
                .hasSize(3);
    }

    @Test
    void baseline_withoutDataOfAWholePeriod_isEmpty() {
        assertThat(Baseline.before(START, TEN_MINUTES, START, LIMITS).starts()).isEmpty();
        assertThat(Baseline.before(START, TEN_MINUTES, Instant.MAX, LIMITS).starts())
                .isEmpty();
        assertThat(Baseline.before(START, Duration.ofDays(36), LONG_AGO, LIMITS).starts())
                .isEmpty();
    }

    @Test
    void baseline_atItsLimits_goesNoFurtherBack() {
        assertThat(Baseline.before(START, Duration.ofDays(7), LONG_AGO, LIMITS).starts())
                .hasSize(5);
        assertThat(Baseline.before(START, TEN_MINUTES, LONG_AGO, new Baseline.Limits(0, Duration.ofDays(1)))
                        .starts())
                .isEmpty();
        assertThat(Baseline.before(
                                START,
                                TEN_MINUTES,
                                Instant.MIN,
                                new Baseline.Limits(3, Duration.ofSeconds(Long.MAX_VALUE)))
                        .starts())
                .hasSize(3);
    }

    @Test
    void length_thatIsNoMinutes_isRefused() {
        for (String length : new String[] {"PT0S", "PT59S", "PT90S", "-PT1M", "PT1M0.000000001S"}) {
            assertThatThrownBy(() -> Baseline.before(START, Duration.parse(length), LONG_AGO, LIMITS))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("length is ")
                    .hasMessageEndingWith("; allowed are whole minutes, 1 or more");
        }
    }

    @Test
    void limits_belowZero_areRefused() {
        assertThatThrownBy(() -> new Baseline.Limits(-1, Duration.ZERO))
                .hasMessage("periods is -1; allowed is 0 or more");
        assertThatThrownBy(() -> new Baseline.Limits(1, Duration.ofSeconds(-1)))
                .hasMessage("lookBack is PT-1S; allowed is 0 or more");
    }
}
