// SPDX-License-Identifier: Apache-2.0
package dev.centralog.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Settings;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.tools.audit.Audit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests with a Redis that is killed, frozen, full or emptied while producers and a gatherer are at work. */
@Execution(ExecutionMode.CONCURRENT)
class RedisFaultsIT {
    private static final String[] DURABLE = {"appendonly yes", "appendfsync always"};

    @Test
    void redis_killedAndRestarted_isExact(@TempDir Path directory) {
        int kills = Faults.times(3, 50);
        try (LocalRedis redis = LocalRedis.builder(LocalRedis.Version.newest())
                        .config(DURABLE)
                        .config("aof-load-truncated no")
                        .start();
                FaultRun run = FaultRun.of("Redis `kill -9`, AOF always", directory)) {
            run.produce(FaultRun.config(redis.port()));
            run.gather(FaultRun.config(redis.port()));
            for (int kill = 0; kill < kills; kill++) {
                run.await(300, 1500);
                redis.kill();
                run.await(1, 300);
                redis.start();
            }
            run.assertExact(kills, FaultRun.config(redis.port()));
        }
    }

    /** Freezes Redis, and checks that a thread that logs is never found waiting except in its own pause. */
    @Test
    void redis_frozen_isExactAndCallsDoNotWait(@TempDir Path directory) {
        int freezes = Faults.times(2, 50);
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                FaultRun run = FaultRun.of("Redis frozen, 1 s to " + Faults.times(2, 20) + " s", directory)) {
            Traffic traffic = run.produce(FaultRun.config(redis.port()));
            run.gather(FaultRun.config(redis.port()));
            for (int freeze = 0; freeze < freezes; freeze++) {
                run.await(300, 1000);
                redis.freeze();
                long calls = traffic.calls();
                CompletableFuture<List<String>> waiting =
                        CompletableFuture.supplyAsync(() -> CallingThreads.waitingInOurCode(100));
                run.await(1000, Faults.times(1000, 19_000));
                Awaitility.await().atMost(FaultRun.LIMIT).until(() -> traffic.calls() > calls + 100);
                assertThat(waiting.join()).isEmpty();
                redis.thaw();
                // Wait until everything is shipped; otherwise several freezes would act as one long outage, and actions
                // would be older than their ring.
                Awaitility.await()
                        .atMost(FaultRun.LIMIT)
                        .until(() -> traffic.actionStats().waiting() < 500);
            }
            run.assertExact(freezes, FaultRun.config(redis.port()));
        }
    }

    @Test
    void redis_full_refusesProducersAndIsDrained(@TempDir Path directory) {
        int seconds = Faults.times(5, 60);
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                FaultRun run = FaultRun.of("Redis at `maxmemory` for " + seconds + " s", directory)) {
            // The slices are long enough for actions to reach their own slice afterwards; see sliceRing.
            Traffic traffic = run.produce(
                    FaultRun.config(redis.port()).with(Settings.SLICE_LENGTH, Duration.ofSeconds(Faults.times(1, 5))));
            Awaitility.await()
                    .atMost(FaultRun.LIMIT)
                    .until(() -> traffic.stats().acknowledged() > 1000);
            redis.cli("CONFIG", "SET", "maxmemory", "1");
            long resent = traffic.resent();
            Awaitility.await().atMost(FaultRun.LIMIT).until(() -> traffic.resent() > resent);
            long acknowledged = traffic.stats().acknowledged();

            run.gather(FaultRun.config(redis.port()));
            run.await(seconds * 1000, 1);
            Awaitility.await()
                    .atMost(FaultRun.LIMIT)
                    .until(() -> run.audit().events().stored() == acknowledged);
            assertThat(traffic.stats().acknowledged()).isEqualTo(acknowledged);

            redis.cli("CONFIG", "SET", "maxmemory", "0");
            run.assertExact(1, FaultRun.config(redis.port()));
        }
    }

    /** Flushes Redis under load: only what waited in it is lost, at most what was logged and not stored before. */
    @Test
    void redis_flushedUnderLoad_losesWhatWaitedInItAndGoesOn(@TempDir Path directory) {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                FaultRun run = FaultRun.of("`FLUSHALL` under load", directory)) {
            Loss loss = losing(run, () -> {}, () -> redis.cli("FLUSHALL"), redis.port());
            assertThat(loss.doubled).isZero();
        }
    }

    /**
     * Starts Redis from an older state. Producers send again what they keep. Late counts of a window that was sealed
     * and stored since then may be in another delivery than before, and count twice: this Redis can't tell when a seal
     * is on disk.
     */
    @Test
    void redis_fromAnOlderState_isOffByWhatItConfirmedSinceAndGoesOn(@TempDir Path directory) {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                FaultRun run = FaultRun.of("Redis from an RDB of some seconds before", directory)) {
            Runnable goBack = () -> {
                redis.kill();
                redis.start();
            };
            Loss loss = losing(run, () -> redis.cli("SAVE"), goBack, redis.port());
            assertThat(loss.doubled).isBetween(0L, loss.most);
        }
    }

    /** The number of doubled calls, and the most calls that may have been affected. */
    private record Loss(long doubled, long most) {}

    private static Loss losing(FaultRun run, Runnable before, Runnable loss, int port) {
        int losses = Faults.times(1, 20);
        Traffic traffic = run.produce(FaultRun.config(port));
        var gatherer = run.gather(FaultRun.config(port));
        long most = 0;
        for (int i = 0; i < losses; i++) {
            run.await(1000, 1000);
            before.run();
            long stored = run.stored();
            run.await(500, 1500);
            loss.run();
            most += traffic.calls() - stored;
            long windows = gatherer.stats().events().windows();
            Awaitility.await()
                    .atMost(FaultRun.LIMIT)
                    .until(() -> gatherer.stats().events().windows() > windows + 1);
        }
        Audit audit = run.end(losses, FaultRun.config(port));
        long lost = audit.events().figures().lost() + audit.actions().figures().lost();
        assertThat(lost).isBetween(0L, most);
        assertThat(audit.events().figures().misFolded()
                        + audit.actions().figures().misFolded())
                .isZero();
        assertThat(run.troubles()).noneMatch(said -> said.contains("the gatherer has ended"));
        return new Loss(
                audit.events().figures().doubled() + audit.actions().figures().doubled(), most);
    }
}
