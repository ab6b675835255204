// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Settings;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.StoredEvent;
import dev.centralog.gatherer.stored.StoredEvents;
import dev.centralog.testkit.LocalPostgres;
import dev.centralog.testkit.SharedRedis;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Log files through each appender into each database, with counts, order and arguments as in the file. */
class ReplayIT {
    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @SuppressWarnings("NullAway.Init")
    private static LocalPostgres postgres;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    @BeforeAll
    static void startPostgres() {
        postgres = LocalPostgres.start();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    static Stream<Arguments> filesFrameworksAndDatabases() throws Exception {
        List<Path> files = new ArrayList<>();
        files.add(Path.of(ReplayIT.class.getResource("depot.csv").toURI()));
        Path data = Path.of(System.getProperty("centralog.data", "../../shared/data"));
        Path collection = data.resolve("loghub");
        if (Files.isDirectory(collection)) {
            try (Stream<Path> found = Files.list(collection)) {
                found.filter(file -> file.toString().endsWith(".csv")).sorted().forEach(files::add);
            }
        } else {
            System.err.println("SKIPPED: replay of the Loghub files, which are not there");
        }
        return files.stream()
                .flatMap(file -> Stream.of(Framework.values()).flatMap(framework -> Stream.of("sqlite", "postgresql")
                        .map(database -> Arguments.of(file.getFileName().toString(), file, framework, database))));
    }

    @ParameterizedTest(name = "{0} {2} {3}")
    @MethodSource("filesFrameworksAndDatabases")
    void replay_logFile_isStoredAsItWas(String name, Path file, Framework framework, String database) throws Exception {
        List<LoggedLine> lines = new ArrayList<>();
        new LogFile(file, false).read(lines::add);

        CommandRun run = replay(file, framework);

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.number("logged")).isEqualTo(lines.size());
        assertThat(run.number("unaligned")).isZero();
        String url = database.equals("sqlite")
                ? "jdbc:sqlite:" + directory.resolve(name + ".db")
                : postgres.createDatabase();
        StoredRows.gather(REDIS.uri(), url);
        List<StoredEvent> events = stored(url);
        assertThat(repeatsByTemplate(events)).isEqualTo(linesByTemplate(lines, framework));
        assertFirstEventsInOrder(events, lines);
    }

    @Test
    void replay_linesThatDoNotFollowTheirTemplates_areLoggedAndCounted() throws Exception {
        Path file = Files.writeString(
                directory.resolve("odd.csv"),
                "Level,Component,Content,EventTemplate\nINFO,a.B,{} of 5,<*> of 6\nwarning,,all well,all well\n");

        CommandRun run = replay(file, Framework.logback);

        assertThat(run.exitCode()).isZero();
        assertThat(run.number("unaligned")).isEqualTo(1);
        String url = "jdbc:sqlite:" + directory.resolve("odd.db");
        StoredRows stored = StoredRows.gather(REDIS.uri(), url);
        assertThat(stored.texts("SELECT level, logger, message FROM events ORDER BY message"))
                .containsExactly(List.of("WARN", "unnamed", "all well"), List.of("INFO", "a.B", "{} of 5"));
    }

    @Test
    void replay_atTheOriginalsPace_takesItsTime() throws Exception {
        Path file = Files.writeString(directory.resolve("pace.csv"), """
                Date,Time,Level,Component,Content,EventTemplate
                2026-02-03,"10:00:00,000",INFO,a.B,one,one
                2026-02-03,"10:00:04,000",INFO,a.B,two,two
                """);

        CommandRun run =
                CommandRun.of("replay", "--redis=" + REDIS.uri(), "--framework=log4j2", "--speed=2", "--file=" + file);

        assertThat(run.exitCode()).isZero();
        assertThat(run.number("seconds")).isGreaterThanOrEqualTo(2);
    }

    private static CommandRun replay(Path file, Framework framework) {
        return CommandRun.of(
                "replay",
                "--redis=" + REDIS.uri(),
                "--framework=" + framework,
                "--file=" + file,
                "--setting=shutdownTimeout=1m");
    }

    private static List<StoredEvent> stored(String url) {
        SinkTarget target = new SinkTarget(url, "", "", (severity, message, cause) -> {});
        try (StoredEvents events = StoredEvents.open(target)) {
            return events.last(EventQuery.ALL, Integer.MAX_VALUE);
        } catch (UncheckedIOException e) {
            throw new AssertionError(e);
        }
    }

    private static String key(String level, Object logger, Object template) {
        return level + " " + logger + " " + template;
    }

    private static Map<String, Long> repeatsByTemplate(List<StoredEvent> events) {
        Map<String, Long> counts = new TreeMap<>();
        for (StoredEvent stored : events) {
            String template = String.valueOf(stored.event().template()).replace("{}", "<*>");
            counts.merge(
                    key(
                            stored.event().level().name(),
                            String.valueOf(stored.event().logger()),
                            template),
                    stored.repeats(),
                    Long::sum);
        }
        return counts;
    }

    private static Map<String, Long> linesByTemplate(List<LoggedLine> lines, Framework framework) {
        Map<String, Long> counts = new TreeMap<>();
        for (LoggedLine line : lines) {
            counts.merge(key(levelOf(line, framework), line.logger(), line.template()), 1L, Long::sum);
        }
        return counts;
    }

    private static String levelOf(LoggedLine line, Framework framework) {
        boolean isLowered = framework == Framework.logback && line.severity() == Severity.FATAL;
        return isLowered ? "ERROR" : line.severity().name();
    }

    /**
     * Checks, in the order of time, that each stored event is a later line of the file, with that line's text and
     * arguments.
     */
    private static void assertFirstEventsInOrder(List<StoredEvent> events, List<LoggedLine> lines) {
        List<StoredEvent> byTime = new ArrayList<>(events);
        byTime.sort(Comparator.comparing((StoredEvent stored) -> stored.event().time())
                .thenComparing(stored -> stored.event().sequence()));
        int next = 0;
        for (StoredEvent stored : byTime) {
            String message = stored.event().message();
            while (next < lines.size() && !lines.get(next).message().equals(message)) {
                next++;
            }
            assertThat(next).as("a line after those before: %s", message).isLessThan(lines.size());
            LoggedLine line = lines.get(next);
            next++;
            assertThat(stored.event().logger()).isEqualTo(line.logger());
            List<String> arguments =
                    Alignment.of(line.template(), line.message()).orElseThrow().arguments();
            assertThat(stored.event().arguments().stream().map(String::valueOf))
                    .zipSatisfy(arguments, ReplayIT::assertTheSameOrCut);
        }
    }

    /** Checks an argument; one that is longer than what an event may keep of it ends with an ellipsis. */
    private static void assertTheSameOrCut(String stored, String logged) {
        if (logged.getBytes(StandardCharsets.UTF_8).length > Settings.MAX_ARGUMENT_BYTES.defaultValue()) {
            assertThat(stored).endsWith("…");
            assertThat(logged).startsWith(stored.substring(0, stored.length() - 1));
            assertThat(stored.getBytes(StandardCharsets.UTF_8).length)
                    .isBetween(
                            Settings.MAX_ARGUMENT_BYTES.defaultValue().intValue() - 6,
                            Settings.MAX_ARGUMENT_BYTES.defaultValue().intValue());
        } else {
            assertThat(stored).isEqualTo(logged);
        }
    }
}
