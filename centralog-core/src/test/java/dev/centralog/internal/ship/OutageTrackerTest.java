// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.DropReason;
import dev.centralog.StatusListener.Severity;
import dev.centralog.internal.fold.ProducerCounters;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.Window.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of a Redis that was away, and how long the pauses between attempts are. */
class OutageTrackerTest {
    private final ProducerCounters events = new ProducerCounters();
    private final ProducerCounters actions = new ProducerCounters();
    private final List<String> infos = new ArrayList<>();
    private final StoppedClock clock = new StoppedClock();
    private final OutageTracker outage = new OutageTracker(
            Map.of(Signal.EVENTS, events, Signal.ACTIONS, actions),
            new RateLimitedStatus(
                    (severity, message, cause) -> {
                        if (severity == Severity.INFO) {
                            infos.add(message);
                        }
                    },
                    clock),
            clock);

    private static final class StoppedClock implements Clock {
        private long nanos;

        void goOn(Duration time) {
            nanos += time.toNanos();
        }

        @Override
        public long epochMillis() {
            return nanos / 1_000_000;
        }

        @Override
        public long nanos() {
            return nanos;
        }
    }

    private static void log(ProducerCounters counters, int times) {
        for (int i = 0; i < times; i++) {
            counters.logged.increment();
        }
    }

    /** In milliseconds. */
    private long pauseAfterAFailure() {
        outage.failed(new IllegalStateException("refused"), 0);
        return Duration.ofNanos(outage.pauseNanos()).toMillis();
    }

    @Test
    void pauses_ofOneOutage_doubleUpToTwoSeconds() {
        for (long most : new long[] {100, 200, 400, 800, 1600, 2000, 2000}) {
            assertThat(pauseAfterAFailure()).isBetween(most / 2, most);
        }
        outage.over();
        assertThat(pauseAfterAFailure()).isBetween(50L, 100L);
    }

    @Test
    void summary_saysWhatWaitedAtItsEndAndWhatWasDroppedDuringIt() {
        log(events, 10);
        events.acknowledged.add(4);
        events.drop(DropReason.RECURSION, 1);
        outage.failed(new IllegalStateException("refused"), 2);
        clock.goOn(Duration.ofMillis(12_340));
        log(events, 20);
        log(actions, 3);
        events.drop(DropReason.BUFFER_FULL, 7);
        actions.drop(DropReason.UNREADABLE, 1);
        outage.failed(new IllegalStateException("refused"), 2);
        events.acknowledged.add(18); // confirmed by the attempt that ends it

        outage.over();

        assertThat(infos)
                .containsExactly("Redis is back after 12.3 s; until then waited 18 events and 2 actions; dropped"
                        + " meanwhile: 7 events (bufferFull), 1 actions (unreadable); batches sent again: 2");
    }

    @Test
    void summary_isSaidOnceAnOutage() {
        outage.over();
        assertThat(infos).isEmpty();

        outage.failed(new IllegalStateException("refused"), 0);
        outage.over();
        outage.over();

        assertThat(infos)
                .containsExactly("Redis is back after 0.0 s; until then waited 0 events and 0 actions; dropped"
                        + " meanwhile: nothing; batches sent again: 0");
    }
}
