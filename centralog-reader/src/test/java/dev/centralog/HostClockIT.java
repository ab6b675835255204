// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gather.GatheredEvent;
import dev.centralog.internal.redis.RedisBatchTransport;
import dev.centralog.internal.ship.Producer;
import dev.centralog.internal.time.Clock;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A host whose clock is wrong, and a process there that logs before it has ever reached Redis. */
@Execution(ExecutionMode.CONCURRENT)
class HostClockIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final List<Duration> OFF =
            List.of(Duration.ofHours(-1), Duration.ofHours(1), Duration.ofSeconds(-7));
    private static final int EVENTS = 500;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    /** The machine's clock, but off; it may be set. */
    private static final class HostTime implements Clock {
        private final AtomicLong aheadMillis = new AtomicLong();

        HostTime(Duration ahead) {
            aheadMillis.set(ahead.toMillis());
        }

        @Override
        public long epochMillis() {
            return Clock.system().epochMillis() + aheadMillis.get();
        }

        @Override
        public long nanos() {
            return Clock.system().nanos();
        }
    }

    private static Producer start(CentralogConfig config, Clock clock) {
        Producer producer = new Producer(
                config, new RedisBatchTransport(config, null, clock), (severity, message, cause) -> {}, clock);
        producer.start();
        return producer;
    }

    /** Of five groups, in the last seconds of the host; and actions: now, by a log event's time, and at a time of their own. */
    private static void log(Producer producer, Instant hostTime, Instant given) {
        for (int i = 0; i < EVENTS; i++) {
            producer.log(Logs.event("event " + i % 5, hostTime.minusSeconds(i % 7)));
            producer.count(42, null, i % 3, null);
            producer.count(() -> Action.of(42, "given").withValue(2).at(given));
        }
    }

    /** Each event is in Redis's second of when it was logged, by a clock that was ahead by so much, and says so. */
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

    @EachRedis
    void clock_off_countsInRedisSecondsWhatWasLoggedBeforeItKnew(LocalRedis redis) throws InterruptedException {
        for (Duration ahead : OFF) {
            redis.kill();
            CentralogConfig config = config(redis, ahead);
            Clock clock = new HostTime(ahead);
            Producer producer = start(config, clock);
            Instant since = Clock.now();
            Instant given = since.minusSeconds(10);
            log(producer, since.plus(ahead), given);

            redis.start();
            assertThat(producer.close(LONG)).isZero();
            assertShifted(config, ahead, since, given);
        }
    }

    /** As often soon after a machine has started: it was an hour behind, and gets the time from the network before it gets Redis. */
    @EachRedis
    void clock_setBeforeItKnew_countsInRedisSecondsWhatWasLoggedBeforeThat(LocalRedis redis)
            throws InterruptedException {
        redis.kill();
        Duration ahead = Duration.ofHours(-1);
        CentralogConfig config = config(redis, ahead);
        HostTime clock = new HostTime(ahead);
        Producer producer = start(config, clock);
        Instant since = Clock.now();
        Instant given = since.minusSeconds(10);
        log(producer, since.plus(ahead), given);

        clock.aheadMillis.set(0);
        redis.start();
        assertThat(producer.close(LONG)).isZero();
        assertShifted(config, ahead, since, given);
    }

    @EachRedis
    void clock_off_countsInRedisSecondsWhatItHadSpilledBeforeItKnew(LocalRedis redis) throws InterruptedException {
        for (Duration ahead : OFF) {
            redis.kill();
            CentralogConfig config = config(redis, ahead)
                    .with(
                            Settings.SPILL_DIRECTORY,
                            directory.resolve("own" + ahead).toString());
            Clock clock = new HostTime(ahead);
            Producer producer = start(config, clock);
            Instant since = Clock.now();
            Instant given = since.minusSeconds(10);
            log(producer, since.plus(ahead), given);
            Awaitility.await().atMost(LONG).until(() -> isSpilled(producer));

            redis.start();
            assertThat(producer.close(LONG)).isZero();
            assertShifted(config, ahead, since, given);
        }
    }

    @EachRedis
    void clock_off_countsInRedisSecondsWhatAnotherProcessHadSpilled(LocalRedis redis) throws InterruptedException {
        for (Duration ahead : OFF) {
            redis.kill();
            CentralogConfig config = config(redis, ahead)
                    .with(
                            Settings.SPILL_DIRECTORY,
                            directory.resolve("other" + ahead).toString());
            Clock clock = new HostTime(ahead);
            Producer dead = start(config, clock);
            Instant since = Clock.now();
            Instant given = since.minusSeconds(10);
            log(dead, since.plus(ahead), given);
            Awaitility.await().atMost(LONG).until(() -> isSpilled(dead));
            assertThat(dead.close(Duration.ofMillis(100))).isZero();

            redis.start();
            Producer next = start(config, clock);
            Awaitility.await().atMost(LONG).until(() -> isRecovered(next));
            assertThat(next.close(LONG)).isZero();
            assertShifted(config, ahead, since, given);
        }
    }

    /** It is asked for again at once, and not within half a minute. */
    @EachRedis
    void clock_setOnceItKnew_countsInRedisSecondsFromTheNextFlushOn(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = config(redis, Duration.ZERO);
        HostTime clock = new HostTime(Duration.ZERO);
        Producer producer = start(config, clock);
        for (Duration ahead : List.of(Duration.ZERO, Duration.ofHours(1), Duration.ofMinutes(-5))) {
            clock.aheadMillis.set(ahead.toMillis());
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
