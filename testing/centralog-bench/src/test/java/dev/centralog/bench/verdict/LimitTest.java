// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LimitTest {
    @Test
    void atMost_figures_holdUpToIt() {
        Limit limit = Limit.atMost(2, "× no-op");

        assertThat(limit.holds(2)).isTrue();
        assertThat(limit.holds(2.01)).isFalse();
        assertThat(limit.holds(Double.NaN)).isFalse();
        assertThat(limit.say()).isEqualTo("at most 2 × no-op");
        assertThat(limit.say(1.618)).isEqualTo("1.62 × no-op");
    }

    @Test
    void atLeast_figures_holdFromIt() {
        Limit limit = Limit.atLeast(300, "× faster");

        assertThat(limit.holds(300)).isTrue();
        assertThat(limit.holds(299.9)).isFalse();
        assertThat(limit.holds(Double.NaN)).isFalse();
        assertThat(limit.holds(Double.POSITIVE_INFINITY)).isTrue();
        assertThat(limit.say(12_345.6)).isEqualTo("12,346 × faster");
    }
}
