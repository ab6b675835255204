// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gather.GatheredEvent;
import dev.centralog.internal.redis.RedisBatchTransport;
import dev.centralog.internal.ship.Producer;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.time.ShiftedClock;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.LocalRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests of wrong clocks and of events of other times: they are counted in a sensible window, and keep their own time. */
@Execution(ExecutionMode.CONCURRENT)
class ClocksIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    /** Returns the only event; its flag says whether it was counted in its own second. */
    private static GatheredEvent only(CentralogConfig config) throws InterruptedException {
        List<GatheredEvent> events = Logs.gatherAll(config).events();
        assertThat(events).hasSize(1);
        assertFlagged(events.get(0));
        return events.get(0);
    }

    private static void assertFlagged(GatheredEvent event) {
        boolean inItsSecond =
                event.windowStart().getEpochSecond() == event.event().time().getEpochSecond();
        assertThat(event.flag()).isEqualTo(inItsSecond ? GatheredEvent.Flag.NONE : GatheredEvent.Flag.OTHER_TIME);
    }

    private static void assertNear(Instant window, Instant time) {
        assertThat(Duration.between(window, time).abs()).isLessThan(Duration.ofMinutes(1));
    }

    @EachRedis
    void event_longAgoButWithinMaxAge_isCountedInItsSecond(LocalRedis redis) throws InterruptedException {
        Instant time = Logs.ago(Duration.ofHours(1));
        Logs.log(Logs.config(redis), Logs.event("old", time));

        GatheredEvent event = only(Logs.config(redis));
        assertThat(event.windowStart().getEpochSecond()).isEqualTo(time.getEpochSecond());
        assertThat(event.event().time()).isEqualTo(time);
    }

    @EachRedis
    void event_beyondMaxAgeOrFarAhead_isCountedOnArrival(LocalRedis redis) throws InterruptedException {
        Instant now = Clock.now();
        List<Instant> times = List.of(
                now.minus(Duration.ofHours(13)),
                now.plus(Duration.ofHours(1)),
                Instant.EPOCH,
                now.plusSeconds(1L << 33));
        for (Instant time : times) {
            CentralogConfig config = Logs.config(redis).with(Settings.KEY_PREFIX, "at" + time.getEpochSecond());
            Logs.log(config, Logs.event("odd", time));

            GatheredEvent event = only(config);
            assertNear(event.windowStart(), now);
            assertThat(event.event().time()).isEqualTo(time);
            assertThat(event.flag()).isEqualTo(GatheredEvent.Flag.OTHER_TIME);
        }
    }

    @EachRedis
    void hostClock_anHourOff_countsInRedisSecondsOnceItKnows(LocalRedis redis) throws InterruptedException {
        for (Duration by : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
            Clock clock = new ShiftedClock(by);
            CentralogConfig config = Actions.config(redis.port()).with(Settings.KEY_PREFIX, "off" + by.toSeconds());
            Producer producer = new Producer(
                    config, new RedisBatchTransport(config, null, clock), (severity, message, cause) -> {}, clock);
            producer.start();
            producer.log(Logs.event("first", Clock.now().plus(by)));
            Awaitility.await().atMost(LONG).until(() -> producer.stats().acknowledged() == 1);

            Instant time = Clock.now().plus(by);
            for (int i = 0; i < 100; i++) {
                producer.log(Logs.event("then", time));
                producer.count(42, null, 0, "view");
            }
            Instant given = Clock.now().minusSeconds(10);
            producer.count(() -> Action.of(42, "given").at(given));
            assertThat(producer.close(LONG)).isZero();

            Logs all = Logs.gatherAll(config);
            assertThat(all.stored()).isEqualTo(101);
            assertThat(all.events())
                    .filteredOn(event -> "then".equals(event.event().message()))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.repeats()).isEqualTo(100);
                        assertNear(event.windowStart(), time.minus(by));
                        assertThat(event.event().time()).isEqualTo(time);
                        assertThat(event.flag()).isEqualTo(GatheredEvent.Flag.OTHER_TIME);
                    });
            assertThat(Actions.gatherAll(config).rows())
                    .allSatisfy(row -> assertNear(row.sliceStart(), time.minus(by)))
                    .filteredOn(row -> row.action().equals("given"))
                    .singleElement()
                    .satisfies(
                            row -> assertThat(row.sliceStart().getEpochSecond()).isEqualTo(given.getEpochSecond()));
        }
    }

    /**
     * Checks that each event is stored once, with its own time, and with a flag if that time is not in the window's second.
     * Until the next flush, events are logged with a time that is as wrong as the clock: by up to two hours, or so wrong that
     * Redis does not accept it.
     */
    @EachRedis
    void hostClock_jumping_isExact(LocalRedis redis) throws InterruptedException {
        ShiftedClock clock = new ShiftedClock(Duration.ZERO);
        CentralogConfig config = Logs.config(redis);
        Producer producer = new Producer(
                config, new RedisBatchTransport(config, null, clock), (severity, message, cause) -> {}, clock);
        producer.start();
        long logged = 0;
        List<Duration> jumps = List.of(
                Duration.ZERO, Duration.ofHours(1), Duration.ofHours(-1), Duration.ofSeconds(-3), Duration.ofDays(400));
        for (int round = 0; round < Faults.times(2, 50); round++) {
            for (Duration by : jumps) {
                clock.set(by);
                for (int i = 0; i < 50; i++) {
                    producer.log(Logs.event("by " + by, Clock.now().plus(by)));
                }
                logged += 50;
                long all = logged;
                Awaitility.await().atMost(LONG).until(() -> producer.stats().acknowledged() == all);
            }
        }
        assertThat(producer.close(LONG)).isZero();

        Logs gathered = Logs.gatherAll(config);
        assertThat(gathered.stored()).isEqualTo(logged);
        assertThat(gathered.events()).allSatisfy(event -> {
            assertFlagged(event);
            assertThat(Duration.between(event.windowStart(), Clock.now()))
                    .isBetween(Duration.ofSeconds(-6), Duration.ofHours(2).plus(LONG));
        });
        assertThat(gathered.events())
                .filteredOn(event -> "by PT9600H".equals(event.event().message()))
                .isNotEmpty()
                .allMatch(event -> event.flag() == GatheredEvent.Flag.OTHER_TIME);
    }

    @EachRedis
    void producers_twoOfOneGroupInOneSecond_makeOneRow(LocalRedis redis) throws InterruptedException {
        Instant time = Logs.ago(Duration.ofSeconds(5));
        try (Centralog first = Logs.open(Logs.config(redis));
                Centralog second = Logs.open(Logs.config(redis))) {
            for (int i = 0; i < 700; i++) {
                first.log(Logs.event("same", time));
                second.log(Logs.event("same", time));
            }
            assertThat(first.close(LONG) + second.close(LONG)).isZero();
        }

        assertThat(only(Logs.config(redis)).repeats()).isEqualTo(1400);
    }
}
