// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.SharedRedis;
import dev.centralog.testsupport.RawContents;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs the self-contained jar with only Logback and its host's libraries. */
class StandaloneRunIT {
    /** The host's libraries: Logback as an application has it, and an older release line of Netty than ours. */
    private static final Pattern HOSTS =
            Pattern.compile(".*/(slf4j-api|logback-core|logback-classic|netty-[a-z-]+)-[0-9][^/]*\\.jar");

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    Path directory = Path.of("");

    @Test
    void application_withOlderNetty_shipsAllAndPrintsNothing() throws IOException {
        Path configuration = directory.resolve("logback.xml");
        Files.writeString(configuration, """
                <configuration>
                  <appender name="CENTRALOG" class="dev.centralog.logback.CentralogAppender">
                    <redis>%s</redis>
                    <app>server</app>
                    <shutdownTimeout>1 m</shutdownTimeout>
                  </appender>
                  <root level="DEBUG"><appender-ref ref="CENTRALOG"/></root>
                </configuration>
                """.formatted(REDIS.uri()));

        try (ForkedJvm jvm = ForkedJvm.builder(ServerLikeApplication.class.getName())
                .jvmOptions("-Dlogback.configurationFile=" + configuration)
                .classPath(hostsAndJar())
                .start()) {
            assertThat(jvm.awaitExit(Duration.ofMinutes(2))).isZero();
            // Logback prints its statuses if there is a warning among them; so there is none.
            assertThat(jvm.standardOutput().lines())
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith("beside netty-common-4.1.");
            assertThat(jvm.standardError()).isEmpty();
        }

        assertThat(RawContents.repeats(REDIS.get())).isEqualTo(ServerLikeApplication.EVENTS + 2);
        assertThat(RawContents.payloads(REDIS.get()))
                .allMatch(payload -> payload.contains("\"app\":\"server\""))
                .anyMatch(payload -> payload.contains("\"served {}\""))
                .anyMatch(payload -> payload.contains("\"the application's own channel\""))
                .anyMatch(payload -> payload.contains("\"failed\""));
    }

    private static String hostsAndJar() {
        Stream<String> own = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
        return Stream.concat(
                        Stream.of(System.getProperty("standalone.jar")),
                        own.filter(path -> path.endsWith("test-classes")
                                || HOSTS.matcher(path).matches()))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
