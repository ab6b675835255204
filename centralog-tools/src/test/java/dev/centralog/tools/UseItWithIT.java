// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import dev.centralog.Setting;
import dev.centralog.Settings;
import dev.centralog.testkit.DocumentedBlocks;
import dev.centralog.testkit.FreePorts;
import dev.centralog.testkit.SharedRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The configurations of {@code docs/use-it-with.md}: all have settings that exist, and those that need no other server
 * deliver as they stand there, but for where Redis and directories are.
 */
class UseItWithIT {
    private static final String PAGE = "docs/use-it-with.md";

    /** The variable that the page's configurations switch Centralog off by. */
    private static final String SWITCH = "CENTRALOG_ENABLED";

    /** The Redis client's cold start on a busy machine takes longer than the default of shutdownTimeout. */
    private static final String PATIENT = "shutdownTimeout=\"1m\"";

    private static final Pattern LOG4J2 = Pattern.compile("<Centralog ([^>]*)/>");
    private static final Pattern LOG4J2_YAML = Pattern.compile("Centralog: .*\\n((?: {6}.*\\n)+)");
    private static final Pattern LOGBACK = Pattern.compile("CentralogAppender\">(.*?)</appender>", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("<(\\w+)>|(\\w+)=\"|(\\w+): ");

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @AfterEach
    void clearSwitch() {
        System.clearProperty(SWITCH);
    }

    @Test
    void appenders_haveSettingsThatExist() throws IOException {
        String blocks = String.join("\n", DocumentedBlocks.of(PAGE, "xml", "yaml"));
        Set<String> named = Stream.of(LOG4J2, LOG4J2_YAML, LOGBACK)
                .flatMap(appender -> appender.matcher(blocks).results())
                .flatMap(appender -> NAME.matcher(appender.group(1)).results())
                .map(name -> name.group().replaceAll("\\W", ""))
                .filter(name -> !name.equals("name")) // the appender's own
                .collect(Collectors.toSet());

        assertThat(named).contains("enabled", "redis", "app", "spillDirectory");
        assertThat(Settings.ALL.stream().map(Setting::name)).containsAll(named);
    }

    /** The next run ships the events that a run without Redis has left on disk. */
    @Test
    void batchBlock_deliversWhatTheRunBeforeCouldNotShip() throws Exception {
        String appender = blockWith("spillDirectory")
                .replace("/var/spool/nightly", directory.resolve("spool").toString());
        runLog4j2(appender.replace("redis://localhost:6379", "redis://localhost:" + FreePorts.next()), "first");
        runLog4j2(appender.replace("redis://localhost:6379", REDIS.uri()), "second");

        assertThat(stored("app = 'nightly' AND message IN ('first', 'second')")).isEqualTo(2);
    }

    @Test
    void log4j2Switch_isOnUnlessTheVariableSaysFalse() throws Exception {
        String appender =
                blockWith("${env:").replace("<Centralog ", "<Centralog redis=\"" + REDIS.uri() + "\" " + PATIENT + ' ');
        runLog4j2(appender, "on");
        System.setProperty(SWITCH, "false");
        runLog4j2(appender, "off");

        assertThat(stored("message = 'on'")).isEqualTo(1);
        assertThat(stored("message = 'off'")).isZero();
    }

    @Test
    void logbackSwitch_isOnUnlessTheVariableSaysFalse() throws Exception {
        String element = blockWith("<enabled>${" + SWITCH);
        runLogback(element, "on");
        System.setProperty(SWITCH, "false");
        runLogback(element, "off");

        assertThat(stored("message = 'on'")).isEqualTo(1);
        assertThat(stored("message = 'off'")).isZero();
    }

    private static void runLog4j2(String appender, String message) throws IOException {
        var context = DocumentedConfiguration.log4j2("<Configuration><Appenders>" + appender + """
                </Appenders>
                  <Loggers><Root level="info"><AppenderRef ref="Central"/></Root></Loggers>
                </Configuration>
                """);
        context.getLogger("page.Job").warn(message);
        Configurator.shutdown(context);
    }

    private static void runLogback(String element, String message) throws Exception {
        LoggerContext context = DocumentedConfiguration.logback("""
                <configuration>
                  <appender name="CENTRAL" class="dev.centralog.logback.CentralogAppender">
                    <redis>%s</redis>
                    <shutdownTimeout>1m</shutdownTimeout>
                    %s
                  </appender>
                  <root level="info"><appender-ref ref="CENTRAL"/></root>
                </configuration>
                """.formatted(REDIS.uri(), element));
        context.getLogger("page.Job").warn(message);
        context.stop();
    }

    private long stored(String condition) throws Exception {
        return StoredRows.gather(REDIS.uri(), "jdbc:sqlite:" + directory.resolve("page.db"))
                .number("SELECT count(*) FROM events WHERE " + condition);
    }

    private static String blockWith(String text) {
        return DocumentedBlocks.with(text, PAGE, "xml", "yaml");
    }
}
