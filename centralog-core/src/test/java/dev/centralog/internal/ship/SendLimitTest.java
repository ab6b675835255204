// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SendLimitTest {
    private final SendLimit limit = new SendLimit();

    private int after(int replies, Duration each) {
        for (int i = 0; i < replies; i++) {
            limit.onReply(each.toNanos());
        }
        return limit.batches();
    }

    @Test
    void batches_beforeAnyFailure_asManyAsRedisKnowsTokensOf() {
        assertThat(limit.batches()).isEqualTo(16);
        assertThat(after(100, Duration.ofMillis(1))).isEqualTo(16);
    }

    @Test
    void batches_afterAFailure_oneAtFirst_thenOneMoreForEachFastReply() {
        limit.onFailure();
        assertThat(limit.batches()).isOne();

        assertThat(after(1, Duration.ofMillis(249))).isEqualTo(2);
        assertThat(after(2, Duration.ofMillis(1))).isEqualTo(4);
        assertThat(after(100, Duration.ofMillis(1))).isEqualTo(16);
    }

    @Test
    void batches_whileRedisIsSlow_halved_butNeverNone() {
        after(1, Duration.ofMillis(100));

        assertThat(after(1, Duration.ofMillis(500))).isEqualTo(8);
        assertThat(after(2, Duration.ofSeconds(4))).isEqualTo(2);
        assertThat(after(10, Duration.ofSeconds(4))).isOne();
    }

    @Test
    void batches_neitherFastNorSlow_stay() {
        limit.onFailure();
        after(3, Duration.ofMillis(1));

        assertThat(after(10, Duration.ofMillis(250))).isEqualTo(4);
        assertThat(after(10, Duration.ofMillis(499))).isEqualTo(4);
    }

    /** Tests a link whose round trip takes long, and a Redis at its other end that becomes slow. */
    @Test
    void batches_overALongWay_areJudgedByTheFastestReply() {
        limit.onFailure();

        assertThat(after(100, Duration.ofMillis(700))).isEqualTo(16);
        assertThat(after(1, Duration.ofMillis(2_099))).isEqualTo(16);
        assertThat(after(1, Duration.ofMillis(2_100))).isEqualTo(8);
        assertThat(after(1, Duration.ofMillis(1_049))).isEqualTo(9);
        assertThat(after(1, Duration.ofMillis(1_050))).isEqualTo(9);
    }
}
