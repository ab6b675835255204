// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.fold.ProducerCounters;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.ManualClock;
import dev.centralog.internal.wire.Window.Signal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The time that an end waits, by what is known of Redis. */
class EndLimitsTest {
    private static final EndLimits LIMITS = new EndLimits(Duration.ofSeconds(5), Duration.ofSeconds(1));

    private final ManualClock clock = new ManualClock(0, Long.MAX_VALUE - 7); // it may overflow
    private final OutageTracker outage = new OutageTracker(
            Map.of(Signal.EVENTS, new ProducerCounters()),
            new RateLimitedStatus((severity, message, cause) -> {}, clock),
            clock);

    private void goOn(long millis) {
        clock.goOn(Duration.ofMillis(millis));
    }

    private long leftMillis(EndLimits limits, long beganNanos) {
        return TimeUnit.NANOSECONDS.toMillis(limits.leftNanos(beganNanos, outage, clock));
    }

    private void fail() {
        outage.failed(new IllegalStateException("refused"), 0);
    }

    @Test
    void end_whileNoAttemptHasFailed_hasTheWholeTime() {
        long began = clock.nanos();
        goOn(2000);

        assertThat(leftMillis(LIMITS, began)).isEqualTo(3000);
        assertThat(LIMITS.endByAway(outage)).isFalse();
    }

    @Test
    void end_ofARedisThatWasAwayBefore_hasASecond() {
        fail();
        goOn(60_000);
        long began = clock.nanos();
        assertThat(leftMillis(LIMITS, began)).isEqualTo(1000);

        goOn(400);
        fail();

        assertThat(leftMillis(LIMITS, began)).isEqualTo(600);
        assertThat(LIMITS.endByAway(outage)).isTrue();
    }

    @Test
    void end_whoseFirstAttemptFails_hasASecondFromThenOn() {
        long began = clock.nanos();
        goOn(1200);
        fail();
        goOn(100);

        assertThat(leftMillis(LIMITS, began)).isEqualTo(900);
    }

    @Test
    void end_whoseFirstAttemptFailsLate_staysWithinTheWholeTime() {
        long began = clock.nanos();
        goOn(4700);
        fail();

        assertThat(leftMillis(LIMITS, began)).isEqualTo(300);
    }

    @Test
    void end_whoseRedisIsBack_hasTheWholeTimeAgain() {
        fail();
        long began = clock.nanos();
        goOn(500);
        outage.over();

        assertThat(leftMillis(LIMITS, began)).isEqualTo(4500);
    }

    @Test
    void end_ofWhoWaitsHoweverItIs_hasTheWholeTimeThough() {
        fail();
        long began = clock.nanos();
        EndLimits always = EndLimits.always(Duration.ofSeconds(5));

        assertThat(leftMillis(always, began)).isEqualTo(5000);
        assertThat(always.endByAway(outage)).isFalse();
        assertThat(always.areAtLeast(LIMITS)).isTrue();
        assertThat(LIMITS.areAtLeast(always)).isFalse();
    }
}
