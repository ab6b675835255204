// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TimesTest {
    private static final Instant TIME = Instant.parse("2026-01-31T23:59:58.25Z");

    @Test
    void utc_hasAZ() {
        assertThat(Times.UTC.minute(TIME)).isEqualTo("2026-01-31 23:59Z");
        assertThat(Times.UTC.second(TIME)).isEqualTo("2026-01-31 23:59:58Z");
        assertThat(Times.UTC.milli(TIME)).isEqualTo("2026-01-31 23:59:58.250Z");
        assertThat(Times.UTC.microOfDay(TIME)).isEqualTo("23:59:58.250000Z");
        assertThat(Times.UTC.iso(TIME)).isEqualTo("2026-01-31T23:59:58.250Z");
    }

    @Test
    void otherZone_isNamedApart() {
        Times berlin = new Times(ZoneId.of("Europe/Berlin"));

        assertThat(berlin.second(TIME)).isEqualTo("2026-02-01 00:59:58");
        assertThat(berlin.zone()).isEqualTo("Europe/Berlin");
        assertThat(berlin.iso(TIME)).isEqualTo("2026-02-01T00:59:58.25+01:00");
    }
}
