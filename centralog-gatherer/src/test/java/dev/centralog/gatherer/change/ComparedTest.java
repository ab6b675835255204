// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparedTest {
    private static final Instant EARLIEST = Instant.parse("2025-12-01T00:00:00Z");

    private static Compared of(String times) {
        int blank = times.indexOf(' ');
        return new Compared(
                Instant.parse("2026-01-" + times.substring(0, blank) + "Z"),
                Instant.parse("2026-01-" + times.substring(blank + 1) + "Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "20T13:37:00 20T14:37:00, 20T13:37:00 20T14:37:00, 99",
        "20T14:05:02 20T14:37:58, 20T14:05:00 20T14:38:00, 43",
        "20T14:05:02 20T14:05:03, 20T14:05:00 20T14:06:00, 99",
        "20T14:05:00 20T14:05:00, 20T14:05:00 20T14:06:00, 99",
        "20T14:05:00 20T15:47:00, 20T14:05:00 20T15:47:00, 14",
        "20T14:05:00 20T16:00:01, 20T15:00:00 20T16:00:00, 99",
        "20T14:05:00 20T18:30:00, 20T15:00:00 20T18:00:00, 56",
        "20T14:00:00 20T20:00:00, 20T14:00:00 20T20:00:00, 28",
        "19T14:00:00 20T14:00:00, 19T14:00:00 20T14:00:00, 7",
        "10T14:00:00 20T14:05:00, 19T14:00:00 20T14:00:00, 7"
    })
    void of_aPeriod_isThePartThatFitsTheSums(String period, String part, int periods) {
        Compared whole = of(period);
        Compared compared = Compared.of(whole.from(), whole.to());

        assertThat(compared).isEqualTo(of(part));
        Baseline baseline = compared.baseline(whole.from(), EARLIEST);
        assertThat(baseline.starts()).hasSize(periods);
        assertThat(baseline.length()).isEqualTo(compared.length());
        assertThat(baseline.end()).isBeforeOrEqualTo(whole.from());
        assertThat(Duration.between(baseline.starts().get(0), baseline.end()))
                .isLessThanOrEqualTo(
                        compared.isByHours() ? Compared.LOOK_BACK_BY_HOURS : Compared.LOOK_BACK_BY_MINUTES);
    }
}
