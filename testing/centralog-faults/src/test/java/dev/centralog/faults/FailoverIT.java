// SPDX-License-Identifier: Apache-2.0
package dev.centralog.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.LongForm;
import dev.centralog.testkit.ReplicatedRedis;
import dev.centralog.tools.audit.Audit;
import dev.centralog.tools.audit.Figures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests in which a lagging replica takes over, again and again, while applications log and gatherers store. Batches
 * that were confirmed to a live application and that the replica lacks are sent again; what was stored can't be undone.
 */
@LongForm
class FailoverIT {
    private static final Duration LAG = Duration.ofMillis(150);

    @Test
    void replica_takingOver_everythingOnce(@TempDir Path directory) {
        assertExact("replica that lags takes over", 20, directory, ReplicatedRedis::failOver);
    }

    /**
     * Makes the old primary a replica, so that it refuses requests on connections that are still open. For a moment it
     * is a primary that has lost its replica.
     */
    @Test
    void primary_becomingAReplica_everythingOnce(@TempDir Path directory) {
        assertExact("primary becomes a replica", 20, directory, ReplicatedRedis::switchOver);
    }

    /**
     * Lets a load balancer or a name lead to the replica for a second, while the replica lags and refuses only writes;
     * also with a small replay buffer. A producer that believed the replica's number would take a new id, and count
     * again what the primary already has.
     */
    @ParameterizedTest
    @ValueSource(longs = {4194304, 40000})
    void replica_thatIsBehind_isNotBelieved(long replayBytes, @TempDir Path directory) {
        int times = 20;
        try (ReplicatedRedis redis = start();
                FaultRun run = FaultRun.of("address leads to a replica, replayBytes " + replayBytes, directory)) {
            CentralogConfig config = config(redis).with(Settings.REPLAY_BYTES, replayBytes);
            repeat(run, times, begin(run, config), () -> mislead(redis, run));
            run.assertExact(times, config(redis));
        }
    }

    private static void mislead(ReplicatedRedis redis, FaultRun run) {
        redis.separate();
        run.await(900, 1100);
        redis.misleadToReplica();
        run.await(900, 1100);
        redis.leadToPrimary();
        redis.reunite();
    }

    private static void assertExact(String fault, int times, Path directory, Consumer<ReplicatedRedis> change) {
        try (ReplicatedRedis redis = start();
                FaultRun run = FaultRun.of(fault, directory)) {
            repeat(run, times, begin(run, config(redis)), () -> change.accept(redis));
            run.assertExact(times, config(redis));
        }
    }

    /** Measures what each of the two settings prevents; the figures are in docs/reliability.md. */
    @ParameterizedTest
    @CsvSource({"false, 4194304", "true, 0", "false, 0"})
    void replica_takingOverUnguarded_isMeasured(boolean awaitDurableSeals, long replayBytes, @TempDir Path directory) {
        String name = "the same with awaitDurableSeals " + awaitDurableSeals + ", replayBytes " + replayBytes;
        try (ReplicatedRedis redis = start();
                FaultRun run = FaultRun.of(name, directory)) {
            CentralogConfig unguarded = config(redis)
                    .with(ReaderSettings.AWAIT_DURABLE_SEALS, awaitDurableSeals)
                    .with(Settings.REPLAY_BYTES, replayBytes);
            repeat(run, 20, begin(run, unguarded), redis::failOver);
            Audit audit = run.end(20, config(redis));
            assertThat(off(audit.events().figures()) + off(audit.actions().figures()))
                    .isLessThan(audit.events().logged());
        }
    }

    private static ReplicatedRedis start() {
        return ReplicatedRedis.start(LocalRedis.builder(LocalRedis.Version.newest()), LAG);
    }

    private static CentralogConfig config(ReplicatedRedis redis) {
        return FaultRun.config(redis.port());
    }

    private static long off(Figures figures) {
        return figures.lost() + figures.doubled();
    }

    /**
     * Starts two gatherers and two producers, and returns the first producer. By then the replica knows the redis id;
     * without it, it would draw another one.
     */
    private static Traffic begin(FaultRun run, CentralogConfig config) {
        run.gather(config);
        run.gather(config);
        Traffic first = run.produce(config);
        run.produce(config);
        run.awaitMoreRows(1);
        return first;
    }

    private static void repeat(FaultRun run, int times, Traffic first, Runnable change) {
        for (int i = 0; i < times; i++) {
            run.await(800, 1200);
            if (run.random().nextBoolean()) {
                first.rest(); // then no later batch of it reveals what the replica lacks
            }
            change.run();
            first.goOn();
        }
    }
}
