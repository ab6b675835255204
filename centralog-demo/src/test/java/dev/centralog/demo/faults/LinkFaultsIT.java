// SPDX-License-Identifier: Apache-2.0
package dev.centralog.demo.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.testkit.DuplicatingLink;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.FaultyLink;
import dev.centralog.testkit.FaultyLink.Fate;
import dev.centralog.testkit.LocalRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Bad networks between producers, Redis and a gatherer. */
@Execution(ExecutionMode.CONCURRENT)
class LinkFaultsIT {
    private static final int PRODUCERS = 4;

    private final AtomicBoolean repaired = new AtomicBoolean();

    private IntFunction<Fate> until(BooleanSupplier good, IntFunction<Fate> bad) {
        return connection -> good.getAsBoolean() ? Fate.GOOD : bad.apply(connection);
    }

    /** The handshake takes some hundred bytes and INFO answers with thousands: most cuts come after both. */
    private IntFunction<Fate> cutting(Random random) {
        return until(
                repaired::get,
                connection -> connection % 2 == 0
                        ? Fate.cutAfterRequestBytes(400 + random.nextInt(8_000))
                        : Fate.cutAfterAnswerBytes(400 + random.nextInt(connection % 3 == 0 ? 6_000 : 500)));
    }

    /** Five of a hundred calls of scripts are delivered twice, and all connections are cut again and again. */
    @Test
    void connections_cutAndRequestsDoubled_isExact(@TempDir Path directory) {
        int most = Faults.times(200, 10_000);
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                FaultRun run = FaultRun.of("connections cut in mid-request or mid-reply, 5 % delivered twice", directory)) {
            Random random = run.random();
            try (DuplicatingLink twice = DuplicatingLink.to(redis.port(), () -> chance(random, 5));
                    FaultyLink link = FaultyLink.to(twice.port(), cutting(random))) {
                CentralogConfig through = FaultRun.config(link.port());
                for (int i = 0; i < PRODUCERS; i++) {
                    run.produce(through);
                }
                run.gather(through);
                Awaitility.await()
                        .atMost(Duration.ofMinutes(Faults.times(2, 120)))
                        .until(() -> link.cuts() >= most);
                repaired.set(true);
                run.assertExact(link.cuts(), FaultRun.config(redis.port()));
                assertThat(twice.doubled()).isPositive();
                System.out.println("delivered twice: " + twice.doubled());
            }
        }
    }

    private static boolean chance(Random random, int percent) {
        return random.nextInt(100) < percent;
    }

    @Test
    void answers_late_isExact(@TempDir Path directory) {
        throughLinkOf("link with 100 ms each way", directory, connection -> Fate.late(Duration.ofMillis(100)));
    }

    @Test
    void bytes_oneByOne_isExact(@TempDir Path directory) {
        throughLinkOf("link that passes single bytes", directory, connection -> Fate.inSingleBytes());
    }

    /** The other host is gone and nobody says so: time-outs have to notice. */
    @Test
    void connections_halfOpen_isExact(@TempDir Path directory) {
        Random random = new Random(7);
        throughLinkOf(
                "half-open connections",
                directory,
                until(repaired::get, connection -> Fate.silentAfterRequestBytes(1_000 + random.nextInt(20_000))));
    }

    private void throughLinkOf(String fault, Path directory, IntFunction<Fate> fates) {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                FaultRun run = FaultRun.of(fault, directory);
                FaultyLink link = FaultyLink.to(redis.port(), fates)) {
            run.produce(FaultRun.config(link.port()));
            run.gather(FaultRun.config(link.port()));
            run.await(1000, 1);
            long threads = ownThreads();
            run.await(Faults.times(4_000, 60_000), 1);
            repaired.set(true);
            assertThat(ownThreads()).isLessThanOrEqualTo(threads + 2);
            run.assertExact(link.connections(), FaultRun.config(redis.port()));
        }
    }

    /** Those that the two sides and their Redis client have. */
    private static long ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("centralog") || thread.getName().startsWith("lettuce"))
                .count();
    }
}
