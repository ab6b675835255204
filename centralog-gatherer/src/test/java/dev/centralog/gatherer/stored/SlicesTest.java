// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.sink.StorableTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class SlicesTest {
    private static final Instant NOW = Instant.parse("2026-11-30T14:35:20Z");

    @Test
    void of_anyLength_hasAtMost24SlicesThatCoverIt() {
        for (Duration length = Duration.ofSeconds(1);
                length.compareTo(Duration.ofDays(9000)) < 0;
                length = length.multipliedBy(5).dividedBy(4).plusSeconds(7)) {
            Slices slices = Slices.of(NOW.minus(length), NOW, NOW);

            assertThat(slices.count()).isBetween(1, Slices.MOST);
            assertThat(slices.start(0)).isBeforeOrEqualTo(NOW.minus(length));
            assertThat(slices.start(slices.count())).isAfterOrEqualTo(NOW);
            for (int n = 0; n < slices.count(); n++) {
                assertThat(slices.index(slices.start(n))).isEqualTo(n);
                assertThat(slices.index(slices.start(n + 1).minusNanos(1))).isEqualTo(n);
            }
            if (length.compareTo(Duration.ofMinutes(20)) > 0 && length.compareTo(Duration.ofDays(400)) < 0) {
                assertThat(slices.count()).as("of %s", length).isGreaterThanOrEqualTo(8);
            }
        }
    }

    @Test
    void of_halfAnHour_isInWholeMinutes() {
        Slices slices = Slices.of(NOW.minus(Duration.ofMinutes(30)), NOW, NOW);

        assertThat(slices)
                .isEqualTo(new Slices(
                        Instant.parse("2026-11-30T14:05:00Z"),
                        Instant.parse("2026-11-30T14:36:00Z"),
                        Duration.ofMinutes(2)));
        assertThat(slices.start(0)).isEqualTo(Instant.parse("2026-11-30T14:04:00Z"));
    }

    @Test
    void of_whatIsOlderThanSumsByMinute_isInWholeHours() {
        Slices slices = Slices.of(NOW.minus(Duration.ofDays(50)), NOW.minus(Duration.ofDays(40)), NOW);

        assertThat(slices.since().truncatedTo(ChronoUnit.HOURS)).isEqualTo(slices.since());
        assertThat(slices.until()).isEqualTo(Instant.parse("2026-10-21T15:00:00Z"));
    }

    @Test
    void of_allTimesThatAreStored_staysAmongThem() {
        Slices slices = Slices.of(StorableTime.MIN, StorableTime.MAX, NOW);

        assertThat(slices.count()).isBetween(12, Slices.MOST);
        assertThat(StorableTime.fits(slices.until())).isTrue();
    }
}
