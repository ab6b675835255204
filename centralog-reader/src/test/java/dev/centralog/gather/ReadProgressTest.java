// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gather.ReadProgress.Pending;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadProgressTest {
    private static Instant at(long second) {
        return Instant.ofEpochSecond(second);
    }

    private static ReadProgress progress(Pending... pending) {
        return new ReadProgress("0123456789abcdef", at(105), at(103), List.of(pending));
    }

    private static Pending window(long start, long end) {
        return new Pending(at(start), at(end), true);
    }

    @Test
    void completeUpTo_nothingPending_isWhatIsOver() {
        assertThat(progress().completeUpTo(null)).isEqualTo(at(103));
        assertThat(progress().completeUpTo(at(90))).isEqualTo(at(103));
    }

    @Test
    void completeUpTo_pendingWindows_endsBeforeTheEarliest() {
        assertThat(progress(window(100, 101), window(98, 99), window(104, 105)).completeUpTo(at(90)))
                .isEqualTo(at(98));
    }

    @Test
    void completeUpTo_pendingWindowThatEndedBefore_isLateAndDoesNotMatter() {
        assertThat(progress(window(98, 99), window(100, 101)).completeUpTo(at(99)))
                .isEqualTo(at(100));
        assertThat(progress(window(98, 99)).completeUpTo(null)).isEqualTo(at(98));
    }

    @Test
    void completeUpTo_sliceThatBeganBeforeAndEndsLater_isNotLate() {
        assertThat(progress(window(60, 120)).completeUpTo(at(99))).isEqualTo(at(60));
    }

    @Test
    void completeUpTo_windowFarAhead_changesNothing() {
        assertThat(progress(window(5000, 5001)).completeUpTo(at(90))).isEqualTo(at(103));
    }
}
