// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.FreePorts;
import dev.centralog.testkit.LocalRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests of applications that end while Redis is unavailable: they report what is lost, and hardly wait; and of ones switched
 * off.
 */
@Execution(ExecutionMode.CONCURRENT)
class UnreachableRedisIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** The time that would be waited for if no attempt had failed; no test may take that long. */
    private static final Duration ENDLESS = Duration.ofMinutes(10);

    /** The ways in which the application ends. */
    enum Ending {
        CLOSE,
        RETURN,
        /** The application closes after Centralog's own hook has reported everything. */
        CLOSE_IN_A_LATER_HOOK
    }

    @ParameterizedTest
    @EnumSource
    void application_ends_saysOnceWhatIsLostAndHardlyWaits(Ending ending) {
        int port = FreePorts.next();
        try (ForkedJvm jvm = ForkedJvm.builder(Application.class.getName())
                .arguments(Integer.toString(port), ending.name())
                .start()) {
            assertThat(jvm.awaitExit(LIMIT)).as(jvm.standardError()).isZero();

            List<String> said = jvm.standardError()
                    .lines()
                    .filter(line -> line.startsWith("centralog") && !line.startsWith("centralog INFO: this process: "))
                    .toList();
            assertThat(said)
                    .filteredOn(line -> line.contains("lost"))
                    .singleElement()
                    .asString()
                    .startsWith(
                            "centralog ERROR: 4 events or actions were not confirmed by Redis within 1000 ms (setting"
                                    + " 'shutdownTimeoutAway') and are lost; last error: can't connect to Redis at"
                                    + " 'redis://127.0.0.1:"
                                    + port);
            assertThat(said)
                    .filteredOn(line -> !line.contains("lost"))
                    .allMatch(line -> line.contains("WARN: Redis has"));
        }
    }

    /** An application that logs three events and an action, and ends. */
    static final class Application {
        private Application() {}

        public static void main(String[] arguments) {
            Centralog centralog = Centralog.open(
                    Logs.config(Integer.parseInt(arguments[0])).with(Settings.SHUTDOWN_TIMEOUT, ENDLESS));
            for (int i = 0; i < 3; i++) {
                centralog.log(Logs.event("lost", Logs.ago(Duration.ZERO)));
            }
            centralog.actions().log(1, "lost");
            switch (Ending.valueOf(arguments[1])) {
                case CLOSE -> centralog.close();
                case CLOSE_IN_A_LATER_HOOK ->
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> closeLate(centralog)));
                case RETURN -> {}
            }
        }

        private static void closeLate(Centralog centralog) {
            Awaitility.await().atMost(LIMIT).until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(each -> each.getName().equals("centralog-shutdown")));
            centralog.close();
        }
    }

    /** Closes while the second attempt gets no reply; the first one has failed. */
    @Test
    void close_inTheMiddleOfAnAttemptAfterOneThatFailed_endsIt() {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest())) {
            CentralogConfig config = Logs.config(redis).with(Settings.SHUTDOWN_TIMEOUT, ENDLESS);
            List<String> told = new CopyOnWriteArrayList<>();
            Centralog centralog = Centralog.open(config, Said.lines(told));
            centralog.log(Logs.event("there", Logs.ago(Duration.ZERO)));
            Awaitility.await().atMost(LIMIT).until(() -> centralog.stats().acknowledged() == 1);
            redis.freeze();
            centralog.log(Logs.event("lost", Logs.ago(Duration.ZERO)));
            Awaitility.await().atMost(LIMIT).until(() -> centralog.linkStats().awaySince() != null);

            centralog.close();

            assertThat(centralog.stats().dropped()).containsEntry(DropReason.SHUTDOWN, 1L);
            assertThat(told)
                    .filteredOn(each -> each.startsWith("ERROR 1 events or actions were not confirmed"))
                    .hasSize(1);
        }
    }

    @Test
    void close_whoseRedisComesBackMeanwhile_losesNothing() throws InterruptedException {
        int port = FreePorts.next();
        CentralogConfig config =
                Logs.config(port).with(Settings.SHUTDOWN_TIMEOUT, LIMIT).with(Settings.SHUTDOWN_TIMEOUT_AWAY, LIMIT);
        Centralog centralog = Logs.open(config);
        centralog.log(Logs.event("kept", Logs.ago(Duration.ZERO)));
        Awaitility.await().atMost(LIMIT).until(() -> centralog.linkStats().awaySince() != null);
        Thread closing = new Thread(centralog::close);
        closing.start();
        try (LocalRedis redis =
                LocalRedis.builder(LocalRedis.Version.newest()).port(port).start()) {
            Awaitility.await().atMost(LIMIT).until(() -> !closing.isAlive());

            assertThat(centralog.stats().acknowledged()).isEqualTo(1);
            assertThat(Logs.gatherAll(Logs.config(redis)).stored()).isEqualTo(1);
        }
    }

    @Test
    void notEnabled_doesNothing(@TempDir Path directory) {
        Path spill = directory.resolve("spill");
        CentralogConfig config = Logs.config(FreePorts.next())
                .with(Settings.ENABLED, false)
                .with(Settings.SPILL_DIRECTORY, spill.toString())
                .with(Settings.APP, "not-enabled")
                .with(Settings.JMX, true);
        List<String> told = new CopyOnWriteArrayList<>();
        try (Centralog centralog = Centralog.open(config, Said.messages(told))) {
            centralog.log(Logs.event("ignored", Logs.ago(Duration.ZERO)));
            centralog.drop(DropReason.RECURSION);
            centralog.actions().log(1, "ignored");
            centralog.actions().log("bob", "ignored", 1.5);

            assertThat(centralog.stats().logged()).isZero();
            assertThat(centralog.stats().dropped()).isEmpty();
            assertThat(centralog.actions().stats().logged()).isZero();
            assertThat(centralog.linkStats()).isEqualTo(RedisLinkStats.FINE);
            assertThat(centralog.close(ENDLESS)).isZero();
        }
        assertThat(spill).doesNotExist();
        assertThat(told).isEmpty();
    }
}
