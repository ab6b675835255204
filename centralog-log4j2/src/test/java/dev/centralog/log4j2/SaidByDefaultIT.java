// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.FreePorts;
import dev.centralog.testkit.LocalRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines that an operator reads when Redis is unavailable and the configuration is only the README's. */
@Execution(ExecutionMode.CONCURRENT)
class SaidByDefaultIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS = 1003;
    private static final String AWAY = "Redis has been unavailable for ";
    private static final String LOST = "events or actions were not confirmed by Redis within ";

    @TempDir
    Path directory;

    private final int port = FreePorts.next();

    /** Starts the application; it logs one event more than its argument says. */
    private ForkedJvm start(String status, String end, String attributes) throws IOException {
        Path file = Files.writeString(directory.resolve("log4j2.xml"), """
                <Configuration %s>
                  <Appenders>
                    <Centralog name="Central" redis="redis://localhost:%d" app="shop" environment="production" %s/>
                  </Appenders>
                  <Loggers>
                    <Root level="info">
                      <AppenderRef ref="Central"/>
                    </Root>
                  </Loggers>
                </Configuration>
                """.formatted(status, port, attributes));
        return ForkedJvm.builder(ForkedApplication.class.getName())
                .jvmOptions("-Dlog4j2.configurationFile=" + file.toUri())
                .arguments(Integer.toString(EVENTS - 1), end)
                .start();
    }

    private static List<String> lines(ForkedJvm jvm, String text) {
        return jvm.standardError().lines().filter(line -> line.contains(text)).toList();
    }

    /**
     * Checks that the end of the JVM does not use up {@code shutdownTimeout}, which is ten minutes here, because an
     * attempt has already failed.
     */
    @ParameterizedTest
    @ValueSource(strings = {"return", "shutdown"})
    void redisIsNotThere_endSaysWhatIsLostAndDoesNotWait(String end) throws IOException {
        try (ForkedJvm jvm = start("", end, "shutdownTimeout=\"10m\"")) {
            assertThat(jvm.awaitExit(PATIENCE)).isZero();

            assertThat(lines(jvm, LOST))
                    .singleElement()
                    .asString()
                    .contains("ERROR", "'Central': " + EVENTS + " ", "1000 ms", "'shutdownTimeoutAway'")
                    .contains("redis://localhost:" + port, "setting 'redis'", "Connection refused");
            assertThat(lines(jvm, AWAY)).hasSizeLessThanOrEqualTo(1); // appears if loading the client took two seconds
            assertThat(jvm.standardError().lines()).hasSize(1 + lines(jvm, AWAY).size());
        }
    }

    @Test
    void redisThatComesLate_isMissedOnceAndBackOnce() throws IOException {
        try (ForkedJvm jvm = start("", "wait", "")) {
            Awaitility.await().atMost(PATIENCE).until(() -> !lines(jvm, AWAY).isEmpty());
            try (LocalRedis redis =
                    LocalRedis.builder(LocalRedis.Version.newest()).port(port).start()) {
                Awaitility.await().atMost(PATIENCE).until(() -> !lines(jvm, "Redis is available again")
                        .isEmpty());
                jvm.terminate(PATIENCE);
                assertThat(redis.isRunning()).isTrue();
            }

            assertThat(lines(jvm, "ERROR"))
                    .hasSize(2)
                    .satisfiesExactly(
                            away -> assertThat(away)
                                    .contains(
                                            AWAY,
                                            "redis://localhost:" + port,
                                            EVENTS + " events and 0 actions are waiting"),
                            back -> assertThat(back)
                                    .contains(
                                            "Redis is available again after ",
                                            "until then " + EVENTS + " events and 0 actions were waiting"));
            assertThat(jvm.standardError().lines()).hasSize(2);
        }
    }

    @Test
    void statusOfTheConfiguration_decidesHowLoudItIs() throws IOException {
        try (ForkedJvm jvm = start("status=\"warn\"", "wait", "")) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> jvm.standardOutput().contains(AWAY)
                            || jvm.standardError().contains(AWAY));
            jvm.terminate(PATIENCE);

            assertThat((jvm.standardOutput() + jvm.standardError()).lines().filter(line -> line.contains(AWAY)))
                    .singleElement()
                    .asString()
                    .contains("WARN");
        }
    }

    @Test
    void statusOff_isSilent() throws IOException {
        try (ForkedJvm jvm = start("status=\"off\"", "return", "")) {
            assertThat(jvm.awaitExit(PATIENCE)).isZero();

            assertThat(jvm.standardError()).isEmpty();
        }
    }

    @Test
    void notEnabled_nothingIsOpenedSaidOrWaitedFor() throws IOException {
        Path spill = directory.resolve("spill");
        try (ForkedJvm jvm = start("", "return", "enabled=\"false\" spillDirectory=\"" + spill + "\"")) {
            assertThat(jvm.awaitExit(PATIENCE)).isZero();

            assertThat(jvm.standardError()).isEmpty();
            assertThat(spill).doesNotExist();
        }
    }
}
