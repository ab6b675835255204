// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.asked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class GivenTimeTest {
    private static final Instant NOW = Instant.parse("2026-11-30T14:20:00Z");

    private static GivenTime in(ZoneId zone) {
        return new GivenTime(Clock.fixed(NOW, zone), zone);
    }

    private static String utc(String text) {
        return in(ZoneOffset.UTC).read(text).toString();
    }

    @Test
    void read_timeOfDay_isOfTodayOrYesterday() {
        assertThat(utc("14:05")).isEqualTo("2026-11-30T14:05:00Z");
        assertThat(utc("14:20")).isEqualTo("2026-11-30T14:20:00Z");
        assertThat(utc("14:20:01")).isEqualTo("2026-11-29T14:20:01Z");
        assertThat(utc("00:00")).isEqualTo("2026-11-30T00:00:00Z");
    }

    @Test
    void read_inAZone_isOfThatZone() {
        GivenTime berlin = in(ZoneId.of("Europe/Berlin"));

        assertThat(berlin.read("15:05")).isEqualTo(Instant.parse("2026-11-30T14:05:00Z"));
        assertThat(berlin.read("15:21")).isEqualTo(Instant.parse("2026-11-29T14:21:00Z"));
        assertThat(berlin.read("2026-07-01T12:00")).isEqualTo(Instant.parse("2026-07-01T10:00:00Z"));
        assertThat(berlin.read("2026-07-01T12:00:00Z")).isEqualTo(Instant.parse("2026-07-01T12:00:00Z"));
    }

    @Test
    void read_otherForms_areAgoOrAsTheyStand() {
        assertThat(utc("10m")).isEqualTo("2026-11-30T14:10:00Z");
        assertThat(utc("2026-11-30T14:05")).isEqualTo("2026-11-30T14:05:00Z");
        assertThat(utc("2026-11-30T14:05:30")).isEqualTo("2026-11-30T14:05:30Z");
        assertThat(utc("2026-11-30T14:05:30+01:00")).isEqualTo("2026-11-30T13:05:30Z");
    }

    @Test
    void readAfter_timeOfDay_isTheNextOne() {
        GivenTime given = in(ZoneOffset.UTC);
        Instant start = Instant.parse("2026-11-29T23:50:00Z");

        assertThat(given.readAfter(start, "23:55")).isEqualTo(Instant.parse("2026-11-29T23:55:00Z"));
        assertThat(given.readAfter(start, "00:10")).isEqualTo(Instant.parse("2026-11-30T00:10:00Z"));
        assertThat(given.readAfter(start, "10m")).isEqualTo(Instant.parse("2026-11-30T14:10:00Z"));
    }

    @Test
    void read_whatIsNoTime_saysWhatIsAllowed() {
        for (String no : List.of("", "yesterday", "25:00", "14:5", "2026-13-01T00:00", "-5m", "\u202e14:05", "1e9d")) {
            assertThatThrownBy(() -> utc(no))
                    .as(no)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("14:05");
        }
        assertThatThrownBy(() -> utc("0000-01-01T00:00")).hasMessageContaining("0001-01-01T00:00:00Z to 9999");
    }
}
