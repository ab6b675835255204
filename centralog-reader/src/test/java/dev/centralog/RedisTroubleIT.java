// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gather.EventSource;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests with a real Redis that starts late, freezes, loses its data or is killed while events are logged. */
@Execution(ExecutionMode.CONCURRENT)
class RedisTroubleIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(10)).until(condition);
    }

    @EachRedis(isOneEnough = true)
    void redis_absentAtStart_getsAllLater(LocalRedis redis) throws InterruptedException {
        redis.stop();
        try (Centralog centralog = Logs.open(Logs.config(redis))) {
            for (int i = 0; i < 5000; i++) {
                centralog.log(Logs.event("event " + i % 30, Logs.ago(Duration.ofSeconds(i % 5))));
            }
            assertThat(centralog.stats().waiting()).isEqualTo(5000);

            redis.start();
            await(() -> centralog.stats().waiting() == 0);
            assertThat(centralog.close(LONG)).isZero();
            assertThat(centralog.stats().acknowledged()).isEqualTo(5000);
        }
        assertThat(Logs.gatherAll(Logs.config(redis)).stored()).isEqualTo(5000);
    }

    @EachRedis(isOneEnough = true)
    void redis_frozenForSeconds_logCallsReturnAndAllArrives(LocalRedis redis) throws InterruptedException {
        long whileFrozen;
        try (Centralog centralog = Logs.open(Logs.config(redis))) {
            centralog.log(Logs.event("before", Logs.ago(Duration.ZERO)));
            await(() -> centralog.stats().acknowledged() == 1);

            redis.freeze();
            CompletableFuture<Void> thaw =
                    CompletableFuture.runAsync(redis::thaw, CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS));
            whileFrozen = Logs.logUntil(centralog, () -> thaw.isDone() ? 1 : 0);

            // Calls did not block: thousands returned while a time-out of 500 ms expired again and again.
            assertThat(whileFrozen).isGreaterThan(1000);
            assertThat(centralog.close(LONG)).isZero();
            assertThat(centralog.linkStats().outages()).isPositive();
        }
        assertThat(Logs.gatherAll(Logs.config(redis)).stored()).isEqualTo(whileFrozen + 1);
    }

    @EachRedis(isOneEnough = true)
    void redis_frozenForSeconds_actionsReturnAndAllArrive(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Actions.config(redis.port());
        long whileFrozen = 0;
        try (Centralog centralog = Logs.open(config)) {
            ActionLog actions = centralog.actions();
            actions.log(1, "view");
            await(() -> actions.stats().acknowledged() == 1);

            redis.freeze();
            CompletableFuture<Void> thaw =
                    CompletableFuture.runAsync(redis::thaw, CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS));
            while (!thaw.isDone()) {
                actions.log(whileFrozen % 100, "view");
                actions.log(whileFrozen % 100, "buy", 1.1);
                whileFrozen += 2;
            }

            // Calls did not block, as above; a value costs more than a count.
            assertThat(whileFrozen).isGreaterThan(1000);
            assertThat(centralog.close(LONG)).isZero();
            assertThat(centralog.linkStats().outages()).isPositive();
            assertThat(actions.stats().dropped()).isEmpty();
        }
        Actions gathered = Actions.gatherAll(config);
        assertThat(gathered.count()).isEqualTo(whileFrozen + 1);
        assertThat(gathered.sum())
                .isEqualByComparingTo(new BigDecimal("1.1").multiply(BigDecimal.valueOf(whileFrozen / 2)));
    }

    @EachRedis(
            isOneEnough = true,
            config = {"appendonly yes", "appendfsync always"})
    void redis_killedAndRestartedWithItsFile_isExact(LocalRedis redis) throws InterruptedException {
        long logged;
        try (Centralog centralog = Logs.open(Logs.config(redis))) {
            CompletableFuture<Void> killing = CompletableFuture.runAsync(() -> {
                for (int i = 1; i <= 4; i++) {
                    long enough = centralog.stats().acknowledged() + 300;
                    await(() -> centralog.stats().acknowledged() > enough);
                    redis.kill();
                    redis.start();
                }
            });
            logged = Logs.logUntil(centralog, () -> killing.isDone() ? 1 : 0);
            assertThat(killing).isCompleted();
            assertThat(centralog.close(LONG)).isZero();
            assertThat(centralog.stats().acknowledged()).isEqualTo(logged);
        }
        assertThat(Logs.gatherAll(Logs.config(redis)).stored()).isEqualTo(logged);
    }

    @EachRedis(isOneEnough = true)
    void scripts_flushedUnderLoad_isExact(LocalRedis redis) throws InterruptedException {
        long logged;
        try (Centralog first = Logs.open(Logs.config(redis));
                Centralog second = Logs.open(Logs.config(redis))) {
            CompletableFuture<Void> flushing = CompletableFuture.runAsync(() -> {
                for (int i = 1; i <= 100; i++) {
                    long batches = first.stats().batches();
                    await(() -> first.stats().batches() > batches);
                    redis.cli("SCRIPT", "FLUSH");
                }
            });
            CompletableFuture<Long> other = CompletableFuture.supplyAsync(() -> {
                try {
                    return Logs.logUntil(second, () -> flushing.isDone() ? 1 : 0);
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            });
            logged = Logs.logUntil(first, () -> flushing.isDone() ? 1 : 0) + other.join();
            assertThat(flushing).isCompleted();
            assertThat(first.close(LONG) + second.close(LONG)).isZero();
        }
        assertThat(Logs.gatherAll(Logs.config(redis)).stored()).isEqualTo(logged);
    }

    @EachRedis(isOneEnough = true)
    void redis_flushedWhileRunning_isAnotherSourceAndLogsOn(LocalRedis redis) throws InterruptedException {
        goesOnAfter(redis, redis::flush);
    }

    @EachRedis(isOneEnough = true)
    void redis_restartedEmpty_isAnotherSourceAndLogsOn(LocalRedis redis) throws InterruptedException {
        goesOnAfter(redis, () -> {
            redis.kill();
            redis.startEmpty();
        });
    }

    /** Logs the same group in the same second before and after all data was lost: only two identities keep both rows. */
    private static void goesOnAfter(LocalRedis redis, Runnable loss) throws InterruptedException {
        LogEvent event = Logs.event("same", Logs.ago(Duration.ofSeconds(20)));
        Set<String> identities = new HashSet<>();
        try (Centralog centralog = Logs.open(Logs.config(redis));
                EventSource source = EventSource.open(Logs.config(redis), (severity, message, cause) -> {})) {
            centralog.log(event);
            identities.add(storeOne(source));

            loss.run();
            centralog.log(event);
            centralog.log(event);
            identities.add(storeOne(source));

            assertThat(centralog.close(LONG)).isZero();
            assertThat(centralog.stats().acknowledged()).isEqualTo(3);
        }
        assertThat(identities).hasSize(2);
    }

    private static String storeOne(EventSource source) {
        EventWindow delivery = Awaitility.await()
                .atMost(LONG)
                .ignoreExceptions()
                .until(() -> source.claim(Duration.ofMillis(100)), Objects::nonNull);
        GatheredEvent event = delivery.content().events().get(0);
        assertThat(event.flag()).isEqualTo(GatheredEvent.Flag.NONE);
        assertThat(delivery.acknowledge()).isTrue();
        return event.windowStart() + " " + event.groupId() + " " + event.delivery();
    }
}
