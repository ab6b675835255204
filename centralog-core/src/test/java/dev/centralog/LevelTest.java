// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LevelTest {
    @Test
    void standardName_inAnyCase_isTheConstant() {
        for (Level level : List.of(Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR, Level.FATAL)) {
            assertThat(Level.of(level.name())).isSameAs(level);
            assertThat(Level.of(level.name().toLowerCase(Locale.ROOT))).isSameAs(level);
        }
    }

    @Test
    void standardName_underATurkishLocale_isTheConstant() {
        Locale before = Locale.getDefault();
        Locale.setDefault(new Locale("tr", "TR"));
        try {
            assertThat(Level.of("info")).isSameAs(Level.INFO);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void customName_hasNoSeverity() {
        assertThat(Level.of("Notice")).isEqualTo(new Level("Notice", 0)).hasToString("Notice");
    }

    @Test
    void levels_sortBySeverityThenName() {
        Level audit = new Level("AUDIT", 13);

        assertThat(Stream.of(Level.FATAL, Level.WARN, Level.TRACE, audit, Level.INFO)
                        .sorted())
                .containsExactly(Level.TRACE, Level.INFO, audit, Level.WARN, Level.FATAL);
    }
}
