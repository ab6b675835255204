// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gather.GatheredEvent;
import dev.centralog.internal.redis.RedisBatchTransport;
import dev.centralog.internal.ship.Producer;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.time.ShiftedClock;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests of a host whose clock is wrong, with a process that logs before it has ever reached Redis. */
@Execution(ExecutionMode.CONCURRENT)
class HostClockIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final List<Duration> OFF =
            List.of(Duration.ofHours(-1), Duration.ofHours(1), Duration.ofSeconds(-7));
    private static final int EVENTS = 500;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    private static Producer start(CentralogConfig config, Clock clock) {
        Producer producer = new Producer(
                config, new RedisBatchTransport(config, null, clock), (severity, message, cause) -> {}, clock);
        producer.start();
        return producer;
    }

    /** Logs events of five groups, in the last seconds by the host's clock, and counts actions, now and at a given time. */
    private static void log(Producer producer, Instant hostTime, Instant given) {
        for (int i = 0; i < EVENTS; i++) {
            producer.log(Logs.event("event " + i % 5, hostTime.minusSeconds(i % 7)));
            producer.count(42, null, i % 3, null);
            producer.count(() -> Action.of(42, "given").withValue(2).at(given));
        }
    }

    /**
     * Checks that each event is in the second, by Redis's clock, in which it was logged, and that its flag says that its own
     * time differs; the host's clock was ahead by {@code ahead}.
     */
    private static void assertShifted(CentralogConfig config, Duration ahead, Instant since, Instant given)
            throws InterruptedException {
        Logs all = Logs.gatherAll(config);
        assertThat(all.stored()).isEqualTo(EVENTS);
        assertThat(all.events()).allSatisfy(event -> {
            assertThat(event.windowStart().getEpochSecond())
                    .isEqualTo(event.event().time().minus(ahead).getEpochSecond());
            assertThat(event.flag()).isEqualTo(GatheredEvent.Flag.OTHER_TIME);
        });
        Actions actions = Actions.gatherAll(config);
        assertThat(actions.count()).isEqualTo(2 * EVENTS);
        assertThat(actions.sum()).isEqualByComparingTo("" + 2 * EVENTS);
        assertThat(actions.rows()).allSatisfy(row -> {
            if (row.action().equals("given")) {
                assertThat(row.sliceStart().getEpochSecond()).isEqualTo(given.getEpochSecond());
                assertThat(row.count()).isEqualTo(EVENTS);
            } else {
                assertThat(row.sliceStart()).isBetween(since.minusSeconds(1), Clock.now());
            }
        });
    }

    private static CentralogConfig config(LocalRedis redis, Duration ahead) {
        return Actions.config(redis.port()).with(Settings.KEY_PREFIX, "off" + ahead.toSeconds());
    }

    @EachRedis(isOneEnough = true)
    void clock_off_countsInRedisSecondsWhatWasLoggedBeforeItKnew(LocalRedis redis) throws InterruptedException {
        for (Duration ahead : OFF) {
            redis.kill();
            CentralogConfig config = config(redis, ahead);
            Clock clock = new ShiftedClock(ahead);
            Producer producer = start(config, clock);
            Instant since = Clock.now();
            Instant given = since.minusSeconds(10);
            log(producer, since.plus(ahead), given);

            redis.start();
            assertThat(producer.close(LONG)).isZero();
            assertShifted(config, ahead, since, given);
        }
    }

    /**
     * Tests a clock that is an hour behind, as on a machine that has just started, and is set right before Redis is reached.
     */
    @EachRedis(isOneEnough = true)
    void clock_setBeforeItKnew_countsInRedisSecondsWhatWasLoggedBeforeThat(LocalRedis redis)
            throws InterruptedException {
        redis.kill();
        Duration ahead = Duration.ofHours(-1);
        CentralogConfig config = config(redis, ahead);
        ShiftedClock clock = new ShiftedClock(ahead);
        Producer producer = start(config, clock);
        Instant since = Clock.now();
        Instant given = since.minusSeconds(10);
        log(producer, since.plus(ahead), given);

        clock.set(Duration.ZERO);
        redis.start();
        assertThat(producer.close(LONG)).isZero();
        assertShifted(config, ahead, since, given);
    }

    /** A producer that has spilled all that it logged before it knew Redis's time; {@code since} is when it began to log. */
    private record Spilled(Producer producer, CentralogConfig config, Clock clock, Instant since, Instant given) {}

    private Spilled spilled(LocalRedis redis, Duration ahead, String name) {
        redis.kill();
        CentralogConfig config = config(redis, ahead)
                .with(Settings.SPILL_DIRECTORY, directory.resolve(name + ahead).toString());
        Clock clock = new ShiftedClock(ahead);
        Producer producer = start(config, clock);
        Instant since = Clock.now();
        Instant given = since.minusSeconds(10);
        log(producer, since.plus(ahead), given);
        Awaitility.await().atMost(LONG).until(() -> isSpilled(producer));
        return new Spilled(producer, config, clock, since, given);
    }

    @EachRedis(isOneEnough = true)
    void clock_off_countsInRedisSecondsWhatItHadSpilledBeforeItKnew(LocalRedis redis) throws InterruptedException {
        for (Duration ahead : OFF) {
            Spilled spilled = spilled(redis, ahead, "own");

            redis.start();
            assertThat(spilled.producer.close(LONG)).isZero();
            assertShifted(spilled.config, ahead, spilled.since, spilled.given);
        }
    }

    @EachRedis(isOneEnough = true)
    void clock_off_countsInRedisSecondsWhatAnotherProcessHadSpilled(LocalRedis redis) throws InterruptedException {
        for (Duration ahead : OFF) {
            Spilled spilled = spilled(redis, ahead, "other");
            assertThat(spilled.producer.close(Duration.ofMillis(100))).isZero();

            redis.start();
            Producer next = start(spilled.config, spilled.clock);
            Awaitility.await().atMost(LONG).until(() -> isRecovered(next));
            assertThat(next.close(LONG)).isZero();
            assertShifted(spilled.config, ahead, spilled.since, spilled.given);
        }
    }

    /** Checks that Redis's time is requested again at the next flush, and not only after half a minute. */
    @EachRedis(isOneEnough = true)
    void clock_setOnceItKnew_countsInRedisSecondsFromTheNextFlushOn(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = config(redis, Duration.ZERO);
        ShiftedClock clock = new ShiftedClock(Duration.ZERO);
        Producer producer = start(config, clock);
        for (Duration ahead : List.of(Duration.ZERO, Duration.ofHours(1), Duration.ofMinutes(-5))) {
            clock.set(ahead);
            producer.log(Logs.event("at once", Clock.now().plus(ahead)));
            long noticed = producer.stats().logged();
            Awaitility.await().atMost(LONG).until(() -> producer.stats().acknowledged() == noticed);

            Instant time = Clock.now();
            String then = "then, by " + ahead;
            producer.log(Logs.event(then, time.plus(ahead)));
            Awaitility.await().atMost(LONG).until(() -> producer.stats().acknowledged() == noticed + 1);
            assertThat(Logs.gatherAll(config).events())
                    .filteredOn(event -> then.equals(event.event().message()))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.windowStart().getEpochSecond()).isEqualTo(time.getEpochSecond()));
        }
        assertThat(producer.close(LONG)).isZero();
    }

    private static boolean isSpilled(Producer producer) {
        return producer.stats().spilled() == EVENTS && producer.actionStats().spilled() == 2 * EVENTS;
    }

    private static boolean isRecovered(Producer producer) {
        return producer.stats().recovered() == EVENTS && producer.actionStats().recovered() == 2 * EVENTS;
    }
}
