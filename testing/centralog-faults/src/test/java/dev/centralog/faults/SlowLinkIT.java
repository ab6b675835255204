// SPDX-License-Identifier: Apache-2.0
package dev.centralog.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.testkit.Faults;
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

/** Networks that take their time, or swallow everything; not beside other tests, as threads are counted. */
class SlowLinkIT {
    /** Of a producer, and of a gatherer of both streams: three Redis clients, of some threads each, and their own. */
    private static final long MOST_THREADS = 24;

    private static final Duration PATIENT = Duration.ofSeconds(5);

    @LongForm
    @Test
    void answers_late_isExact(@TempDir Path directory) {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                LongCable cable = LongCable.to(redis.port(), Duration.ofMillis(100))) {
            isExact("link with answers 100 ms late", directory, new Through(redis, cable.port(), PATIENT), () -> {});
        }
    }

    @LongForm
    @Test
    void bytes_oneByOne_isExact(@TempDir Path directory) {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                FaultyLink link = FaultyLink.to(redis.port(), connection -> Behaviour.inSingleBytes())) {
            isExact("link that passes single bytes", directory, new Through(redis, link.port(), PATIENT), () -> {});
        }
    }

    /** The other host is gone and nobody says so: time-outs have to notice. */
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

    /** Which Redis, through which port it is reached, and how long an answer may take. */
    private record Through(LocalRedis redis, int port, Duration commandTimeout) {}

    private static void isExact(String fault, Path directory, Through through, Runnable repaired) {
        int seconds = Faults.times(3, 60);
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

    /** Those that the two sides and their Redis client have. */
    private static long ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("centralog")
                        || thread.getName().startsWith("lettuce"))
                .count();
    }
}
