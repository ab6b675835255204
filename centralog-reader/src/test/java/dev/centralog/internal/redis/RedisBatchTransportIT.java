// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.CentralogConfig;
import dev.centralog.Logs;
import dev.centralog.Settings;
import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.redis.read.RedisGatherStore;
import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.ship.BatchNumber;
import dev.centralog.internal.ship.BatchReply;
import dev.centralog.internal.ship.BatchReply.Outcome;
import dev.centralog.internal.ship.Marker;
import dev.centralog.internal.ship.ProducerStates;
import dev.centralog.internal.ship.Standing;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.Window;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.awaitility.Awaitility;

/** Tests of the effect of the settings on the scripts' arguments. */
class RedisBatchTransportIT {
    private static BatchReply count(RedisBatchTransport store, Window slice) {
        // A new producer for each batch, because a batch that is refused uses no number.
        UUID producer = UUID.randomUUID();
        ProducerStates states = store.ask(List.of(producer));
        return store.send(batch(producer, slice), new Standing(states.redisId(), states.redisMillis()))
                .toCompletableFuture()
                .join();
    }

    private static Batch batch(UUID producer, Window slice) {
        return new Batch(
                new BatchNumber(producer, 1, 0, 7),
                0,
                slice,
                List.of(new BatchLine("1:1a".getBytes(UTF_8), 1, new byte[0])));
    }

    @EachRedis
    void producer_isMarkedRetiredAndNeverAppliedAgain(LocalRedis redis) {
        try (RedisBatchTransport store = new RedisBatchTransport(Logs.config(redis), null, Clock.system())) {
            store.connect();
            UUID producer = UUID.randomUUID();
            ProducerStates before = store.ask(List.of(producer, UUID.randomUUID()));
            assertThat(before.redisId()).matches("[0-9a-f]{16}");
            assertThat(before.markers()).containsExactly(Marker.ABSENT, Marker.ABSENT);
            Batch batch = batch(producer, Window.slice(before.redisMillis() / 1000, 600));
            Standing standing = new Standing(before.redisId(), before.redisMillis());
            store.send(batch, standing).toCompletableFuture().join();

            assertThat(store.end(producer, "0000000000000001").markers().get(0).kind())
                    .isEqualTo(Marker.Kind.LIVE);
            assertThat(store.end(producer, before.redisId()).markers().get(0).kind())
                    .isEqualTo(Marker.Kind.CLOSED);
            Marker retired = store.retire(producer, before.redisId()).markers().get(0);

            assertThat(retired.kind()).isEqualTo(Marker.Kind.RETIRED);
            assertThat(retired.tokens()).containsExactly(7L);
            BatchReply next = store.send(
                            new Batch(new BatchNumber(producer, 2, 7, 8), 0, batch.window(), batch.lines()), standing)
                    .toCompletableFuture()
                    .join();
            assertThat(next.outcome()).isEqualTo(Outcome.NOT_NEXT);
            assertThat(next.states()).isNotNull();
            assertThat(next.states().markers()).containsExactly(retired);
        }
    }

    @EachRedis
    void redis_emptied_isWrittenToAnew(LocalRedis redis) {
        try (RedisBatchTransport store = new RedisBatchTransport(Logs.config(redis), null, Clock.system())) {
            store.connect();
            String before = store.ask(List.of()).redisId();
            redis.flush();

            assertThat(store.ask(List.of()).redisId()).isNotEqualTo(before);

            Awaitility.await()
                    .until(() -> redis.cliList("HGETALL", "{cl.2}:meta").size() == 4);
            assertThat(redis.cli("HGET", "{cl.2}:meta", "protocol")).isEqualTo("2");
        }
    }

    /** Tests a foreign redis id: deliveries sealed under it could not be found. */
    @EachRedis
    void redisId_thatIsNoneOfOurs_isRefused(LocalRedis redis) {
        redis.cli("HSET", "{cl.2:0}:book", "~id", "a:b");
        try (RedisBatchTransport store = new RedisBatchTransport(Logs.config(redis), null, Clock.system());
                RedisGatherStore reader = new RedisGatherStore(Logs.config(redis), null, Window.Signal.EVENTS, 0)) {
            store.connect();
            reader.connect();

            assertThatThrownBy(() -> store.ask(List.of())).hasMessageContaining("'~id'");
            assertThatThrownBy(reader::look).hasMessageContaining("'~id'");
        }
    }

    /** Uses slices of a second, so that Redis's clock is always in the last second of a slice. */
    @EachRedis
    void sliceRing_countsTheCurrentSlice_toTheSecond(LocalRedis redis) {
        int ring = 3;
        CentralogConfig config = Logs.config(redis).with(Settings.SLICE_RING, ring);
        try (RedisBatchTransport store = new RedisBatchTransport(config, null, Clock.system())) {
            store.connect();
            Set<Long> seen = new TreeSet<>();
            Awaitility.await().until(() -> {
                long second = Clock.system().epochMillis() / 1000;
                for (int behind = 0; behind <= ring + 1; behind++) {
                    Window slice = Window.slice(second - behind, 1);
                    BatchReply answer = count(store, slice);
                    long distance = answer.redisMillis() / 1000 - slice.start();
                    assertThat(answer.outcome())
                            .as("%s slices behind", distance)
                            .isEqualTo(distance < ring ? Outcome.APPLIED : Outcome.OUT_OF_RANGE);
                    seen.add(distance);
                }
                return seen.containsAll(Set.of(0L, ring - 1L, (long) ring));
            });
        }
    }

    @EachRedis
    void sliceRing_ofLongSlices_reachesExactlySoMany(LocalRedis redis) {
        int ring = 4;
        long length = 86_400;
        CentralogConfig config = Logs.config(redis).with(Settings.SLICE_RING, ring);
        try (RedisBatchTransport store = new RedisBatchTransport(config, null, Clock.system())) {
            store.connect();
            for (int behind = 0; behind <= ring + 1; behind++) {
                long second = Clock.system().epochMillis() / 1000;
                Window slice = Window.slice(second - behind * length, length);
                BatchReply answer = count(store, slice);
                long distance = (slice.at(answer.redisMillis() / 1000).start() - slice.start()) / length;
                assertThat(answer.outcome())
                        .as("%s slices behind", distance)
                        .isEqualTo(distance < ring ? Outcome.APPLIED : Outcome.OUT_OF_RANGE);
            }
        }
    }

    /** A clock on which each command takes that many milliseconds. */
    private static final class Slow implements Clock {
        private final long millis;
        private long passed;

        Slow(long millis, long ahead) {
            this.millis = millis;
            this.passed = ahead - millis;
        }

        @Override
        public long epochMillis() {
            passed += millis;
            return Clock.system().epochMillis() + passed;
        }

        @Override
        public long nanos() {
            return Clock.system().nanos();
        }
    }

    private static long offset(LocalRedis redis, Clock clock) {
        try (RedisBatchTransport store = new RedisBatchTransport(Logs.config(redis), null, clock)) {
            store.connect();
            return store.clockOffsetMillis();
        }
    }

    @EachRedis
    void clockOffset_ofAnAnswerThatTookLong_isOnlyWhatIsSure(LocalRedis redis) {
        assertThat(offset(redis, new Slow(3000, 0))).isZero();
        assertThat(offset(redis, new Slow(3000, -2900))).isZero();
        assertThat(offset(redis, new Slow(0, -3_600_000))).isBetween(3_590_000L, 3_600_000L);
        assertThat(offset(redis, new Slow(0, 3_600_000))).isBetween(-3_610_000L, -3_599_000L);
    }
}
