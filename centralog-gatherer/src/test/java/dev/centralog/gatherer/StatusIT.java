// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.centralog.Centralog;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ProcessInfo;
import dev.centralog.Settings;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventSource;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.EventWindow.Processes;
import dev.centralog.gather.ProcessSign;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Windows;
import dev.centralog.internal.status.Version;
import dev.centralog.testkit.ForkedJvm;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the findings of {@code status} and {@code gather --check-config} about Redis and the database. */
class StatusIT extends GatheringFixture {
    private String url = "";

    @BeforeEach
    void chooseFile() {
        url = databases().withoutTables(Kind.SQLITE, directory);
    }

    private Commands status(String... more) {
        return run(List.of("status", "--redis", redis().uri(), "--database", url), more);
    }

    private static Commands run(List<String> arguments, String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return Commands.run(all.toArray(String[]::new));
    }

    private void gatherOnce(String... more) {
        Commands done = run(List.of("gather", "--once", "--redis", redis().uri(), "--database", url), more);
        assertThat(done.code()).as(done.err()).isZero();
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void status_allStored_isWell(Kind kind) {
        url = databases().empty(kind, directory);
        log(100);
        gatherOnce();

        Commands status = status();

        assertThat(status.code()).as(status.out() + status.err()).isZero();
        assertThat(status.err()).isEmpty();
        assertThat(status.out())
                .contains("centralog     " + Version.current(), "Redis ", "keyPrefix     'cl', protocol 2")
                .containsPattern("producers +1 sent something within the last minute; the last batch came \\d+ s ago")
                .containsPattern("events +none wait in Redis")
                .containsPattern("database +jdbc:.*: (SQLite|PostgreSQL|MariaDB) ")
                .containsPattern("last row +of events 20\\d\\d-.*Z, of actions none yet")
                .containsPattern("complete +up to 20\\d\\d-.*Z of events, up to 20\\d\\d-.*Z of actions, but for what")
                .containsPattern("processes +0 alive, .*; 0 silent, .* 24 hours")
                .containsPattern("drops +none")
                .containsPattern("dead letters +none")
                .endsWith("OK" + System.lineSeparator());
    }

    @Test
    void status_json_hasAllFigures() throws IOException {
        log(100);
        gatherOnce();

        Commands status = status("--json");

        assertThat(status.code()).isZero();
        assertThat(status.out()).hasLineCount(1);
        assertThat(fields(status.out()))
                .containsEntry("exitCode", "0")
                .containsEntry("version", Version.current().number())
                .containsEntry("commit", Version.current().commit())
                .containsEntry("redis/keyPrefix", "cl")
                .containsEntry("redis/protocol", "2")
                .containsEntry("redis/producersOfLastMinute", "1")
                .containsEntry("events/waiting", "0")
                .containsEntry("events/overdueSeconds", "0.0")
                .containsEntry("actions/waiting", "0")
                .containsEntry("database/lastAction", "null")
                .hasEntrySatisfying(
                        "database/eventsCompleteUpTo", time -> assertThat(time).matches("20\\d\\d-.*Z"))
                .hasEntrySatisfying(
                        "database/lastEvent", time -> assertThat(time).matches("20\\d\\d-.*Z"));
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void status_json_saysHowMuchRoomIsTaken(Kind kind) throws IOException {
        url = databases().empty(kind, directory);
        log(100);
        gatherOnce();

        Map<String, String> fields = fields(status("--json").out());

        assertThat(Long.parseLong(fields.getOrDefault("database/bytes", ""))).isPositive();
        assertThat(fields.get("database/oldestEvent")).startsWith("20");
        assertThat(fields).containsEntry("database/oldestAction", "null");
        if (kind == Kind.SQLITE) {
            assertThat(Long.parseLong(fields.getOrDefault("database/freeBytes", "")))
                    .isPositive();
        } else {
            assertThat(fields).containsEntry("database/freeBytes", "null");
        }
    }

    @Test
    void status_runningGatherer_isNamedUntilItEnds() {
        assertThat(status().out()).contains("none has said within the last half minute that it runs");
        try (ForkedJvm gatherer = gather(url)) {
            Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(status().out())
                    .containsPattern("gatherers +1 running: host \\S+, pid \\d+, since 20\\d\\d-"));
            assertThat(status("--json").out())
                    .containsPattern("\"gatherers\":\\[\\{\"id\":\"[0-9a-f-]{36}\",\"host\":\"");

            assertThat(gatherer.terminate(LIMIT)).isZero();

            assertThat(status().out()).contains("none has said within the last half minute that it runs");
        }
    }

    @Test
    void status_killedGatherer_isSilent() {
        redis().cli("HSET", "{cl.2:0}:gatherers", "some", "1 1767225600000 1767225600000 4711 0.1.0 web-1");

        assertThat(status().out())
                .contains(
                        "silent        gatherer on host web-1, pid 4711, last seen 2026-01-01T00:00:00Z, has not said that");
        assertThat(status("--json").out()).contains("\"silent\":true}");
    }

    /** Returns the values of a JSON text by their path, without members of arrays. */
    private static Map<String, String> fields(String json) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    fields.put(
                            parser.getParsingContext()
                                    .pathAsPointer()
                                    .toString()
                                    .substring(1),
                            parser.getText());
                }
            }
        }
        return fields;
    }

    @Test
    void status_noGatherer_saysSoAndEndsWith2() {
        gatherOnce(); // which makes the tables
        log(100);

        Awaitility.await()
                .atMost(LIMIT)
                .until(
                        () -> status("--max-lag", "1s"),
                        status -> status.code() == 2
                                && status.out().contains("CRITICAL  events have been due for ")
                                && status.out().contains("no gatherer has taken them"));
    }

    @Test
    void status_gathererThatDoesNotStore_saysSoAndEndsWith2() throws InterruptedException {
        gatherOnce();
        log(1);
        try (EventSource source = EventSource.open(config(), (severity, message, cause) -> {})) {
            EventWindow held = source.claim(LIMIT);
            assertThat(held).isNotNull();

            Awaitility.await()
                    .atMost(LIMIT)
                    .until(
                            () -> status("--max-lag", "1s"),
                            status -> status.code() == 2
                                    && status.out().contains("a gatherer holds 1 of them: its log says why"));
        }
    }

    @Test
    void status_otherPrefix_isFound() {
        gatherOnce();
        try (Centralog centralog = Centralog.open(config().with(Settings.KEY_PREFIX, "shop"))) {
            centralog.log(LogEvent.builder().message("one").build());
            assertThat(centralog.close(LIMIT)).isZero();
        }

        Commands status = status();

        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out())
                .contains("other prefixes here: 'shop'")
                .contains(
                        "WARNING   no application has sent anything under the keyPrefix 'cl', but there is data under other"
                                + " prefixes: 'shop' (the setting 'keyPrefix' must be the same");
    }

    @Test
    void status_otherRedisDatabase_isFound() {
        gatherOnce("--redis-database", "1");
        log(1);

        Commands status = status("--redis-database", "1");

        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out()).containsPattern("the Redis database 0 holds \\d+ keys \\(the setting 'redisDatabase'");
    }

    @Test
    void status_nothingThere_makesNoKeyAndNoFile() {
        Commands status = status();

        assertThat(status.code()).isEqualTo(65);
        assertThat(status.out())
                .contains(
                        "FAILED    there is no database file",
                        "'cl', nothing was written yet; no other",
                        "WARNING   no application has sent anything under the keyPrefix 'cl': check that");
        assertThat(redis().cli("DBSIZE")).isEqualTo("0");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void status_redisAway_stillShowsTheDatabaseAndEndsWith69() {
        gatherOnce();
        redis().stop();

        Commands status = status();

        assertThat(status.code()).isEqualTo(69);
        assertThat(status.out())
                .containsPattern("FAILED +can't connect to Redis")
                .containsPattern("database +jdbc:sqlite:.*: SQLite");
        Commands json = status("--json");
        assertThat(json.code()).isEqualTo(69);
        assertThat(json.out()).contains("\"exitCode\":69", "\"failures\":[\"can't connect to Redis");
    }

    @Test
    void status_dropsAndDeadLetters_areWarnings() {
        log(1);
        gatherOnce();
        try (Sinks sinks = Sinks.open(Databases.target(url))) {
            sinks.events().store(Windows.ofUnreadable(1, new byte[] {1}));
            sinks.events()
                    .store(Windows.ofDrops(
                            1,
                            new DropReport(
                                    Clock.systemUTC().instant(),
                                    "~drop",
                                    Windows.FIRST,
                                    DropReport.EVENTS,
                                    7,
                                    "bufferFull",
                                    new Origin("shop", "", "h", 1)),
                            new DropReport(
                                    Clock.systemUTC().instant(),
                                    "~left",
                                    Windows.FIRST,
                                    DropReport.SAMPLES,
                                    9,
                                    "process",
                                    Origin.UNKNOWN)));
        }

        Commands status = status();

        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out())
                .contains("WARNING   1 dead letters of events", "events 7 (bufferFull 7)")
                .doesNotContain("OK", "samples");
        assertThat(status("--json").out()).contains("\"drops\":{\"events\":{\"bufferFull\":7}}");
    }

    /** Tests a process that was killed, another that lives, and one that has ended. */
    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void status_silentProcess_isShown(Kind kind) {
        url = databases().empty(kind, directory);
        log(1);
        gatherOnce();
        Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
        Instant before = now.minusSeconds(20 * 60);
        try (Sinks sinks = Sinks.open(Databases.target(url))) {
            sinks.events()
                    .store(new SealedWindow(
                            Windows.FIRST,
                            1,
                            new EventWindow.Content(
                                    List.of(),
                                    List.of(),
                                    List.of(),
                                    new Processes(
                                            Map.of(),
                                            List.of(
                                                    sign(before, 1, ProcessSign.Kind.ALIVE),
                                                    sign(before, 2, ProcessSign.Kind.ALIVE),
                                                    sign(now, 2, ProcessSign.Kind.ALIVE),
                                                    sign(before, 3, ProcessSign.Kind.END),
                                                    sign(now.minusSeconds(90_000), 4, ProcessSign.Kind.START))))));
        }

        Commands status = status();

        assertThat(status.code()).as(status.out() + status.err()).isZero();
        assertThat(status.out())
                .containsPattern(
                        "processes +1 alive, seen within the last 15 minutes; 1 silent, neither ended nor seen")
                .contains("silent        shop (test) on host web-1, pid 1, release 1.4.2, instance pod-1, last seen "
                        + before);
        assertThat(status("--json").out())
                .contains("\"processesAlive\":1,\"processesSilent\":1,\"silent\":[{\"app\":\"shop\"")
                .contains("\"release\":\"1.4.2\",\"host\":\"web-1\",\"pid\":1,\"instance\":\"pod-1\",\"lastSeen\":");
    }

    private static ProcessSign sign(Instant window, int process, ProcessSign.Kind kind) {
        ProcessInfo info = new ProcessInfo("shop", "test", "1.4.2", "web-" + process, process, "pod-" + process);
        return new ProcessSign(
                window,
                Windows.FIRST,
                String.format("%016x", process),
                kind,
                new ProcessSign.Content(info, "0.1.0", "17", "log4j"));
    }

    @Test
    void status_replica_endsWith2() {
        gatherOnce();
        redis().cli("REPLICAOF", "127.0.0.1", "1");

        Commands status = status();

        assertThat(status.code()).isEqualTo(2);
        assertThat(status.out()).contains("CRITICAL  this Redis is a replica");
        Commands check = run(List.of("gather", "--check-config", "--redis", redis().uri(), "--database", url));
        assertThat(check.code()).isEqualTo(77);
        assertThat(check.err()).contains("this Redis is a replica");
    }

    @Test
    void status_badLag_endsWith64() {
        assertThat(status("--max-lag", "soon"))
                .returns(64, Commands::code)
                .extracting(Commands::err)
                .asString()
                .startsWith("--max-lag is 'soon'; allowed is");
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void checkConfig_bothAnswer_endsWith0AndMakesNothing(Kind kind) {
        url = databases().withoutTables(kind, directory);
        List<String> check = List.of("gather", "--check-config", "--redis", redis().uri(), "--database", url);

        Commands before = run(check);
        assertThat(before.code()).as(before.err()).isZero();
        assertThat(before.out()).contains("# Redis answers: Redis ", "; the gatherer makes its tables when it starts");
        assertThat(redis().cli("DBSIZE")).isEqualTo("0");
        assertThat(directory).isEmptyDirectory();

        gatherOnce();
        assertThat(run(check).out()).contains(", with the tables of Centralog").doesNotContain("when it starts");
    }

    @Test
    void checkConfig_neitherAnswers_saysBothAndEndsWith69() {
        Commands check = Commands.run(
                "gather",
                "--check-config",
                "--redis",
                "redis://localhost:1",
                "--database",
                directory.resolve("no/e.db").toString());

        assertThat(check.code()).isEqualTo(69);
        assertThat(check.out()).contains("keyPrefix: cl  # default");
        assertThat(check.err()).hasLineCount(2).contains("can't connect to Redis", "there is no directory");
    }

    @Test
    void gather_otherPrefix_isSaidAtItsStart() {
        try (Centralog centralog = Centralog.open(config().with(Settings.KEY_PREFIX, "shop"))) {
            centralog.log(LogEvent.builder().message("one").build());
            assertThat(centralog.close(LIMIT)).isZero();
        }
        try (var gatherer = gather(url)) {
            Awaitility.await().atMost(LIMIT).until(() -> gatherer.standardError()
                    .contains("no application has sent anything under the keyPrefix 'cl', but there is data under other"
                            + " prefixes: 'shop'"));
        }
        assertThat(run(List.of("gather", "--once", "--redis", redis().uri(), "--database", url))
                        .err())
                .contains("there is data under other prefixes: 'shop'");
    }

    @Test
    void gather_atWork_saysSoFromTimeToTime() {
        try (var gatherer = gather(url, "--report-interval", "200ms")) {
            log(100);
            awaitSum(url, 100);

            Awaitility.await().atMost(LIMIT).until(() -> gatherer.standardError()
                    .matches("(?s).*INFO  stored 100 events in \\d+ rows.*INFO  nothing to store since .*"));
            String[] lines = gatherer.standardError().split("\n", -1);
            assertThat(lines[0]).contains("INFO  centralog " + Version.current() + " on Java ");
        }
    }
}
