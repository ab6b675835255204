// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.LogEvent;
import dev.centralog.Logs;
import dev.centralog.Settings;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.awaitility.Awaitility;

/** Tests of single events for custom code: at least once, and whole windows to one reader each. */
class EventReaderIT {
    private static final Duration LONG = Duration.ofSeconds(20);

    private static CentralogConfig config(LocalRedis redis) {
        return Logs.config(redis).with(ReaderSettings.LEASE, Duration.ofSeconds(1));
    }

    private static String identity(GatheredEvent event) {
        return event.windowStart() + " " + event.groupId() + " " + event.delivery();
    }

    @EachRedis(isOneEnough = true)
    void reader_closedInTheMiddle_windowComesAgainWithTheSameIdentities(LocalRedis redis) throws InterruptedException {
        Instant time = Logs.ago(Duration.ofSeconds(9));
        Logs.log(config(redis), Logs.event("a", time), Logs.event("b", time), Logs.event("c", time));
        List<String> first = new ArrayList<>();
        try (EventReader reader = EventReader.open(config(redis))) {
            first.add(identity(Objects.requireNonNull(reader.next(LONG))));
            first.add(identity(Objects.requireNonNull(reader.next(LONG))));
        }

        List<String> again = new ArrayList<>();
        try (EventReader reader = EventReader.open(config(redis))) {
            for (int i = 0; i < 3; i++) {
                again.add(identity(Objects.requireNonNull(reader.next(LONG))));
            }
            assertThat(reader.next(Duration.ZERO)).isNull();
            assertThat(reader.acknowledge()).isTrue();
        }
        assertThat(again).hasSize(3).startsWith(first.toArray(String[]::new));
        assertThat(redis.cliList("KEYS", "{cl.2:0}:Z:*")).isEmpty();
    }

    @EachRedis(isOneEnough = true)
    void window_isDeletedByTheAcknowledgementBehindItsLastEvent_andByNothingElse(LocalRedis redis)
            throws InterruptedException {
        Instant time = Logs.ago(Duration.ofSeconds(3));
        try (Centralog application = Logs.logByOneThatRunsOn(
                        config(redis),
                        Logs.event("before", time.minusSeconds(1)),
                        Logs.event("a", time),
                        Logs.event("b", time));
                EventReader reader = EventReader.open(config(redis))) {
            assertThat(application.stats().waiting()).isZero();
            assertThat(reader.acknowledge()).isTrue();
            for (int i = 0; i < 2; i++) {
                assertThat(reader.next(LONG)).isNotNull();
                assertThat(redis.cliList("KEYS", "{cl.2:0}:Z:*")).hasSize(i + 1);
            }
            assertThat(reader.acknowledge()).isTrue(); // only of the first window: the second is not read to its end
            assertThat(redis.cliList("KEYS", "{cl.2:0}:Z:*")).hasSize(1);

            assertThat(reader.next(LONG)).isNotNull();
            assertThat(reader.next(Duration.ZERO)).isNull();
            assertThat(redis.cliList("KEYS", "{cl.2:0}:Z:*")).hasSize(1);
            assertThat(reader.acknowledge()).isTrue();
            assertThat(redis.cliList("KEYS", "{cl.2:0}:Z:*")).isEmpty();
        }
    }

    @EachRedis(isOneEnough = true)
    void acknowledgement_thatFailed_isMadeByTheNextCall(LocalRedis redis) throws InterruptedException {
        Logs.log(config(redis), Logs.event("a", Logs.ago(Duration.ofSeconds(9))));
        try (EventReader reader =
                EventReader.open(config(redis).with(Settings.COMMAND_TIMEOUT, Duration.ofMillis(200)))) {
            assertThat(reader.next(LONG)).isNotNull();
            redis.freeze();
            assertThatThrownBy(reader::acknowledge).isInstanceOf(CentralogException.class);
            redis.thaw();

            Awaitility.await().atMost(LONG).ignoreExceptions().until(() -> {
                boolean unused = reader.acknowledge();
                return true;
            });
            assertThat(redis.cliList("KEYS", "{cl.2:0}:Z:*")).isEmpty();
        }
    }

    /** Tests the limit: without it a program that forgets to acknowledge would hold a lease for each second, for ever. */
    @EachRedis(isOneEnough = true)
    void reader_thatNeverAcknowledges_isToldSo(LocalRedis redis) throws InterruptedException {
        LogEvent[] events = new LogEvent[EventReader.MOST_HELD + 1];
        for (int i = 0; i < events.length; i++) {
            events[i] = Logs.event("event", Logs.ago(Duration.ofSeconds(10 + i)));
        }
        Logs.log(config(redis), events);
        try (EventReader reader = EventReader.open(Logs.config(redis))) {
            for (int i = 0; i < EventReader.MOST_HELD; i++) {
                assertThat(reader.next(LONG)).isNotNull();
            }
            assertThatThrownBy(() -> reader.next(LONG))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("acknowledge()");

            assertThat(reader.acknowledge()).isTrue();
            assertThat(reader.next(LONG)).isNotNull();
        }
    }

    @EachRedis(isOneEnough = true)
    void readers_two_shareTheWindows(LocalRedis redis) throws InterruptedException {
        LogEvent[] events = new LogEvent[20];
        for (int i = 0; i < events.length; i++) {
            events[i] = Logs.event("event " + i, Logs.ago(Duration.ofSeconds(10 + i)));
        }
        Logs.log(config(redis), events);
        Set<String> left = new HashSet<>();
        Set<String> right = new HashSet<>();
        try (EventReader one = EventReader.open(config(redis));
                EventReader other = EventReader.open(config(redis))) {
            for (int i = 0; i < events.length / 2; i++) {
                left.add(identity(Objects.requireNonNull(one.next(LONG))));
                right.add(identity(Objects.requireNonNull(other.next(LONG))));
            }
            assertThat(one.next(Duration.ZERO)).isNull();
            assertThat(other.next(Duration.ZERO)).isNull();
        }

        assertThat(left).hasSize(10).doesNotContainAnyElementsOf(right);
        assertThat(right).hasSize(10);
    }

    @EachRedis(isOneEnough = true)
    void events_ofOneWindow_comeInTheOrderOfTime(LocalRedis redis) throws InterruptedException {
        Instant second = Instant.ofEpochSecond(Logs.ago(Duration.ofSeconds(9)).getEpochSecond());
        LogEvent[] events = new LogEvent[50];
        for (int i = 0; i < events.length; i++) {
            // Backwards in time, in pairs of the same time, which come in the order in which they were logged.
            events[i] = Logs.event("event " + i, second.plusNanos(1_000L * (100 - i / 2)));
        }
        Logs.log(config(redis), events);

        List<String> expected = new ArrayList<>();
        for (int pair = 24; pair >= 0; pair--) {
            expected.add("event " + 2 * pair);
            expected.add("event " + (2 * pair + 1));
        }
        assertThat(Logs.gatherAll(config(redis)).events())
                .extracting(event -> event.event().message())
                .containsExactlyElementsOf(expected);
    }
}
