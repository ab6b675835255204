// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests of the sums that a period is made of. */
class CountRangeTest {
    private static List<String> withDays(String since, String until) {
        return CountRange.withDays(Instant.parse(since), Instant.parse(until)).stream()
                .map(each -> each.table() + " " + each.from() + " " + each.to())
                .toList();
    }

    @Test
    void withDays_daysThatBeginAndEndAtAnyMinute_areOfDaysHoursAndMinutes() {
        assertThat(withDays("2026-01-01T22:37:00Z", "2026-01-04T01:02:00Z"))
                .containsExactly(
                        "group_minutes 2026-01-01T22:37:00Z 2026-01-01T23:00:00Z",
                        "group_hours 2026-01-01T23:00:00Z 2026-01-02T00:00:00Z",
                        "group_days 2026-01-02T00:00:00Z 2026-01-04T00:00:00Z",
                        "group_hours 2026-01-04T00:00:00Z 2026-01-04T01:00:00Z",
                        "group_minutes 2026-01-04T01:00:00Z 2026-01-04T01:02:00Z");
        assertThat(withDays("2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z"))
                .containsExactly("group_days 2026-01-02T00:00:00Z 2026-01-03T00:00:00Z");
    }

    @Test
    void withDays_noWholeDay_isOfHoursAndMinutes() {
        assertThat(withDays("2026-01-01T00:01:00Z", "2026-01-02T23:00:00Z"))
                .containsExactly(
                        "group_minutes 2026-01-01T00:01:00Z 2026-01-01T01:00:00Z",
                        "group_hours 2026-01-01T01:00:00Z 2026-01-02T23:00:00Z");
    }

    @Test
    void withDays_anyPeriod_isCoveredWithoutAGap() {
        Random random = new Random(7);
        for (int n = 0; n < 1_000; n++) {
            Instant since = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofMinutes(random.nextInt(9_000)));
            Instant until = since.plus(Duration.ofMinutes(1 + random.nextInt(9_000)));
            Instant end = since;
            for (CountRange each : CountRange.withDays(since, until)) {
                assertThat(each.from()).isEqualTo(end).isBefore(each.to());
                end = each.to();
            }
            assertThat(end).isEqualTo(until);
        }
    }
}
