// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.FreePorts;
import dev.centralog.testkit.LocalRedis;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tests that an application which opens a producer does not wait for the Redis client, and what loading that late
 * costs.
 */
class StartIT {
    private static List<String> lines = List.of();

    @BeforeAll
    static void startAProcess() {
        lines = linesOfAProcess("redis://127.0.0.1:" + FreePorts.next());
    }

    @Test
    void open_loadsNothingOfTheRedisClient() {
        List<String> beforeOpened = lines.subList(0, lines.indexOf(OpenedProcess.OPENED));

        assertThat(beforeOpened).anyMatch(line -> line.contains("dev.centralog.Centralog "));
        assertThat(beforeOpened)
                .noneMatch(line -> line.contains("io.lettuce.")
                        || line.contains("io.netty.")
                        || line.contains("dev.centralog.internal.redis."));
    }

    /** Guards against a short-lived application that ends before the Redis client is loaded. */
    @Test
    void firstEvent_hasTheRedisClientLoadedBeforeItIsToBeShipped() {
        List<String> loaded = lines.subList(lines.indexOf(OpenedProcess.OPENED), lines.size()).stream()
                .filter(line -> line.contains("io.lettuce.core.RedisClient ")
                        || line.contains("dev.centralog.internal.ship.FlushSteps "))
                .toList();

        assertThat(loaded).isNotEmpty();
        assertThat(loaded.get(0)).as("before the first flush begins").contains("RedisClient");
    }

    /** Checks that no event is lost, even if the shipper has no time to load the client until these threads end. */
    @Test
    void manyThreads_thatLogFromTheStart_loseNothing() {
        long events = (long) FloodedProcess.THREADS * FloodedProcess.EVENTS;
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                ForkedJvm jvm = ForkedJvm.builder(FloodedProcess.class.getName())
                        .arguments(redis.uri())
                        .start()) {
            assertThat(jvm.awaitExit(Duration.ofMinutes(3))).isZero();
            assertThat(jvm.standardOutput().strip())
                    .isEqualTo("logged " + events + ", acknowledged " + events + ", dropped 0, left 0");
        }
    }

    /** Checks that the sign of life of a process that logs nothing does not make its start longer. */
    @Test
    void processThatLogsNothing_loadsTheRedisClientAfterTenSeconds() {
        List<String> quiet = linesOfAProcess("redis://127.0.0.1:" + FreePorts.next(), "quiet");

        assertThat(quiet)
                .filteredOn(line -> line.startsWith(OpenedProcess.CONNECTS_AFTER))
                .singleElement()
                .satisfies(line -> assertThat(Long.parseLong(line.substring(OpenedProcess.CONNECTS_AFTER.length())))
                        .isGreaterThanOrEqualTo(9_900));
    }

    private static List<String> linesOfAProcess(String... arguments) {
        try (ForkedJvm jvm = ForkedJvm.builder(OpenedProcess.class.getName())
                .jvmOptions("-Xlog:class+load:stdout")
                .arguments(arguments)
                .start()) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(60))).isZero();
            return jvm.standardOutput().lines().toList();
        }
    }
}
