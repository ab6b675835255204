// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SparklineTest {
    private static final Terminal UNICODE = new Terminal(new Colours(false), true, 80);

    @Test
    void of_counts_riseWithThem() {
        assertThat(Sparkline.of(List.of(0L, 1L, 50L, 100L), UNICODE)).isEqualTo("·▁▄█");
        assertThat(Sparkline.of(List.of(0L, 1L, 50L, 100L), Terminal.PLAIN)).isEqualTo(".148");
        assertThat(Sparkline.of(List.of(0L, 0L), Terminal.PLAIN)).isEqualTo("..");
        assertThat(Sparkline.of(List.of(1L, Long.MAX_VALUE), Terminal.PLAIN)).isEqualTo("18");
    }

    @Test
    void bar_onlyOfZero_isEmpty() {
        assertThat(Sparkline.bar(0, 100, Terminal.PLAIN)).isEmpty();
        assertThat(Sparkline.bar(1, 1_000_000, Terminal.PLAIN)).isEqualTo("#");
        assertThat(Sparkline.bar(100, 100, UNICODE)).isEqualTo("█".repeat(30));
    }
}
