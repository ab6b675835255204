// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.testkit.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of databases of version 10, which kept in each row of events what the rows of a group have in common. */
class EventRowsUpgradeIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path directory = Path.of("");

    private SinkTarget ofVersion10(Kind kind) {
        SinkTarget target = Databases.target(Databases.shared().withoutTables(kind, directory));
        UpgradeIT.migrate(target, 10);
        Version10.fill(target, kind);
        return target;
    }

    private static void prepare(SinkTarget target) {
        try (Sinks sinks = Sinks.open(target)) {
            sinks.events().prepare();
        }
    }

    @ParameterizedTest
    @EnumSource
    void prepare_rowsOfVersion10_areShownAsBefore(Kind kind) {
        SinkTarget target = ofVersion10(kind);
        List<String> expected = Version10.expected(target, kind);

        prepare(target);

        assertThat(Version10.actual(target)).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource
    void prepare_rowsOfVersion10_keepOnlyWhatIsTheirOwn(Kind kind) {
        SinkTarget target = ofVersion10(kind);

        prepare(target);

        String select = "SELECT e.flag, e.processes_id, e.host, e.pid, e.message, e.thrown, e.processes, e.differs"
                + " FROM event_rows e JOIN deliveries d ON d.id = e.deliveries_id WHERE e.groups_id = %d AND d.delivery = '%s'"
                + " AND d.window_start = (SELECT min(window_start) FROM deliveries)";
        assertThat(Sql.rows(target.url(), select.formatted(1, Windows.FIRST)))
                .containsExactly("|1|null|null|null|null|null|null");
        assertThat(Sql.rows(target.url(), select.formatted(8, Windows.FIRST)))
                .containsExactly(
                        "|1|null|null|null|null|null|{\"class_name\":\"com.example.Shop\",\"method_name\":\"buy\","
                                + "\"file_name\":\"Shop.java\",\"line_number\":42}");
        assertThat(Sql.rows(target.url(), select.formatted(4, Windows.FIRST)))
                .containsExactly("|1|null|null|null|null|null|{\"template\":\"t\",\"message\":null}");
        assertThat(Sql.rows(target.url(), select.formatted(2, Windows.FIRST)))
                .containsExactly("noPayload|null||0||null|null|null");
        assertThat(Sql.rows(target.url(), "SELECT id, thrown FROM groups WHERE thrown IS NOT NULL ORDER BY id"))
                .containsExactly(
                        "1|{\"class\":\"java.io.IOException\",\"message\":\"disk full\",\"cause\":{\"class\":"
                                + "\"java.lang.Error\",\"message\":\"cause 1\"}}",
                        "5|{\"class\":\"a.Inline\",\"message\":\"disk full\"}",
                        "7|{\"class\":\"java.io.IOException\",\"message\":\"disk full\",\"cause\":{\"class\":"
                                + "\"java.lang.Error\",\"message\":\"cause 1\"}}");
        assertThat(Sql.rows(target.url(), "SELECT group_id, message FROM events WHERE message = 'lost group'"))
                .containsExactly(Windows.group(9) + "|lost group");
        assertThat(Sql.number(target.url(), "SELECT count(*) FROM retention_marks"))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void prepare_deliveriesAndProcessesOfVersion10_areNumbered(Kind kind) {
        SinkTarget target = ofVersion10(kind);

        prepare(target);
        Sql.execute(
                target.url(),
                "INSERT INTO deliveries (stream, window_start, delivery, stored_at)"
                        + " SELECT stream, window_start, 'new', stored_at FROM deliveries WHERE id = 1");
        Sql.execute(
                target.url(),
                "INSERT INTO processes (id, app, environment, first_seen, last_seen)"
                        + " SELECT 'new', app, environment, first_seen, last_seen FROM processes WHERE number = 1");

        assertThat(Sql.rows(target.url(), "SELECT stream, delivery FROM deliveries ORDER BY id"))
                .containsExactly(
                        "actions|c0ffee:0:1",
                        "events|c0ffee:0:1",
                        "actions|c0ffee:0:2",
                        "events|c0ffee:0:2",
                        "events|c0ffee:0:1",
                        "events|c0ffee:0:2",
                        "events|c0ffee:0:1",
                        "events|c0ffee:0:2",
                        "events|c0ffee:0:3",
                        "actions|new");
        assertThat(Sql.rows(target.url(), "SELECT id FROM processes ORDER BY number"))
                .containsExactly("aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", "cccccccccccccccc", "new");
    }

    @ParameterizedTest
    @EnumSource
    void prepare_brokenOffInTheMiddle_startsItAgain(Kind kind) {
        SinkTarget target = ofVersion10(kind);
        List<String> expected = Version10.expected(target, kind);
        Sql.execute(target.url(), "CREATE TABLE sample_rows (id integer)");

        assertThatThrownBy(() -> prepare(target)).isInstanceOf(SinkException.class);
        if (kind != Kind.MARIADB) {
            assertThat(Version10.expected(target, kind)).containsExactlyElementsOf(expected);
        }
        Sql.execute(target.url(), "DROP TABLE sample_rows");
        prepare(target);

        assertThat(Version10.actual(target)).containsExactlyElementsOf(expected);
    }

    /** Tests a gatherer that was killed behind each of the statements; in the short form, behind some. */
    @Test
    void prepare_onMariaDbKilledBehindAStatement_startsItAgain() {
        List<String> statements = UpgradeIT.statements("mariadb", "V11__event_rows.sql");
        int step = Faults.isLong() ? 1 : statements.size() / 4;
        for (int done = statements.size(); done > 0; done -= step) {
            SinkTarget target = ofVersion10(Kind.MARIADB);
            List<String> expected = Version10.expected(target, Kind.MARIADB);
            Sql.executeAll(target.url(), statements.subList(0, done));

            prepare(target);

            assertThat(Version10.actual(target)).as("behind " + done).containsExactlyElementsOf(expected);
            assertThat(Sql.rows(target.url(), "SHOW TABLES LIKE '%\\_before'")).isEmpty();
        }
    }

    /** Tests a session that ends before the old tables are dropped, as they are being read. */
    @Test
    void prepare_onPostgresKilledInTheMiddle_startsItAgain() throws SQLException {
        SinkTarget target = ofVersion10(Kind.POSTGRESQL);
        List<String> expected = Version10.expected(target, Kind.POSTGRESQL);
        String waiting = " FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
                + " AND query LIKE '%DROP TABLE event_samples%'";

        CompletableFuture<Void> prepared;
        try (Connection reader = DriverManager.getConnection(target.url());
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("LOCK TABLE event_samples IN ACCESS SHARE MODE");
            prepared = CompletableFuture.runAsync(() -> prepare(target));
            Awaitility.await().atMost(LIMIT).until(() -> Sql.number(target.url(), "SELECT count(*)" + waiting) == 1);
            Sql.execute(target.url(), "SELECT pg_terminate_backend(pid)" + waiting);
            assertThat(prepared).failsWithin(LIMIT);
        }
        assertThat(Version10.expected(target, Kind.POSTGRESQL)).containsExactlyElementsOf(expected);
        prepare(target);

        assertThat(Version10.actual(target)).containsExactlyElementsOf(expected);
    }

    /** Tests the files as they are when a gatherer is killed before it has committed. */
    @Test
    void prepare_onSqliteKilledInTheMiddle_startsItAgain() throws SQLException, IOException {
        SinkTarget target = ofVersion10(Kind.SQLITE);
        List<String> expected = Version10.expected(target, Kind.SQLITE);
        Path copy = directory.resolve("copy.db");

        try (Connection connection = DriverManager.getConnection(target.url());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA cache_size = 5"); // what does not fit goes to the log
            statement.execute("BEGIN IMMEDIATE");
            for (String each : UpgradeIT.statements("sqlite", "V11__event_rows.sql")) {
                statement.execute(each);
                if (each.equals("DROP TABLE events")) {
                    break;
                }
            }
            Path file = Path.of(target.url().substring(SqliteDatabase.URL_START.length()));
            Files.copy(file, copy);
            Files.copy(log(file), log(copy));
            assertThat(log(copy)).isNotEmptyFile();
            statement.execute("ROLLBACK");
        }
        SinkTarget killed = Databases.target(Sinks.jdbcUrl(copy.toString()));
        assertThat(Version10.expected(killed, Kind.SQLITE)).containsExactlyElementsOf(expected);
        prepare(killed);

        assertThat(Version10.actual(killed)).containsExactlyElementsOf(expected);
    }

    private static Path log(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }
}
