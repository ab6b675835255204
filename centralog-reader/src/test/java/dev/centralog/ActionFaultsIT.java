// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gather.ActionSlice;
import dev.centralog.gather.ActionSource;
import dev.centralog.gather.GatheredAction;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.FaultyLink;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.RandomCuts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests that counts and sums are exact, whatever fails between the application and the drained slice. */
@Execution(ExecutionMode.CONCURRENT)
class ActionFaultsIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int CUTS = 20;

    private final RandomCuts cuts = RandomCuts.seeded("ActionFaultsIT");

    /** Counts actions, each with the value 1.1, and logs an event with every tenth, until the condition is true. */
    private static long countUntil(Centralog centralog, BooleanSupplier enough) throws InterruptedException {
        long counted = 0;
        while (!enough.getAsBoolean()) {
            centralog.actions().log(counted % 200, "buy", 1.1);
            if (counted % 10 == 0) {
                centralog.log(Logs.event("event " + counted % 30, Logs.ago(Duration.ZERO)));
            }
            if (++counted % 50 == 0) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
        return counted;
    }

    private static void assertExact(Actions gathered, long counted) {
        assertThat(gathered.count()).isEqualTo(counted);
        assertThat(gathered.sum()).isEqualByComparingTo(new BigDecimal("1.1").multiply(BigDecimal.valueOf(counted)));
        assertThat(gathered.rows()).allMatch(row -> row.flag() == GatheredAction.Flag.NONE);
    }

    @EachRedis(isOneEnough = true)
    void producer_cutOften_isExact(LocalRedis redis) throws InterruptedException {
        long counted;
        long events;
        try (FaultyLink link = FaultyLink.to(redis.port(), cuts);
                Centralog centralog = Logs.open(Actions.config(link.port()))) {
            counted = countUntil(centralog, () -> link.cuts() >= CUTS);
            cuts.repair();
            assertThat(centralog.close(LONG)).isZero();
            assertThat(centralog.actions().stats().acknowledged()).isEqualTo(counted);
            events = centralog.stats().acknowledged();
        }

        assertExact(Actions.gatherAll(Actions.config(redis.port())), counted);
        assertThat(Logs.gatherAll(Logs.config(redis)).stored()).isEqualTo(events);
    }

    @EachRedis(isOneEnough = true)
    void reader_cutOften_storesEachRowOnce(LocalRedis redis) throws InterruptedException {
        CentralogConfig direct = Actions.config(redis.port());
        int actions = 20_000;
        try (Centralog centralog = Logs.open(direct)) {
            for (int i = 0; i < actions; i++) {
                centralog
                        .actions()
                        .log(Action.of(i % 500, "buy").withValue(1.1).at(Logs.ago(Duration.ofSeconds(5 + i % 40))));
            }
            assertThat(centralog.close(LONG)).isZero();
        }
        Actions stored = new Actions();
        try (FaultyLink link = FaultyLink.to(redis.port(), cuts)) {
            while (link.cuts() < CUTS) {
                readSome(Actions.config(link.port()), stored);
            }
        }
        try (ActionSource source = Actions.open(direct)) {
            Awaitility.await().atMost(LONG).until(() -> {
                while (stored.gatherNext(source, Duration.ZERO)) {
                    // more follow: slices become free one by one, as the leases of closed sources end
                }
                return source.backlog().leased().isEmpty()
                        && source.backlog().open().isEmpty();
            });
        }
        assertExact(stored, actions);
    }

    private static void readSome(CentralogConfig config, Actions stored) throws InterruptedException {
        try (ActionSource source = Actions.open(config)) {
            for (int i = 0; i < 5 && stored.gatherNext(source, Duration.ZERO); i++) {
                // on
            }
        } catch (CentralogException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @EachRedis(
            isOneEnough = true,
            config = {"appendonly yes", "appendfsync always"})
    void redis_killedAndRestartedWithItsFile_isExact(LocalRedis redis) throws InterruptedException {
        long counted;
        Actions gathered = new Actions();
        try (Centralog centralog = Logs.open(Actions.config(redis.port()))) {
            ActionLog actions = centralog.actions();
            CompletableFuture<Void> killing = CompletableFuture.runAsync(() -> {
                for (int i = 1; i <= 4; i++) {
                    long enough = actions.stats().acknowledged() + 2000;
                    Awaitility.await().atMost(LONG).until(() -> actions.stats().acknowledged() > enough);
                    redis.kill();
                    redis.start();
                }
            });
            counted = countUntil(centralog, killing::isDone);
            assertThat(killing).isCompleted();
            assertThat(centralog.close(LONG)).isZero();
            assertThat(actions.stats().acknowledged()).isEqualTo(counted);
        }
        try (ActionSource source = Actions.open(Actions.config(redis.port()))) {
            ActionSlice first = source.claim(LONG);
            assertThat(first).isNotNull();
            gathered.store(first); // but never acknowledged: Redis is killed here
            redis.kill();
        }
        redis.start();
        try (ActionSource source = Actions.open(Actions.config(redis.port()))) {
            Awaitility.await().atMost(LONG).until(() -> {
                while (gathered.gatherNext(source, Duration.ofMillis(100))) {
                    // on
                }
                return source.backlog().leased().isEmpty()
                        && source.backlog().open().isEmpty();
            });
        }
        assertExact(gathered, counted);
    }
}
