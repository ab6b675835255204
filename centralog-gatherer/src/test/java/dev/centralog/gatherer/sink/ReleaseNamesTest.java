// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReleaseNamesTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final ReleaseNames names = new ReleaseNames();

    private void fill(Instant window) {
        for (int each = 0; each < ReleaseNames.MOST; each++) {
            assertThat(names.of("shop", "production", window + "-" + each, window))
                    .isEqualTo(window + "-" + each);
        }
    }

    @Test
    void of_furtherRelease_isAmongTheOthers() {
        fill(NOON);

        assertThat(names.of("shop", "production", "1.4.2", NOON)).isEqualTo(ReleaseNames.OTHERS);
        assertThat(names.of("shop", "production", NOON + "-0", NOON)).isEqualTo(NOON + "-0");
        assertThat(names.of("shop", "staging", "1.4.2", NOON)).isEqualTo("1.4.2");
        assertThat(names.of("billing", "production", "1.4.2", NOON)).isEqualTo("1.4.2");
    }

    @Test
    void of_noRelease_hasNoName() {
        fill(NOON);

        assertThat(names.of("shop", "production", "", NOON)).isEmpty();
    }

    @Test
    void of_aDayAfterTheOthersWereSeen_keepsItsName() {
        fill(NOON);

        assertThat(names.of("shop", "production", "1.4.2", NOON.plusSeconds(86_400)))
                .isEqualTo(ReleaseNames.OTHERS);
        assertThat(names.of("shop", "production", "1.4.2", NOON.plusSeconds(86_401)))
                .isEqualTo("1.4.2");
    }
}
