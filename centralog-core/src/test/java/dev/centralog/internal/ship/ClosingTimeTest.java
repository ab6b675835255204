// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.time.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Closes that wait for a Redis that is unavailable are bounded in sum. */
class ClosingTimeTest {
    private static final Duration GIVEN = Duration.ofSeconds(5);
    private final ManualClock clock = new ManualClock(0, 0);
    private final ClosingTime closing = ClosingTime.of(clock);

    @Test
    void closesInVain_waitTwiceTheTimeInSum() {
        Duration sum = Duration.ZERO;
        for (int i = 0; i < 1000; i++) {
            sum = sum.plus(closeInVain("redis://a"));
            assertThat(sum).isLessThanOrEqualTo(GIVEN.plus(Duration.ofMillis(100L * i)));
        }

        assertThat(sum).isEqualTo(GIVEN.multipliedBy(2));
    }

    @Test
    void anotherRedis_andALaterMinute_haveTheWholeTime() {
        closeInVain("redis://a");

        assertThat(closing.of("redis://b", GIVEN)).isEqualTo(GIVEN);
        clock.goOn(Duration.ofMinutes(1));
        assertThat(closing.of("redis://a", GIVEN)).isEqualTo(GIVEN);
    }

    @Test
    void shorterWait_leavesTheRest() {
        closing.waitedInVain("redis://a", Duration.ofSeconds(2).toNanos());

        assertThat(closing.of("redis://a", GIVEN)).isEqualTo(Duration.ofSeconds(3));
        assertThat(closing.of("redis://a", Duration.ZERO)).isEqualTo(Duration.ZERO);
    }

    private Duration closeInVain(String redis) {
        Duration wait = closing.of(redis, GIVEN);
        clock.goOn(wait);
        closing.waitedInVain(redis, wait.toNanos());
        return wait;
    }
}
