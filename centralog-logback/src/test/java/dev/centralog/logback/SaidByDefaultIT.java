// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

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

    private ForkedJvm start(String listener, String end, String elements) throws IOException {
        Path file = Files.writeString(directory.resolve("logback.xml"), """
                <configuration>
                  %s
                  <appender name="CENTRAL" class="dev.centralog.logback.CentralogAppender">
                    <redis>redis://localhost:%d</redis>
                    <app>shop</app>
                    <environment>production</environment>
                    %s
                  </appender>
                  <root level="info">
                    <appender-ref ref="CENTRAL"/>
                  </root>
                </configuration>
                """.formatted(listener, port, elements));
        return ForkedJvm.builder(PlainApplication.class.getName())
                .jvmOptions("-Dlogback.configurationFile=" + file)
                .arguments(Integer.toString(EVENTS), end)
                .start();
    }

    private static List<String> lines(String text, String part) {
        return text.lines().filter(line -> line.contains(part)).toList();
    }

    /** Checks that the end of the JVM does not use up {@code shutdownTimeout}, because an attempt has already failed. */
    @ParameterizedTest
    @ValueSource(strings = {"return", "stop"})
    void redisIsNotThere_endSaysWhatIsLostAndDoesNotWait(String end) throws IOException {
        try (ForkedJvm jvm = start("", end, "<shutdownTimeout>10 m</shutdownTimeout>")) {
            assertThat(jvm.awaitExit(PATIENCE)).isZero();

            String said = jvm.standardError();
            assertThat(lines(said, LOST))
                    .singleElement()
                    .asString()
                    .contains("ERROR", "[CENTRAL]: " + EVENTS + " ", "1000 ms", "'shutdownTimeoutAway'")
                    .contains("redis://localhost:" + port, "setting 'redis'", "Connection refused");
            assertThat(lines(said, AWAY)).hasSizeLessThanOrEqualTo(1); // appears if loading the client took two seconds
            assertThat(said.lines()).hasSize(1 + lines(said, AWAY).size());
            assertThat(jvm.standardOutput()).doesNotContain("Redis");
        }
    }

    @Test
    void redisThatComesLate_isMissedOnceAndBackOnce() throws IOException {
        try (ForkedJvm jvm = start("", "wait", "")) {
            Awaitility.await().atMost(PATIENCE).until(() -> jvm.standardError().contains(AWAY));
            try (LocalRedis redis =
                    LocalRedis.builder(LocalRedis.Version.newest()).port(port).start()) {
                Awaitility.await().atMost(PATIENCE).until(() -> jvm.standardError()
                        .contains("Redis is available again"));
                jvm.terminate(PATIENCE);
                assertThat(redis.isRunning()).isTrue();
            }

            assertThat(jvm.standardError().lines())
                    .satisfiesExactly(
                            away -> assertThat(away)
                                    .contains("WARN", AWAY, "redis://localhost:" + port)
                                    .contains(EVENTS + " events and 0 actions are waiting"),
                            back -> assertThat(back)
                                    .contains(
                                            "WARN",
                                            "Redis is available again after ",
                                            "until then " + EVENTS + " events and 0 actions were waiting"));
        }
    }

    @Test
    void statusListener_showsItAndNobodyElse() throws IOException {
        String listener = "<statusListener class=\"ch.qos.logback.core.status.OnConsoleStatusListener\"/>";
        try (ForkedJvm jvm = start(listener, "stop", "")) {
            assertThat(jvm.awaitExit(PATIENCE)).isZero();

            assertThat(lines(jvm.standardOutput(), LOST))
                    .singleElement()
                    .asString()
                    .contains("ERROR");
            assertThat(jvm.standardError()).isEmpty();
        }
    }

    @Test
    void notEnabled_nothingIsOpenedSaidOrWaitedFor() throws IOException {
        Path spill = directory.resolve("spill");
        String elements = "<enabled>false</enabled><spillDirectory>" + spill + "</spillDirectory>";
        try (ForkedJvm jvm = start("", "return", elements)) {
            assertThat(jvm.awaitExit(PATIENCE)).isZero();

            assertThat(jvm.standardError()).isEmpty();
            assertThat(spill).doesNotExist();
        }
    }
}
