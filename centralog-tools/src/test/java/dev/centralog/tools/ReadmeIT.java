// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gather.ActionSource;
import dev.centralog.gather.OpenSlice;
import dev.centralog.testkit.DocumentedBlocks;
import dev.centralog.testkit.DocumentedJava;
import dev.centralog.testkit.SharedRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.logging.log4j.core.config.Configurator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the configurations of the README and the Java code of docs/actions.md deliver, as they are written there except for
 * Redis's address.
 */
class ReadmeIT {
    /** The time limit; on a busy machine the Redis client's cold start takes longer than the default of shutdownTimeout. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @Test
    void log4j2Block_delivers(@TempDir Path directory) throws Exception {
        var context = DocumentedConfiguration.log4j2(configuration("<Configuration>"));
        context.getLogger("readme.Shop").warn("sold {}", 1);
        Configurator.shutdown(context);

        assertDelivered(directory);
    }

    @Test
    void logbackBlock_delivers(@TempDir Path directory) throws Exception {
        LoggerContext context = DocumentedConfiguration.logback(configuration("<configuration>"));
        context.getLogger("readme.Shop").warn("sold {}", 1);
        context.stop();

        assertDelivered(directory);
    }

    @Test
    void dependencyBlocks_andTheArchive_haveTheVersionOfThePom() throws Exception {
        String readme = Files.readString(Path.of("..", "README.md"));
        String version = Pattern.compile("<artifactId>centralog-parent</artifactId>\\s*<version>(.*?)</version>")
                .matcher(Files.readString(Path.of("..", "pom.xml")))
                .results()
                .map(each -> each.group(1))
                .findFirst()
                .orElseThrow();
        List<String> named = Pattern.compile("<version>(.*?)</version>|/centralog-(\\d.*?)\\.tar\\.gz")
                .matcher(readme)
                .results()
                .map(each -> each.group(1) == null ? each.group(2) : each.group(1))
                .toList();

        assertThat(named).hasSize(2).containsOnly(version);
    }

    @Test
    void markedLog4j2Call_isCounted(@TempDir Path directory) throws Exception {
        var context = DocumentedConfiguration.log4j2(configuration("<Configuration>"));
        DocumentedJava.of("docs/actions.md", "StringMapMessage")
                .compile(
                        directory,
                        "org.apache.logging.log4j.*, org.apache.logging.log4j.message.StringMapMessage",
                        "Logger log")
                .invoke(null, context.getLogger("readme.Shop"));
        awaitCounted("42 purchase 1 19.9");
        Configurator.shutdown(context);
    }

    @Test
    void markedSlf4jCall_isCounted(@TempDir Path directory) throws Exception {
        LoggerContext context = DocumentedConfiguration.logback(configuration("<configuration>"));
        DocumentedJava.of("docs/actions.md", "addMarker")
                .compile(directory, "org.slf4j.*", "Logger log")
                .invoke(null, context.getLogger("readme.Shop"));
        awaitCounted("42 purchase 1 19.9");
        context.stop();
    }

    @Test
    void actionLogBlock_counts(@TempDir Path directory) throws Exception {
        DocumentedJava.of("docs/actions.md", "ActionLog")
                .compile(directory, "dev.centralog.*", "CentralogConfig config")
                .invoke(null, config());

        awaitCounted("42 logon 1 null", "bob purchase 1 19.9", "42 search 1 null");
    }

    private static CentralogConfig config() {
        return CentralogConfig.defaults().with(Settings.REDIS, REDIS.uri()).with(Settings.SHUTDOWN_TIMEOUT, LIMIT);
    }

    private static void awaitCounted(String... expected) {
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(counted())
                .containsExactlyInAnyOrder(expected));
    }

    /** Returns the contents of the open slices: user, action, count and sum. */
    private static List<String> counted() {
        try (ActionSource source = ActionSource.open(config(), StatusListener.standardError())) {
            List<String> found = new ArrayList<>();
            for (OpenSlice slice : source.openSlices()) {
                source.peek(slice)
                        .forEachRemaining(each -> found.add(each.user() + " " + each.action() + " " + each.count() + " "
                                + each.totals().sum()));
            }
            return found;
        }
    }

    private static void assertDelivered(Path directory) throws Exception {
        StoredRows stored = StoredRows.gather(REDIS.uri(), "jdbc:sqlite:" + directory.resolve("readme.db"));
        assertThat(stored.number("SELECT count(*) FROM events WHERE message = 'sold 1' AND app = 'shop'"
                        + " AND environment = 'production' AND level = 'WARN'"))
                .isEqualTo(1);
    }

    private static String configuration(String start) {
        String block = DocumentedBlocks.with(start, "README.md", "xml");
        assertThat(block).startsWith(start);
        return block.replace("redis://localhost:6379", REDIS.uri());
    }
}
