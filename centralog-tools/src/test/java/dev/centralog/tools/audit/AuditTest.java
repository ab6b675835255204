// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AuditTest {
    private static final int LENGTH = 600;
    /** A time in the middle of slice 3,000,000. */
    private static final long NOW = 3_000_000L * LENGTH + 300;

    /**
     * Checks that a slice is due when it is {@code sliceDistance} slices behind the current one, and must then be
     * stored within ten seconds.
     */
    @Test
    void slice_needNotBeStoredBeforeItsDistanceIsOver() {
        assertThat(new Audit.Due(NOW, 2).firstSlice(LENGTH)).isEqualTo(2_999_999);
        assertThat(new Audit.Due(NOW, 1).firstSlice(LENGTH)).isEqualTo(3_000_000);
        assertThat(new Audit.Due(NOW - 295, 1).firstSlice(LENGTH)).isEqualTo(2_999_999);
    }

    @Test
    void second_needNotBeStoredForTenSeconds() {
        assertThat(new Audit.Due(NOW, 2).firstSecond()).isEqualTo(NOW - 10);
    }

    @Test
    void allBy_isWhenTheSliceOfNowIsStored() {
        assertThat(new Audit.Due(NOW, 2).allBy(LENGTH)).isEqualTo(3_000_002L * LENGTH + 10);
    }

    @Test
    void all_everythingIsDue() {
        assertThat(Audit.Due.ALL.firstSecond()).isEqualTo(Long.MAX_VALUE);
        assertThat(Audit.Due.ALL.firstSlice(LENGTH)).isEqualTo(Long.MAX_VALUE);
    }
}
