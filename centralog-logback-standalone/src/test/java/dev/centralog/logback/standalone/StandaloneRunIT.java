// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.EventSource;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.SharedRedis;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The self-contained jar at work, with nothing but Logback and the libraries of its host around it. */
class StandaloneRunIT {
    /** Logback as an application has it, and Netty of the line before ours. */
    private static final Pattern HOSTS =
            Pattern.compile(".*/(slf4j-api|logback-core|logback-classic|netty-[a-z-]+)-[0-9][^/]*\\.jar");

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    Path directory = Path.of("");

    @Test
    void application_withOlderNetty_shipsAllAndPrintsNothing() throws IOException, InterruptedException {
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
            // Logback prints its statuses where there is a warning among them: there is none.
            assertThat(jvm.standardOutput().lines())
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith("beside netty-common-4.1.");
            assertThat(jvm.standardError()).isEmpty();
        }

        List<GatheredEvent> gathered = gathered();
        assertThat(repeatsOf(gathered, "served {}")).isEqualTo(ServerLikeApplication.EVENTS);
        assertThat(repeatsOf(gathered, "the application's own channel")).isEqualTo(1);
        assertThat(repeatsOf(gathered, "failed")).isEqualTo(1);
        assertThat(gathered.stream().mapToLong(GatheredEvent::repeats).sum())
                .isEqualTo(ServerLikeApplication.EVENTS + 2);
        assertThat(gathered).allMatch(each -> each.event().origin().app().equals("server"));
    }

    private static long repeatsOf(List<GatheredEvent> gathered, String template) {
        return gathered.stream()
                .filter(each -> template.equals(each.event().template()))
                .mapToLong(GatheredEvent::repeats)
                .sum();
    }

    private static String hostsAndJar() {
        Stream<String> own = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
        return Stream.concat(
                        Stream.of(System.getProperty("standalone.jar")),
                        own.filter(path -> path.endsWith("test-classes")
                                || HOSTS.matcher(path).matches()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<GatheredEvent> gathered() throws InterruptedException {
        CentralogConfig config = CentralogConfig.defaults().with(Settings.REDIS, REDIS.uri());
        List<GatheredEvent> gathered = new ArrayList<>();
        try (EventSource source = EventSource.open(config, StatusListener.standardError())) {
            Backlog backlog = source.backlog();
            while (!backlog.isDoneIn(source.backlog())) {
                EventWindow delivery = source.claim(Duration.ofSeconds(1));
                if (delivery != null) {
                    gathered.addAll(delivery.content().events());
                    assertThat(delivery.acknowledge()).isTrue();
                }
            }
        }
        return gathered;
    }
}
