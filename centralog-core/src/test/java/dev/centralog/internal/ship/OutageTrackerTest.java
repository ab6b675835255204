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

/** The messages about a Redis that was unavailable, and the length of the pauses between attempts. */
class OutageTrackerTest {
    private final ProducerCounters events = new ProducerCounters();
    private final ProducerCounters actions = new ProducerCounters();
    private final List<String> infos = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final StoppedClock clock = new StoppedClock();
    private final OutageTracker outage = new OutageTracker(
            Map.of(Signal.EVENTS, events, Signal.ACTIONS, actions),
            new RateLimitedStatus(
                    (severity, message, cause) -> {
                        (severity == Severity.INFO ? infos : warnings).add(message);
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

    /** Returns the pause after one more failure, in milliseconds. */
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
        outage.attempt();
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

        warnings.clear();
        outage.over();

        assertThat(warnings)
                .containsExactly(
                        "Redis is available again after 12.3 s (failed attempts: 2); until then 18 events and 2 actions"
                                + " were waiting; dropped"
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
                .containsExactly(
                        "Redis is available again after 0.0 s (failed attempts: 1); until then 0 events and 0 actions were"
                                + " waiting; dropped"
                                + " meanwhile: nothing; batches sent again: 0; last error: refused");
    }

    @Test
    void outage_ofTwoSeconds_isSaidOnceAndItsEndAsLoud() {
        log(events, 3);
        outage.attempt();
        clock.goOn(Duration.ofMillis(1200));
        outage.failed(new IllegalStateException("refused"), 0);
        assertThat(outage.nanosUntilSaid()).isEqualTo(Duration.ofMillis(800).toNanos());
        outage.sayIfDue();
        assertThat(warnings).isEmpty();

        clock.goOn(Duration.ofMillis(800));
        log(actions, 2);
        for (int i = 0; i < 5; i++) {
            outage.sayIfDue();
            outage.attempt();
            outage.failed(new IllegalStateException("refused"), 0);
            clock.goOn(Duration.ofSeconds(1));
        }

        assertThat(warnings)
                .containsExactly(
                        "Redis has been unavailable for 2.0 s: refused; 3 events and 2 actions are waiting in memory"
                                + " (setting 'bufferBytes')");
        assertThat(outage.nanosUntilSaid()).isEqualTo(Long.MAX_VALUE);

        outage.over();

        assertThat(warnings)
                .hasSize(2)
                .last()
                .asString()
                .startsWith("Redis is available again after 5.8 s (failed attempts: 6); until then 3");
        assertThat(infos).isEmpty();
    }

    @Test
    void outage_ofAnAttemptThatHung_isSaidWhenThatFails() {
        outage.attempt();
        clock.goOn(Duration.ofSeconds(5));
        outage.failed(new IllegalStateException("no answer"), 0);

        assertThat(warnings).singleElement().asString().startsWith("Redis has been unavailable for 5.0 s: no answer");
    }

    @Test
    void outages_oneAfterAnother_areSaidThreeTimesThenRarely() {
        for (int i = 0; i < 10; i++) {
            outage.attempt();
            clock.goOn(Duration.ofSeconds(3));
            outage.failed(new IllegalStateException("refused"), 0);
            outage.over();
        }

        assertThat(warnings)
                .hasSize(6)
                .filteredOn(each -> each.startsWith("Redis is available again"))
                .hasSize(3);
        assertThat(infos).hasSize(7).allMatch(each -> each.startsWith("Redis is available again"));
    }

    @Test
    void buffer_full_isSaidWithTheNumberAndNotEachTime() {
        outage.sayFull();
        events.drop(DropReason.BUFFER_FULL, 7);
        actions.drop(DropReason.BUFFER_FULL, 1);
        outage.sayFull();
        events.drop(DropReason.BUFFER_FULL, 2);
        outage.sayFull();
        assertThat(warnings).singleElement().asString().startsWith("8 events or actions have been dropped so far");

        clock.goOn(Duration.ofMinutes(5));
        outage.sayFull();
        outage.sayFull();

        assertThat(warnings).hasSize(2).last().asString().startsWith("10 events or actions have been dropped so far");
    }
}
