// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Logs;
import dev.centralog.Settings;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.ReplicatedRedis;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that no delivery is handed out while its seal could be undone. */
class DurableSealsIT {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final List<String> said = new CopyOnWriteArrayList<>();

    private static ReplicatedRedis start(LocalRedis.Version version) {
        Assumptions.assumeTrue(version.isAvailable());
        return ReplicatedRedis.start(LocalRedis.builder(version), Duration.ofMillis(5));
    }

    private static CentralogConfig config(ReplicatedRedis redis) {
        // Half of it is for Redis to wait, the rest for the reply to come on a busy machine.
        return Logs.config(redis.port()).with(Settings.COMMAND_TIMEOUT, Duration.ofSeconds(4));
    }

    private EventSource open(CentralogConfig config) {
        return EventSource.open(config, (severity, message, cause) -> said.add(message));
    }

    private static void logOldWindows(CentralogConfig config, int windows) {
        LogEvent[] events = new LogEvent[windows];
        for (int i = 0; i < windows; i++) {
            events[i] = Logs.event("some", Logs.ago(Duration.ofSeconds(60L + i)));
        }
        Logs.log(config, events);
    }

    private static long calls(LocalRedis redis, String command) {
        return redis.cli("INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("^.*?calls=(\\d+),.*$", "$1")))
                .sum();
    }

    @ParameterizedTest
    @EnumSource
    void window_thatTheReplicaLacks_isHandedOutWhenItHasIt(LocalRedis.Version version) throws InterruptedException {
        try (ReplicatedRedis redis = start(version);
                EventSource source = open(config(redis))) {
            logOldWindows(config(redis), 1);
            redis.replica().freeze();
            assertThat(source.claim(SHORT)).isNull();
            assertThat(said).anyMatch(line -> line.contains("'awaitDurableSeals'") && line.contains("0 of 1 replicas"));

            redis.replica().thaw();
            EventWindow window = Objects.requireNonNull(source.claim(LONG));

            assertThat(window.content().events()).hasSize(1);
            assertThat(window.acknowledge()).isTrue();
            assertThat(said).last().asString().contains("durable again");
            assertThat(redis.replica()
                            .cli(
                                    "HEXISTS",
                                    "{cl.2:0}:book",
                                    "g" + window.windowStart().getEpochSecond()))
                    .isEqualTo("1");
        }
    }

    /** Checks that a replica out of sight is waited for: it may be the primary of other clients by now. */
    @ParameterizedTest
    @EnumSource
    void replica_outOfSight_isWaitedForUntilItIsBack(LocalRedis.Version version) throws InterruptedException {
        try (ReplicatedRedis redis = start(version);
                EventSource source = open(config(redis))) {
            logOldWindows(config(redis), 1);
            redis.separate();
            assertThat(source.claim(SHORT)).isNull();
            assertThat(said).anyMatch(line -> line.contains("0 of 1 replicas") && line.contains("may take over"));

            redis.reunite();

            assertThat(source.claim(LONG)).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void window_unguarded_isHandedOutAtOnce(LocalRedis.Version version) throws InterruptedException {
        try (ReplicatedRedis redis = start(version);
                EventSource source = open(config(redis).with(ReaderSettings.AWAIT_DURABLE_SEALS, false))) {
            logOldWindows(config(redis), 1);
            redis.replica().freeze();

            assertThat(source.claim(LONG)).isNotNull();
        }
    }

    /** Tests a new replica that has not loaded the scripts, so that it refuses them only at the second attempt. */
    @ParameterizedTest
    @EnumSource
    void primary_thatBecomesAReplicaBeforeAnySeal_isLeft(LocalRedis.Version version) {
        try (ReplicatedRedis redis = start(version);
                EventSource source = open(config(redis))) {
            logOldWindows(config(redis), 1);
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> redis.replica().cli("EXISTS", "{cl.2:0}:open").equals("1"));
            redis.switchOver();

            Awaitility.await().atMost(LONG).ignoreExceptions().until(() -> source.claim(Duration.ZERO) != null);
        }
    }

    /** Checks that many windows need few waits: one wait may take as long as Redis takes to write its file. */
    @ParameterizedTest
    @EnumSource
    void windows_manyDue_areConfirmedTogetherAndHandedOutInOrder(LocalRedis.Version version)
            throws InterruptedException {
        try (ReplicatedRedis redis = start(version);
                EventSource source = open(config(redis))) {
            logOldWindows(config(redis), 100);
            long before = calls(redis.primary(), "wait");

            EventWindow last = Objects.requireNonNull(source.claim(LONG));
            for (int i = 1; i < 100; i++) {
                EventWindow next = Objects.requireNonNull(source.claim(LONG));
                assertThat(next.windowStart()).isAfter(last.windowStart());
                last = next;
            }

            assertThat(calls(redis.primary(), "wait") - before).isBetween(2L, 10L);
        }
    }

    @EachRedis
    void noReplicaAndNoFile_nothingIsWaitedFor(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        try (EventSource source = open(config)) {
            logOldWindows(config, 1);

            assertThat(source.claim(LONG)).isNotNull();
            assertThat(calls(redis, "wait") + calls(redis, "waitaof")).isZero();
        }
    }

    @EachRedis(config = {"appendonly yes", "appendfsync everysec"})
    void fileOfARedisThatTells_isWaitedFor(LocalRedis redis) throws InterruptedException {
        assertThat(waitsForFile(redis)).isBetween(tells(redis) ? 1L : 0L, tells(redis) ? 5L : 0L);
    }

    /** Tests a setting with which Redis can't report when a write is on disk. */
    @EachRedis(config = {"appendonly yes", "appendfsync no"})
    void fileThatIsNeverSynced_isWaitedForOnce(LocalRedis redis) throws InterruptedException {
        assertThat(waitsForFile(redis)).isBetween(tells(redis) ? 5L : 0L, tells(redis) ? 9L : 0L);
    }

    private static boolean tells(LocalRedis redis) {
        return redis.cli("COMMAND", "INFO", "WAITAOF").contains("waitaof");
    }

    private long waitsForFile(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis).with(Settings.COMMAND_TIMEOUT, Duration.ofSeconds(10));
        try (EventSource source = open(config)) {
            logOldWindows(config, 20);
            for (int i = 0; i < 20; i++) {
                assertThat(Objects.requireNonNull(source.claim(LONG)).acknowledge())
                        .isTrue();
            }
        }
        return calls(redis, "waitaof");
    }
}
