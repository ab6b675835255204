// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class LineTimeTest {
    @Test
    void parse_usualForms_areRead() {
        assertThat(LineTime.parse("2015-10-18", "18:01:47,978"))
                .contains(LocalDateTime.of(2015, 10, 18, 18, 1, 47, 978_000_000));
        assertThat(LineTime.parse("2017-05-16", "00:00:00.008"))
                .contains(LocalDateTime.of(2017, 5, 16, 0, 0, 0, 8_000_000));
        assertThat(LineTime.parse("081109", "203615")).contains(LocalDateTime.of(2008, 11, 9, 20, 36, 15));
        assertThat(LineTime.parse("17/06/09", "20:10:40")).contains(LocalDateTime.of(2017, 6, 9, 20, 10, 40));
    }

    @Test
    void parse_otherForms_areEmpty() {
        assertThat(LineTime.parse("today", "noon")).isEmpty();
    }
}
