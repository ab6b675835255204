// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.Logs;
import dev.centralog.Settings;
import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.ship.BatchReply;
import dev.centralog.internal.ship.BatchReply.Outcome;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.Window;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;

/** What the settings make of the scripts' arguments. */
class RedisBatchTransportIT {
    private static BatchReply count(RedisBatchTransport store, Window slice) {
        // A producer each: a batch that is refused consumes no number.
        Batch batch = new Batch(
                "p" + slice.start() + System.nanoTime(),
                1,
                slice,
                List.of(new BatchLine("1:1a".getBytes(UTF_8), 1, new byte[0])));
        return store.send(batch).toCompletableFuture().join();
    }

    /** Slices of a second, so that Redis's clock is always in the last second of one. */
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
                    long distance = answer.redisSecond() - slice.start();
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
                long distance = (slice.at(answer.redisSecond()).start() - slice.start()) / length;
                assertThat(answer.outcome())
                        .as("%s slices behind", distance)
                        .isEqualTo(distance < ring ? Outcome.APPLIED : Outcome.OUT_OF_RANGE);
            }
        }
    }

    /** A clock on which each command takes so long. */
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
