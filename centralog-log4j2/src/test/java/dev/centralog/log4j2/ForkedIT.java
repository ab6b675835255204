// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import static dev.centralog.log4j2.Application.gather;
import static dev.centralog.log4j2.Application.location;
import static dev.centralog.log4j2.Application.repeats;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gather.GatheredEvent;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.SharedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that need a whole JVM: asynchronous loggers for all of it, and its end. */
class ForkedIT {
    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS = 20_000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"true, return", "true, exit", "true, throw", "true, shutdown", "false, return", "false, exit"})
    void everyEnd_losesNothing(boolean log4jHook, String end) throws IOException {
        String configuration = Configurations.xml("redis=\"" + REDIS.uri() + "\" shutdownTimeout=\"30s\"")
                .replace("<Configuration", "<Configuration " + (log4jHook ? "" : "shutdownHook=\"disable\""));

        List<GatheredEvent> gathered = run(configuration, end);

        assertThat(repeats(gathered)).isEqualTo(EVENTS + 1);
        assertThat(gathered).anyMatch(each -> each.event().thrown() != null);
    }

    @Test
    void asynchronousLoggers_shipTheTextsAndContextsOfTheCalls() throws IOException {
        String configuration = Configurations.xml(
                        "redis=\"" + REDIS.uri() + "\" shutdownTimeout=\"30s\" groupBy=\"message\"")
                .replace("<Root ", "<Root includeLocation=\"true\" ");

        List<GatheredEvent> gathered = run(
                configuration,
                "return",
                "-Dlog4j2.contextSelector=org.apache.logging.log4j.core.async.AsyncLoggerContextSelector");

        assertThat(repeats(gathered)).isEqualTo(EVENTS + 1);
        assertThat(gathered.stream().map(each -> each.event().message()).distinct())
                .hasSize(11);
        assertThat(gathered).filteredOn(each -> each.event().thrown() == null).allSatisfy(each -> {
            String message = String.valueOf(each.event().message());
            String number = message.replaceAll("\\D", "").substring(0, 1);
            assertThat(message).isEqualTo("event value-" + number + " of " + number);
            assertThat(each.event().mdc()).containsEntry("user", "user-" + number);
            assertThat(each.event().thread().name()).isEqualTo("main");
            assertThat(location(each).className()).isEqualTo(ForkedApplication.class.getName());
        });
    }

    private List<GatheredEvent> run(String configuration, String end, String... options) throws IOException {
        String loud = configuration.replace("status=\"off\"", "status=\"warn\"");
        Path file = Files.writeString(directory.resolve("log4j2.xml"), loud);
        try (ForkedJvm jvm = ForkedJvm.builder(ForkedApplication.class.getName())
                .jvmOptions("-Dlog4j2.configurationFile=" + file.toUri())
                .jvmOptions(options)
                .arguments(Integer.toString(EVENTS), end)
                .start()) {
            int code = jvm.awaitExit(PATIENCE);

            assertThat(code)
                    .as(jvm.standardError())
                    .isEqualTo(
                            switch (end) {
                                case "exit" -> 3;
                                case "throw" -> 1;
                                default -> 0;
                            });
            if (!end.equals("throw")) {
                // The Redis client's own DEBUG lines may come after Log4j2 has ended; Log4j2 reports that, not we.
                assertThat(jvm.standardError().lines())
                        .filteredOn(line -> !line.contains("Ignoring log event after log4j was shut down"))
                        .isEmpty();
            }
        }
        return gather(REDIS.uri());
    }
}
