// SPDX-License-Identifier: Apache-2.0
package dev.centralog.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.testkit.FaultyLink;
import dev.centralog.testkit.FaultyLink.Behaviour;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.LongCable;
import dev.centralog.testkit.LongForm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests with slow or half-open networks. They do not run beside other tests, because they count threads. */
@LongForm
class SlowLinkIT {
    /**
     * The most threads of a producer and a gatherer of both signals: three Redis clients with some threads each, and
     * our own.
     */
    private static final long MOST_THREADS = 24;

    private static final Duration PATIENT = Duration.ofSeconds(5);

    @Test
    void answers_late_isExact(@TempDir Path directory) {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                LongCable cable = LongCable.to(redis.port(), Duration.ofMillis(100))) {
            isExact("link with answers 100 ms late", directory, new Through(redis, cable.port(), PATIENT), () -> {});
        }
    }

    @Test
    void bytes_oneByOne_isExact(@TempDir Path directory) {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                FaultyLink link = FaultyLink.to(redis.port(), connection -> Behaviour.inSingleBytes())) {
            isExact("link that passes single bytes", directory, new Through(redis, link.port(), PATIENT), () -> {});
        }
    }

    /** Makes the other host disappear without a sign, so that only time-outs can notice it. */
    @Test
    void connections_halfOpen_isExact(@TempDir Path directory) {
        Random random = new Random(7);
        AtomicBoolean repaired = new AtomicBoolean();
        IntFunction<Behaviour> silent = connection ->
                repaired.get() ? Behaviour.GOOD : Behaviour.silentAfterRequestBytes(20_000 + random.nextInt(100_000));
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                FaultyLink link = FaultyLink.to(redis.port(), silent)) {
            isExact(
                    "half-open connections",
                    directory,
                    new Through(redis, link.port(), Duration.ofMillis(500)),
                    () -> repaired.set(true));
        }
    }

    /** The Redis, the port through which it is reached, and the longest time for an answer. */
    private record Through(LocalRedis redis, int port, Duration commandTimeout) {}

    private static void isExact(String fault, Path directory, Through through, Runnable repaired) {
        int seconds = 60;
        try (FaultRun run = FaultRun.of(fault + ", for " + seconds + " s", directory)) {
            CentralogConfig config = FaultRun.config(through.port)
                    .with(Settings.FLUSH_INTERVAL, Duration.ofMillis(200))
                    .with(Settings.ACTION_FLUSH_INTERVAL, Duration.ofMillis(200))
                    .with(Settings.COMMAND_TIMEOUT, through.commandTimeout);
            run.produce(config);
            run.gather(config);
            run.await(seconds * 1000, 1);
            assertThat(ownThreads()).isBetween(1L, MOST_THREADS);
            repaired.run();
            run.assertExact(1, FaultRun.config(through.redis.port()));
        }
    }

    /** Returns the number of threads of the two sides and their Redis client. */
    private static long ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("centralog")
                        || thread.getName().startsWith("lettuce"))
                .count();
    }
}
