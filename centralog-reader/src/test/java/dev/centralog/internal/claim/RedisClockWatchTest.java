// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisClockWatchTest {
    private static final long START = 1_790_000_000_000L;

    private long nanos = Long.MAX_VALUE - 1000; // overflows soon
    private long ownMillis = START;

    private final RedisClockWatch watch = new RedisClockWatch(new Clock() {
        @Override
        public long epochMillis() {
            return ownMillis;
        }

        @Override
        public long nanos() {
            return nanos;
        }
    });

    private void passes(Duration time) {
        nanos += time.toNanos();
        ownMillis += time.toMillis();
    }

    @Test
    void clock_thatGoesOn_isSteadyAfterAMinute() {
        watch.onTime(START);
        passes(Duration.ofSeconds(59));
        watch.onTime(ownMillis);
        assertThat(watch.isSteady()).isFalse();
        assertThat(watch.hasJumped()).isFalse();

        passes(Duration.ofSeconds(1));
        watch.onTime(ownMillis);

        assertThat(watch.isSteady()).isTrue();
        assertThat(watch.redisMillis()).isEqualTo(ownMillis);
    }

    @Test
    void clock_thatJumps_hasJumpedUntilItWasSteadyForAMinute() {
        watch.onTime(START);
        passes(Duration.ofSeconds(10));
        watch.onTime(ownMillis + 50 * 60_000);
        assertThat(watch.hasJumped()).isTrue();
        passes(Duration.ofSeconds(30));
        watch.onTime(ownMillis + 50 * 60_000);
        assertThat(watch.hasJumped()).isTrue();
        assertThat(watch.isSteady()).isFalse();

        passes(Duration.ofSeconds(30));
        watch.onTime(ownMillis + 50 * 60_000);

        assertThat(watch.hasJumped()).isFalse();
        assertThat(watch.isSteady()).isTrue();
        assertThat(watch.isApart()).isFalse();
    }

    @Test
    void clock_anHourFromThisMachines_isApart() {
        watch.onTime(START - Duration.ofHours(1).toMillis());

        assertThat(watch.isApart()).isTrue();
        assertThat(watch.shown()).contains("2026-09-21T13:13:20Z", "2026-09-21T14:13:20Z");
    }
}
