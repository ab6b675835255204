// SPDX-License-Identifier: Apache-2.0
package dev.centralog.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.FaultyLink;
import dev.centralog.testkit.FaultyLink.Behaviour;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.LongForm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests a long time under load with random faults at intervals: the counts are exact at the end, and nothing has grown.
 * Runs only in the long form; its parameters are {@code -Dsoak.seconds=3600 -Dsoak.rate=20000 -Dsoak.faultSeconds=10}.
 */
@LongForm
class SoakIT {
    private static final int SECONDS = Integer.getInteger("soak.seconds", 120);
    private static final int RATE = Integer.getInteger("soak.rate", 20_000);
    private static final int FAULT_SECONDS = Integer.getInteger("soak.faultSeconds", 10);
    private static final Pattern USED_MEMORY = Pattern.compile("used_memory:(\\d+)");
    private static final double MORE_REDIS_BYTES = 32 << 20;

    /** The faults. A freeze or a refusal lasts for some seconds. */
    private enum Fault {
        GATHERER_KILLED,
        GATHERER_FROZEN,
        REDIS_KILLED,
        REDIS_FROZEN,
        REDIS_READ_ONLY,
        REDIS_FULL,
        REDIS_BUSY,
        SCRIPTS_FLUSHED,
        CONNECTIONS_CUT
    }

    private final AtomicLong allowedBytes = new AtomicLong(Long.MAX_VALUE);

    @Test
    void load_withFaultsAtRandom_isExactAndNothingGrows(@TempDir Path directory) {
        Map<Fault, Integer> faults = new TreeMap<>();
        List<Double> redisBytes = new ArrayList<>();
        ProcessWatch producerWatch = new ProcessWatch("producer");
        ProcessWatch gathererWatch = new ProcessWatch("gatherer");
        try (LocalRedis redis = LocalRedis.builder(LocalRedis.Version.newest())
                        .config("appendonly yes", "appendfsync always", "aof-load-truncated no", "lua-time-limit 100")
                        .start();
                FaultRun run = FaultRun.of("soak, " + SECONDS + " s at " + RATE + "/s", directory);
                FaultyLink link = FaultyLink.to(redis.port(), connection -> behaviour())) {
            ForkedJvm steady = run.gatherElsewhere(link.port());
            ForkedJvm victim = run.gatherElsewhere(link.port());
            ForkedJvm producer = run.loadElsewhere(link.port(), (long) SECONDS * RATE, RATE);
            while (producer.isAlive()) {
                run.await(FAULT_SECONDS * 1000, 1);
                if (!producer.isAlive()) {
                    break;
                }
                producerWatch.look(producer.pid());
                gathererWatch.look(steady.pid());
                Matcher used = USED_MEMORY.matcher(redis.cli("INFO", "memory"));
                assertThat(used.find()).isTrue();
                redisBytes.add(Double.valueOf(used.group(1)));

                Fault fault = Fault.values()[run.random().nextInt(Fault.values().length)];
                faults.merge(fault, 1, Integer::sum);
                victim = inject(fault, run, redis, victim);
            }
            int exitCode = producer.awaitExit(FaultRun.LIMIT);
            assertThat(exitCode)
                    .as(producer.standardOutput() + producer.standardError())
                    .isZero();
            run.assertExact(faults.values().stream().mapToInt(Integer::intValue).sum(), FaultRun.config(redis.port()));
        }
        System.out.println(faults);
        producerWatch.assertFlat();
        gathererWatch.assertFlat();
        ProcessWatch.assertFlat("Redis: used_memory, bytes", redisBytes, MORE_REDIS_BYTES);
    }

    private Behaviour behaviour() {
        return Behaviour.cutAfterRequestBytes(allowedBytes.getAndSet(Long.MAX_VALUE));
    }

    private ForkedJvm inject(Fault fault, FaultRun run, LocalRedis redis, ForkedJvm victim) {
        switch (fault) {
            case GATHERER_KILLED -> {
                victim.close();
                return run.gatherElsewhere(redis.port());
            }
            case GATHERER_FROZEN -> {
                victim.freeze();
                run.await(1500, 2000);
                victim.thaw();
            }
            case REDIS_KILLED -> {
                redis.kill();
                run.await(1, 1000);
                redis.start();
            }
            case REDIS_FROZEN -> {
                redis.freeze();
                run.await(1000, 4000);
                redis.thaw();
            }
            case REDIS_READ_ONLY -> {
                redis.cli("REPLICAOF", "127.0.0.1", "1");
                run.await(500, 2000);
                redis.cli("REPLICAOF", "NO", "ONE");
            }
            case REDIS_FULL -> {
                redis.cli("CONFIG", "SET", "maxmemory", "1");
                run.await(500, 2000);
                redis.cli("CONFIG", "SET", "maxmemory", "0");
            }
            case REDIS_BUSY -> {
                var unused = CompletableFuture.runAsync(() -> redis.cli("EVAL", "while true do end", "0"));
                run.await(500, 2000);
                redis.cli("SCRIPT", "KILL");
            }
            case SCRIPTS_FLUSHED -> redis.cli("SCRIPT", "FLUSH");
            case CONNECTIONS_CUT -> {
                allowedBytes.set(2_000 + run.random().nextInt(8_000)); // for the next connection
                redis.cli("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            }
        }
        return victim;
    }
}
