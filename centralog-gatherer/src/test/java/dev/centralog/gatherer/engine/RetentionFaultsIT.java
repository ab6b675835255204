// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of the deletion of old rows beside others, with faults, and in a file that is too large. */
class RetentionFaultsIT extends RetentionFixture {

    /** Stores windows with many rows, in all 1,300, and deletes them beside readers and another gatherer. */
    @ParameterizedTest
    @EnumSource
    void pass_besideAReaderAndAnotherGatherer_deletesAllInChunks(Kind kind) throws SQLException {
        Sinks sinks = open(kind);
        for (int i = 0; i < 13; i++) {
            storeRows(sinks, NOW.minus(Duration.ofDays(50)).plusSeconds(i), 100);
        }
        Retention retention = retention(sinks, CentralogConfig.defaults());
        hours(retention, sinks, MARKS - 1);
        try (Sinks others = Sinks.open(Databases.target(url));
                Connection reader = DriverManager.getConnection(url)) {
            reader.setAutoCommit(false);
            long seen = count(reader);
            nextHour(sinks);
            Retention other = retention(others, CentralogConfig.defaults());

            assertThat(steps(retention, 10_000)).isGreaterThan(3);
            assertThat(steps(other, 10_000)).isZero(); // the hour was the first one's

            assertThat(seen).isEqualTo(1300);
            if (kind != Kind.POSTGRESQL) { // whose transactions see what others have committed since
                assertThat(count(reader)).isEqualTo(1300);
            }
        }
        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isZero();
        assertThat(Sql.number(url, "SELECT count(*) FROM event_samples")).isZero();
    }

    /** Stores late deliveries of the windows that are deleted, and new windows, meanwhile. */
    @ParameterizedTest
    @EnumSource
    void pass_whileWindowsAreStored_losesNothingOfThose(Kind kind) throws InterruptedException {
        Sinks sinks = open(kind);
        Instant old = NOW.minus(Duration.ofDays(50));
        for (int i = 0; i < 10; i++) {
            storeRows(sinks, old.plusSeconds(i), 100);
        }
        Retention retention = retention(sinks, CentralogConfig.defaults());
        hours(retention, sinks, MARKS - 1);
        nextHour(sinks);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread storing = GatherThreads.named("storing", () -> {
            for (int i = 0; i < 20; i++) {
                storeRows(sinks, i % 2 == 0 ? old.plusSeconds(i / 2) : NOW.plusSeconds(i), 50);
            }
        });
        storing.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        storing.start();

        steps(retention, 10_000);
        storing.join();

        assertThat(failure.get()).isNull();
        assertThat(Sql.rows(url, "SELECT count(*), sum(repeats), sum(in_full) FROM events"))
                .containsExactly("1000|5000|2000");
        assertThat(Sql.number(url, "SELECT count(*) FROM event_samples")).isEqualTo(1000);
    }

    @ParameterizedTest
    @EnumSource
    void pass_rowsLocked_givesWayAndGoesOn(Kind kind) throws SQLException {
        Sinks sinks = open(kind);
        store(sinks, NOW.minus(Duration.ofDays(31)));
        Retention retention = retention(sinks, CentralogConfig.defaults());
        hours(retention, sinks, MARKS - 1);
        nextHour(sinks);
        try (Connection holder = DriverManager.getConnection(url);
                Statement statement = holder.createStatement()) {
            statement.execute(kind == Kind.SQLITE ? "BEGIN IMMEDIATE" : "BEGIN");
            statement.execute("UPDATE event_rows SET repeats = repeats");
            steps(retention, 5);
            assertThat(Sql.number(url, "SELECT count(*) FROM events")).isEqualTo(1);
            statement.execute("ROLLBACK");
        }

        steps(retention, 10_000);

        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isZero();
        assertThat(said).anyMatch(line -> line.startsWith("WARN can't delete old rows; trying again"));
    }

    /** Tests errors that pass: a full disk, and a database that became read-only. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void pass_diskFull_goesOnWhenThereIsRoom(Kind kind) {
        Sinks sinks = open(kind);
        store(sinks, NOW.minus(Duration.ofDays(31)));
        Retention retention = retention(sinks, CentralogConfig.defaults());
        hours(retention, sinks, MARKS - 1);
        nextHour(sinks);
        String name = "full_disk";
        if (kind == Kind.POSTGRESQL) {
            Sql.execute(
                    url,
                    "CREATE FUNCTION " + name + "() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
                            + " USING ERRCODE = '53100', MESSAGE = 'disk full'; END $$");
            Sql.execute(
                    url,
                    "CREATE TRIGGER " + name + " BEFORE DELETE ON event_rows FOR EACH ROW EXECUTE FUNCTION " + name
                            + "()");
        } else {
            Sql.execute(
                    url,
                    "CREATE TRIGGER " + name + " BEFORE DELETE ON event_rows FOR EACH ROW SIGNAL SQLSTATE 'HY000' SET"
                            + " MYSQL_ERRNO = 1021, MESSAGE_TEXT = 'Disk full'");
        }
        steps(retention, 5);
        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isEqualTo(1);
        assertThat(Sql.number(url, "SELECT count(*) FROM event_samples")).isEqualTo(1);
        assertThat(said)
                .anyMatch(line -> line.toLowerCase(java.util.Locale.ROOT).contains("disk full"));

        Sql.execute(url, "DROP TRIGGER " + name + (kind == Kind.POSTGRESQL ? " ON event_rows" : ""));
        steps(retention, 10_000);

        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isZero();
    }

    @Test
    void pass_readOnlyDatabase_goesOnWhenItMayWrite() {
        Sinks sinks = open(Kind.POSTGRESQL);
        store(sinks, NOW.minus(Duration.ofDays(31)));
        Retention retention = retention(sinks, CentralogConfig.defaults());
        hours(retention, sinks, MARKS - 1);
        nextHour(sinks);
        String database = url.replaceFirst(".*/([^/?]+).*", "$1");
        Databases.shared()
                .execute(Kind.POSTGRESQL, "ALTER DATABASE " + database + " SET default_transaction_read_only = on");
        sinks.close();
        try (Sinks after = Sinks.open(Databases.target(url))) {
            Retention there = retention(after, CentralogConfig.defaults());
            steps(there, 5);
            assertThat(Sql.number(url, "SELECT count(*) FROM events")).isEqualTo(1);
            assertThat(said).anyMatch(line -> line.contains("read-only"));
            Databases.shared()
                    .execute(Kind.POSTGRESQL, "ALTER DATABASE " + database + " RESET default_transaction_read_only");

            steps(there, 10_000);
        }

        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isZero();
    }

    @Test
    void sqlite_logThatAReaderMakesLong_isWaitedFor() throws SQLException {
        Sinks sinks = open(Kind.SQLITE);
        store(sinks, NOW.minus(Duration.ofDays(31)));
        Retention retention = retention(sinks, CentralogConfig.defaults());
        hours(retention, sinks, MARKS - 1);
        nextHour(sinks);
        try (Connection reader = DriverManager.getConnection(url)) {
            reader.setAutoCommit(false);
            count(reader);
            Sql.execute(url, "CREATE TABLE large (content blob)");
            Sql.execute(url, "INSERT INTO large VALUES (zeroblob(100000000))");

            assertThat(steps(retention, 3)).isEqualTo(3);
            assertThat(said).anyMatch(line -> line.contains("deleting old rows waits: SQLite's log"));
            assertThat(Sql.number(url, "SELECT count(*) FROM events")).isEqualTo(1);
        }
        Sql.rows(url, "PRAGMA wal_checkpoint(TRUNCATE)");

        steps(retention, 10_000);

        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isZero();
    }

    @Test
    void pass_thatTakesLong_saysHowMuchIsDeletedSoFar() {
        Sinks sinks = open(Kind.SQLITE);
        for (int i = 0; i < 5; i++) {
            storeRows(sinks, NOW.minus(Duration.ofDays(40)).plusSeconds(i), 400);
        }
        Retention retention = retention(sinks, keeping("30d", "0s"));
        hours(retention, sinks, MARKS - 1);
        assertThat(said).isEmpty();
        nextHour(sinks);

        int steps = 0;
        while (retention.step(looks, watch) != null) {
            steps++;
            pass(Duration.ofSeconds(11));
        }

        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isZero();
        List<String> progress =
                said.stream().filter(line -> line.contains("still deleting")).toList();
        assertThat(progress)
                .hasSizeBetween(1, steps / 3 + 1)
                .allMatch(
                        line -> line.matches("INFO still deleting what is old; so far in this pass: rows: \\d+ of .*"));
    }

    @Test
    void sqlite_largerThanAllowed_losesItsOldestDaysAndShrinks() throws IOException {
        Sinks sinks = open(Kind.SQLITE);
        for (int day = 5; day > 0; day--) {
            for (int i = 0; i < 5; i++) {
                storeRows(sinks, NOW.minus(Duration.ofDays(day)).plusSeconds(i), 400);
            }
        }
        long most = tables(sinks).usedBytes() / 2;
        Path file = Path.of(url.substring("jdbc:sqlite:".length()));
        Retention retention = retention(
                sinks,
                CentralogConfig.parse(
                        Map.of("maxDatabaseBytes", Long.toString(most), "keepEvents", "0s"), GathererSettings.ALL));

        hours(retention, sinks, MARKS - 1);
        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isEqualTo(10_000);
        Sql.rows(url, "PRAGMA wal_checkpoint(TRUNCATE)");
        long before = Files.size(file);
        hours(retention, sinks, 1);

        assertThat(tables(sinks).usedBytes()).isLessThan(most);
        assertThat(Sql.rows(url, "SELECT DISTINCT substr(window_start, 1, 10) FROM events ORDER BY 1"))
                .containsExactly("2026-06-28", "2026-06-29");
        assertThat(said)
                .hasSize(3)
                .allMatch(line -> line.startsWith("WARN the database was larger than the " + most
                        + " bytes of the setting" + " 'maxDatabaseBytes', so what is of before 2026-06-2"));
        Sql.rows(url, "PRAGMA wal_checkpoint(TRUNCATE)");
        assertThat(Files.size(file)).isLessThan(before * 3 / 4);
        assertThat(Sql.rows(url, "PRAGMA integrity_check")).containsExactly("ok");
    }

    /** Tests a file as earlier versions made it, and the documented way to let it shrink. */
    @Test
    void sqlite_fileOfAnEarlierVersion_staysAsLargeUntilTheDocumentedVacuum() throws IOException {
        url = Databases.shared().withoutTables(Kind.SQLITE, directory);
        Path file = Path.of(url.substring("jdbc:sqlite:".length()));
        Sql.execute(url, "CREATE TABLE first_page (id integer)");
        try (Sinks sinks = Sinks.open(new SinkTarget(url, "", "", (severity, message, cause) -> said.add(message)))) {
            sinks.events().prepare();
            for (int i = 0; i < 5; i++) {
                storeRows(sinks, NOW.minus(Duration.ofDays(40)).plusSeconds(i), 1000);
            }
            Retention retention = retention(sinks, CentralogConfig.defaults());
            hours(retention, sinks, MARKS + 3);
        }
        long before = Files.size(file);
        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isZero();
        assertThat(before).isGreaterThan(10_000_000);
        assertThat(said)
                .filteredOn(each -> each.contains("does not get smaller"))
                .hasSize(1);

        // JDBC takes one statement at a time.
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String each : documentedVacuum().split(";")) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }

        assertThat(Files.size(file)).isLessThan(before / 2); // groups stay
        assertThat(Sql.rows(url, "PRAGMA auto_vacuum")).containsExactly("2");
    }

    private static String documentedVacuum() throws IOException {
        String page = Files.readString(Path.of("../docs/schema.md"));
        return page.replaceFirst("(?s).*sqlite3 centralog.db \"(PRAGMA [^\"]*)\".*", "$1");
    }

    @Test
    void sqlite_largerThanAllowedByWhatWasStoredLately_isSaid() {
        Sinks sinks = open(Kind.SQLITE);
        Retention retention =
                retention(sinks, CentralogConfig.parse(Map.of("maxDatabaseBytes", "100KiB"), GathererSettings.ALL));
        hours(retention, sinks, MARKS);
        storeRows(sinks, redisTime, 400);

        hours(retention, sinks, 1);

        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isEqualTo(400);
        assertThat(said).hasSizeGreaterThan(0).allMatch(line -> line.contains("nothing in it may be deleted yet"));
    }
}
