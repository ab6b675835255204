// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gather.GatheredEvent;
import dev.centralog.internal.redis.RedisReportStore;
import dev.centralog.internal.report.Producer;
import dev.centralog.internal.time.Clock;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Clocks that are wrong, and events of other times: counted in a window that makes sense, their own time kept. */
@Execution(ExecutionMode.CONCURRENT)
class ClocksIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    /** The machine's clock, but off. */
    private record Off(Duration by) implements Clock {
        @Override
        public long epochMillis() {
            return Clock.system().epochMillis() + by.toMillis();
        }

        @Override
        public long nanos() {
            return Clock.system().nanos();
        }
    }

    private static GatheredEvent only(CentralogConfig config) throws InterruptedException {
        List<GatheredEvent> events = Logs.gatherAll(config).events();
        assertThat(events).hasSize(1);
        assertThat(events.get(0).flag()).isEqualTo(GatheredEvent.Flag.NONE);
        return events.get(0);
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
        }
    }

    @EachRedis
    void hostClock_anHourOff_countsInRedisSecondsOnceItKnows(LocalRedis redis) throws InterruptedException {
        for (Duration by : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
            Clock clock = new Off(by);
            CentralogConfig config = Actions.config(redis.port()).with(Settings.KEY_PREFIX, "off" + by.toSeconds());
            Producer producer = new Producer(
                    config, new RedisReportStore(config, null, clock), (severity, message, cause) -> {}, clock);
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
                    });
            assertThat(Actions.gatherAll(config).rows())
                    .allSatisfy(row -> assertNear(row.sliceStart(), time.minus(by)))
                    .filteredOn(row -> row.action().equals("given"))
                    .singleElement()
                    .satisfies(
                            row -> assertThat(row.sliceStart().getEpochSecond()).isEqualTo(given.getEpochSecond()));
        }
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
