// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.time.ManualClock;
import dev.centralog.internal.wire.HostClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The correction of a host's clock, as time goes on and the clock is set. */
class RedisClockTest {
    private final ManualClock host =
            new ManualClock(1_800_000_000_000L, Long.MAX_VALUE - 1_000_000_000); // it may overflow
    private final MemoryTransport redis = new MemoryTransport();
    private final List<HostClock> told = new ArrayList<>();
    private final RedisClock clock = new RedisClock(redis, told::add, host);

    private HostClock latest() {
        return told.get(told.size() - 1);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "499, 0", "-500, 0", "500, 1", "-501, -1", "3600400, 3600", "-3600600, -3601"})
    void firstAnswer_isTheNearestSecondAndPutsAllRightThatWasBefore(long ahead, long seconds) {
        assertThat(told).containsExactly(HostClock.unchecked(0));

        redis.clockAhead(ahead);
        clock.check();

        assertThat(told).hasSize(2);
        assertThat(latest()).isEqualTo(new HostClock(true, seconds, seconds));
        assertThat(clock.epochMillis()).isEqualTo(host.epochMillis() + ahead);
    }

    @Test
    void laterAnswers_goForWhatComesThen() {
        redis.clockAhead(10_000);
        clock.check();
        redis.clockAhead(-3000);
        host.goOn(Duration.ofSeconds(29));
        clock.check();
        assertThat(latest().seconds()).isEqualTo(10);

        host.goOn(Duration.ofSeconds(1));
        clock.check();
        assertThat(latest()).isEqualTo(new HostClock(true, -3, 10));

        redis.clockAhead(7000);
        clock.check();
        assertThat(latest().seconds()).isEqualTo(-3);
        clock.askAgain();
        assertThat(latest().seconds()).isEqualTo(-3);
        clock.check();
        assertThat(latest()).isEqualTo(new HostClock(true, 7, 10));
    }

    @Test
    void hostClock_setBeforeTheFirstAnswer_doesNotPartWhatWaits() {
        host.goOn(Duration.ofSeconds(5));
        host.set(4400);
        assertThat(clock.epochMillis()).isEqualTo(host.epochMillis());
        assertThat(told).hasSize(1);
        host.set(3_595_900);
        long before = host.epochMillis() - 3_600_000;
        assertThat(clock.epochMillis()).isEqualTo(before);
        assertThat(told).containsExactly(HostClock.unchecked(0), HostClock.unchecked(-3600));
        host.goOn(Duration.ofHours(100));
        assertThat(clock.epochMillis()).isEqualTo(host.epochMillis() - 3_600_000);
        host.set(-7_200_000);
        redis.clockAhead(2000); // it is set two hours too far ahead

        clock.check();

        assertThat(told.subList(2, 4)).containsExactly(HostClock.unchecked(3600), new HostClock(true, 2, -3598));
        assertThat(clock.epochMillis()).isEqualTo(host.epochMillis() + 2000);
    }

    @Test
    void hostClock_setAfterTheFirstAnswer_isAskedForAtOnce() {
        clock.check();
        host.goOn(Duration.ofSeconds(1));
        host.set(-499);
        redis.clockAhead(499);
        clock.check();
        assertThat(told).hasSize(2);

        host.set(-60_000);
        assertThat(clock.epochMillis()).isEqualTo(host.epochMillis());
        redis.clockAhead(60_499);
        clock.check();
        assertThat(latest()).isEqualTo(new HostClock(true, 60, 0));
        clock.check();
        assertThat(told).hasSize(3);
    }
}
