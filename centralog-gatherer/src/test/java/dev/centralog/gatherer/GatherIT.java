// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.RedisCli;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests from a log call to a row: with a real Redis, real databases, and gatherers in processes of their own. */
class GatherIT extends GatheringFixture {
    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void gatherOnce_whatRedisHolds_isStoredAndGone(Kind kind) {
        String url = databases().withoutTables(kind, directory);
        CentralogStats stats = log(EVENTS);

        try (ForkedJvm gatherer = gather(url, "--once")) {
            assertThat(gatherer.awaitExit(LIMIT)).isZero();
            assertThat(gatherer.standardOutput()).isEmpty();
            assertThat(gatherer.standardError().lines())
                    .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\S+Z (INFO |WARN ) .*"))
                    .anyMatch(line -> line.contains("stored " + EVENTS + " events in " + stats.windows() + " rows"));
        }

        assertThat(sum(url)).isEqualTo(EVENTS);
        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isEqualTo(stats.windows());
        assertThat(Sql.number(url, "SELECT count(*) FROM groups")).isEqualTo(50);
        assertThat(Sql.number(url, "SELECT sum(repeats) FROM group_totals")).isEqualTo(EVENTS);
        assertThat(redis().cliList("KEYS", "*")).noneMatch(key -> key.matches(".*:[zdZD]:.*"));
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void gatherOnce_repeatsOfAWarning_areEachStoredInFull(Kind kind) {
        String url = databases().empty(kind, directory);
        try (Centralog centralog = Centralog.open(config())) {
            for (int order = 1; order <= 20; order++) {
                centralog.log(LogEvent.builder()
                        .level(Level.WARN)
                        .template("order {} failed")
                        .arguments(order)
                        .message("order " + order + " failed")
                        .mdc(Map.of("trace_id", "trace-" + order))
                        .thrown(new IllegalStateException("of order " + order))
                        .build());
            }
            assertThat(centralog.close(LIMIT)).isZero();
        }

        gatherOnce(url);

        assertThat(Sql.rows(url, "SELECT sum(repeats), sum(in_full) FROM event_windows WHERE complete"))
                .containsExactly("20|20");
        for (int order = 1; order <= 20; order++) {
            assertThat(Sql.rows(
                            url,
                            "SELECT message, level, thrown_message, app FROM event_details WHERE trace_id = 'trace-"
                                    + order + "'"))
                    .containsExactly("order " + order + " failed|WARN|of order " + order + "|shop");
        }
    }

    /** Tests a rolling deploy: both releases log the same at once. */
    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void gatherOnce_repeatsOfTwoReleases_areExactForEach(Kind kind) {
        String url = databases().empty(kind, directory);
        CentralogConfig shop = config().with(Settings.APP, "shop");
        try (Centralog blue = Centralog.open(shop.with(Settings.RELEASE, "1.0").with(Settings.HOST, "web-1"));
                Centralog green =
                        Centralog.open(shop.with(Settings.RELEASE, "2.0").with(Settings.HOST, "web-2"))) {
            for (int n = 0; n < 700; n++) {
                (n % 7 == 0 ? green : blue)
                        .log(LogEvent.builder().message("sold").build());
            }
            assertThat(blue.close(LIMIT)).isZero();
            assertThat(green.close(LIMIT)).isZero();
        }

        gatherOnce(url);

        assertThat(Sql.rows(
                        url,
                        "SELECT p.host, p.release, p.app, sum(p.repeats) FROM event_processes p"
                                + " GROUP BY p.host, p.release, p.app ORDER BY p.host"))
                .containsExactly("web-1|1.0|shop|600", "web-2|2.0|shop|100");
        assertThat(Sql.rows(
                        url,
                        "SELECT p.host FROM processes p WHERE p.started_at <= p.first_seen AND p.ended_at >= p.last_seen"
                                + " AND p.java = '" + System.getProperty("java.version") + "' ORDER BY p.host"))
                .containsExactly("web-1", "web-2");
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void gather_garbageAsPayload_isCountedAndPutAside(Kind kind) {
        String url = databases().empty(kind, directory);
        log(10);
        try (RedisCli cli = redis().connect()) {
            byte[] key = new byte[0];
            byte[] group = new byte[0];
            for (Object payloads : (List<?>) Objects.requireNonNull(cli.call("KEYS", "*:d:*"))) {
                List<?> fields = (List<?>) Objects.requireNonNull(cli.call(bytes("HKEYS"), (byte[]) payloads));
                for (Object field : fields) {
                    boolean isGroup = ((byte[]) field).length == 16; // not a process, a sample or a sign of life
                    group = isGroup ? (byte[]) field : group;
                    key = isGroup ? (byte[]) payloads : key;
                }
            }
            cli.call(bytes("HSET"), key, group, bytes("{\"v\":7,\"new\":true}"));
        }

        gatherOnce(url);

        assertThat(sum(url)).isEqualTo(10);
        assertThat(Sql.rows(url, "SELECT flag, message FROM events WHERE flag <> ''"))
                .containsExactly("unreadable|");
        assertThat(Commands.run("dead-letters", "list", "--database", url).out())
                .contains("wire version 7");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void gather_redisThatCantBeUsed_endsWith77() {
        String url = databases().empty(Kind.SQLITE, directory);
        try (LocalRedis guarded = LocalRedis.builder(LocalRedis.Version.newest())
                .password("right")
                .start()) {
            String uri = "redis://:wrong@localhost:" + guarded.port();

            Commands wrongPassword = Commands.run("gather", "--redis", uri, "--database", url);
            Commands noSuchDatabase =
                    Commands.run("gather", "--redis", redis().uri(), "--redis-database", "999", "--database", url);

            assertThat(wrongPassword.code()).isEqualTo(77);
            assertThat(wrongPassword.err()).contains("redisPassword").doesNotContain("wrong@", ":wrong");
            assertThat(noSuchDatabase.code()).isEqualTo(77);
            assertThat(noSuchDatabase.err()).contains("redisDatabase");
        }
    }

    @Test
    void gather_redisWithoutPersistenceThatEvicts_isWarnedOfOnce() {
        String url = databases().empty(Kind.SQLITE, directory);
        redis().cli("CONFIG", "SET", "maxmemory", "100mb");
        redis().cli("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");

        Commands command = Commands.run("gather", "--once", "--redis", redis().uri(), "--database", url);

        assertThat(command.code()).isZero();
        assertThat(command.err().lines().filter(each -> each.contains("WARN")))
                .as(command.err())
                .hasSize(2)
                .anyMatch(each -> each.contains("allkeys-lru"))
                .anyMatch(each -> each.contains("appendonly no"));
    }

    @Test
    void gatherer_inThisProcess_storesWithinSeconds() {
        String url = databases().empty(Kind.SQLITE, directory);
        CentralogConfig config = config().with(GathererSettings.DATABASE, url);
        try (Gatherer gatherer =
                Gatherer.open(config, Sinks.open(Databases.target(url)), (severity, message, cause) -> {})) {
            gatherer.start();
            log(10);

            awaitSum(url, 10);

            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> gatherer.stats().events().stored().repeats() == 10);
        }
    }

    @Test
    void gather_sigtermWhileDraining_endsWith75() {
        String url = databases().empty(Kind.SQLITE, directory);
        log(10);
        try (ForkedJvm gatherer = gather(url, "--once", "--grace", "10m")) {
            Awaitility.await().atMost(LIMIT).until(() -> gatherer.standardError()
                    .contains("gathering from"));

            assertThat(gatherer.terminate(LIMIT)).isEqualTo(75);
        }
        assertThat(redis().cliList("KEYS", "*:z:*")).isNotEmpty();
    }

    @Test
    void gather_embeddedRedis_keepsWhatItHoldsFromRunToRun() throws IOException {
        String url = databases().empty(Kind.SQLITE, directory);
        Path data = Path.of(url.substring("jdbc:sqlite:".length()) + ".redis");
        int port = redis().port();
        redis().stop();
        try (ForkedJvm gatherer = gather(url, "--embedded-redis", "--grace", "10m")) {
            Awaitility.await().atMost(LIMIT).until(() -> gatherer.standardError()
                    .contains("gathering from"));
            log(10);
            assertThat(Files.getPosixFilePermissions(data)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(gatherer.terminate(LIMIT)).isZero();
            assertThat(gatherer.standardError()).contains("stored 0 events");
            assertThatThrownBy(() -> new Socket("localhost", port).close()).isInstanceOf(ConnectException.class);
        }

        try (ForkedJvm gatherer = gather(url, "--embedded-redis", "--once")) {
            assertThat(gatherer.awaitExit(LIMIT)).isZero();
            assertThat(gatherer.standardError()).contains("redis://localhost:" + port);
        }

        assertThat(sum(url)).isEqualTo(10);
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void tailFollow_showsWhatIsStored(Kind kind) {
        String url = databases().empty(kind, directory);
        log(10);
        try (ForkedJvm gatherer = gather(url)) {
            awaitSum(url, 10);
            try (ForkedJvm tail = ForkedJvm.builder("dev.centralog.gatherer.Main")
                    .arguments("tail", "--follow", "--database", url)
                    .start()) {
                tail.awaitOutput("order 0 failed", LIMIT);
                Centralog centralog = Centralog.open(config());
                centralog.log(LogEvent.builder().logger("a.B").message("fresh").build());
                centralog.close();

                tail.awaitOutput("a.B: fresh", LIMIT);

                assertThat(tail.terminate(LIMIT)).isZero();
                assertThat(tail.standardError()).isEmpty();
            }
            assertThat(gatherer.terminate(LIMIT)).isZero();
        }
    }
}
