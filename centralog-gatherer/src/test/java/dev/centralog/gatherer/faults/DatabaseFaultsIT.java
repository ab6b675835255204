// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LongForm;
import dev.centralog.testkit.LostReply;
import dev.centralog.testkit.SharedRedis;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests of database errors while a gatherer is at work: each time everything waits in Redis, and the counts are exact
 * afterwards. The errors are the servers' own. If there is no way to cause one, a trigger raises it, and the test's name says
 * so.
 */
class DatabaseFaultsIT {
    /** The time for which the database is unavailable; five minutes in the long form. */
    private static final Duration AWAY = Duration.ofSeconds(Faults.times(2, 300));

    /** The beginnings of a statement of each transaction that stores a delivery, in their order. */
    private static final List<Pattern> TRANSACTIONS =
            List.of(Pattern.compile("INSERT INTO .?processes"), Pattern.compile("INSERT INTO .?deliveries"));

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    Path directory = Path.of("");

    private static Databases databases() {
        return Databases.sharedDurable();
    }

    private String prepared(Kind kind) {
        return databases().empty(kind, directory);
    }

    private static String name(String url) {
        return Sql.rows(url, "SELECT current_database()").get(0);
    }

    /** Ends the gatherers' connections, so that new ones get the database's new settings. */
    private static void cut(String url) {
        Sql.rows(
                url,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'centralog'"
                        + " AND datname = current_database()");
    }

    /** Waits for several retries, the last of which comes after the connections were cut. */
    private static void awaitTries(Load load) {
        long tries = load.stats().retries() + Faults.times(3, 20);
        Awaitility.await().atMost(Load.LIMIT).until(() -> load.stats().retries() >= tries);
    }

    private static void trigger(String url, String body) {
        Sql.execute(
                url,
                "CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + body
                        + " RETURN NULL; END $$");
        Sql.execute(url, "CREATE TRIGGER fault AFTER INSERT ON event_rows EXECUTE FUNCTION fault()");
    }

    static Stream<Kind> servers() {
        return Databases.kinds().filter(kind -> kind != Kind.SQLITE);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void serverKilledAndStartedAgain_everythingWaitsAndIsExact(Kind kind) {
        try (Load load = Load.start(REDIS.uri(), databases().empty(kind, directory))) {
            load.logAndAwait();
            databases().killHard(kind);
            load.log();
            load.awaitTrouble();
            Awaitility.await().pollDelay(AWAY).atMost(AWAY.plus(Load.LIMIT)).until(() -> true);
            load.log();
            databases().restart(kind);

            load.assertLawAfterTrouble();
            assertThat(load.stats().awayFromDatabase()).isGreaterThan(AWAY);
        }
    }

    @Test
    void postgres_everyCommitSlowerThanTheLease_isExactAndNeverTakenTwice() {
        String url = prepared(Kind.POSTGRESQL);
        Sql.execute(
                url,
                "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN PERFORM pg_sleep(1.2); RETURN NULL; END $$");
        // The trigger fires once in a transaction, at its COMMIT.
        Sql.execute(
                url,
                "CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON event_rows DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
                        + " WHEN (new.message = 'number 1') EXECUTE FUNCTION slow()");
        try (Load load = Load.start(REDIS.uri(), url)) {
            for (int i = 0; i < Faults.times(1, 30); i++) {
                load.logAndAwait();
            }

            load.assertLaw();
            assertThat(load.stats().events().stored().duplicates()).isZero();
            assertThat(load.stats().retries()).isZero();
        }
    }

    @Test
    void postgres_deadlockWithAnotherSession_isExact() throws SQLException {
        String url = prepared(Kind.POSTGRESQL);
        Sql.execute(url, "ALTER DATABASE " + name(url) + " SET deadlock_timeout = '100ms'");
        trigger(
                url,
                "PERFORM pg_advisory_xact_lock(1, 1); PERFORM pg_sleep(0.3); PERFORM pg_advisory_xact_lock(1, 2);");
        try (Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement();
                Load load = Load.start(REDIS.uri(), url)) {
            statement.execute("SET deadlock_timeout = '1min'"); // so that the server ends the gatherer's transaction
            for (int i = 0; i < Faults.times(1, 30); i++) {
                other.setAutoCommit(false);
                statement.execute("SELECT pg_advisory_xact_lock(1, 2)");
                load.log();
                Awaitility.await()
                        .atMost(Load.LIMIT)
                        .until(() -> Sql.number(
                                        url,
                                        "SELECT count(*) FROM pg_locks WHERE classid = 1 AND objid = 1 AND granted")
                                == 1);
                statement.execute("SELECT pg_advisory_xact_lock(1, 1)"); // granted after the gatherer's rollback
                other.rollback();
                load.awaitStored();
            }

            load.assertLawAfterTrouble();
            assertThat(load.said()).anyMatch(line -> line.contains("deadlock detected"));
        }
    }

    @Test
    @LongForm
    void postgres_serializationFailure_isExact() throws SQLException {
        String url = prepared(Kind.POSTGRESQL);
        Sql.execute(url, "CREATE TABLE probe (n integer)");
        Sql.execute(url, "INSERT INTO probe VALUES (0)");
        Sql.execute(url, "ALTER DATABASE " + name(url) + " SET default_transaction_isolation = 'repeatable read'");
        trigger(url, "UPDATE probe SET n = n + 1;");
        try (Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement();
                Load load = Load.start(REDIS.uri(), url)) {
            for (int i = 0; i < Faults.times(1, 30); i++) {
                other.setAutoCommit(false);
                statement.execute("UPDATE probe SET n = n + 1");
                load.log();
                Awaitility.await()
                        .atMost(Load.LIMIT)
                        .until(() -> Sql.number(
                                        url,
                                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                                + " AND datname = current_database()")
                                == 1);
                other.commit();
                load.awaitStored();
            }

            load.assertLawAfterTrouble();
            assertThat(load.said()).anyMatch(line -> line.contains("could not serialize access"));
        }
    }

    @Test
    void postgres_noConnectionLeft_isExact() {
        String url = databases().withoutTables(Kind.POSTGRESQL, directory);
        String role = "role_of_" + name(url);
        Sql.execute(url, "CREATE ROLE " + role + " LOGIN");
        Sql.execute(url, "ALTER DATABASE " + name(url) + " OWNER TO " + role);
        String asRole = url.replaceFirst("user=[^&]*", "user=" + role);
        try (Load load = Load.start(REDIS.uri(), asRole, url)) {
            load.logAndAwait();
            Sql.execute(url, "ALTER ROLE " + role + " CONNECTION LIMIT 0");
            cut(url);
            load.log();
            awaitTries(load);
            assertThatThrownBy(() -> DriverManager.getConnection(asRole))
                    .hasFieldOrPropertyWithValue("SQLState", "53300");
            Sql.execute(url, "ALTER ROLE " + role + " CONNECTION LIMIT -1");

            load.assertLawAfterTrouble();
        }
    }

    @Test
    @LongForm
    void mariaDb_noConnectionLeft_isExact() {
        String url = databases().empty(Kind.MARIADB, directory);
        String name = Sql.rows(url, "SELECT database()").get(0);
        databases().execute(Kind.MARIADB, "CREATE USER " + name + " IDENTIFIED BY ''");
        databases().execute(Kind.MARIADB, "GRANT ALL ON " + name + ".* TO " + name);
        try (Load load = Load.start(REDIS.uri(), url.replaceFirst("user=root", "user=" + name), url)) {
            load.logAndAwait();
            databases().execute(Kind.MARIADB, "ALTER USER " + name + " WITH MAX_CONNECTIONS_PER_HOUR 1");
            databases().execute(Kind.MARIADB, "KILL CONNECTION USER " + name);
            load.log();
            awaitTries(load);
            databases().execute(Kind.MARIADB, "ALTER USER " + name + " WITH MAX_CONNECTIONS_PER_HOUR 0");
            databases().execute(Kind.MARIADB, "FLUSH USER_RESOURCES");

            load.assertLawAfterTrouble();
        }
    }

    @Test
    void postgres_statementTimeoutShorterThanStoringTakes_isSaidAfterThreeTimesAndExact() {
        String url = prepared(Kind.POSTGRESQL);
        trigger(url, "PERFORM pg_sleep(1);");
        databases().execute(Kind.POSTGRESQL, "ALTER DATABASE " + name(url) + " SET statement_timeout = '300ms'");
        try (Load load = Load.start(REDIS.uri(), url)) {
            load.log();
            Awaitility.await().atMost(Load.LIMIT).until(() -> load.said().stream()
                    .anyMatch(line -> line.startsWith("WARN ")
                            && line.contains(
                                    "3 times in a row, as it takes longer than its statement_timeout, 300ms")));
            databases().execute(Kind.POSTGRESQL, "ALTER DATABASE " + name(url) + " RESET statement_timeout");

            load.assertLawAfterTrouble();
        }
    }

    @Test
    void mariaDb_maxStatementTimeShorterThanStoringTakes_isSaidAfterThreeTimesAndExact() {
        String url = prepared(Kind.MARIADB);
        String name = Sql.rows(url, "SELECT database()").get(0);
        databases().execute(Kind.MARIADB, "CREATE USER " + name + " IDENTIFIED BY '' WITH MAX_STATEMENT_TIME 0.3");
        databases().execute(Kind.MARIADB, "GRANT ALL ON " + name + ".* TO " + name);
        Sql.execute(url, "CREATE TRIGGER fault AFTER INSERT ON event_rows FOR EACH ROW DO SLEEP(1)");
        try (Load load = Load.start(REDIS.uri(), url.replaceFirst("user=root", "user=" + name), url)) {
            load.log();
            Awaitility.await().atMost(Load.LIMIT).until(() -> load.said().stream()
                    .anyMatch(line -> line.startsWith("WARN ")
                            && line.contains("3 times in a row, as it takes longer than its" + " max_statement_time")));
            Sql.execute(url, "DROP TRIGGER fault");

            load.assertLawAfterTrouble();
        }
    }

    /** Tests SQLite's own error for a full disk: the file may not grow, until there is room in it. */
    @Test
    void sqlite_full_isExact() {
        String url = prepared(Kind.SQLITE);
        Sql.execute(url, "CREATE TABLE ballast AS SELECT zeroblob(4000000) AS room");
        long pages = Sql.number(url, "SELECT page_count FROM pragma_page_count()");
        try (Load load = Load.start(REDIS.uri(), url + "?max_page_count=" + pages, url)) {
            load.log();
            load.awaitTrouble();
            assertThat(load.said()).anyMatch(line -> line.contains("SQLITE_FULL"));
            Sql.execute(url, "DELETE FROM ballast");

            load.assertLawAfterTrouble();
        }
    }

    @Test
    @LongForm
    void postgres_fullByATrigger_isExact() {
        String url = prepared(Kind.POSTGRESQL);
        trigger(url, "RAISE 'could not extend file: No space left on device' USING ERRCODE = '53100';");
        try (Load load = Load.start(REDIS.uri(), url)) {
            load.log();
            load.awaitTrouble();
            Sql.execute(url, "DROP TRIGGER fault ON event_rows");

            load.assertLawAfterTrouble();
        }
    }

    @Test
    @LongForm
    void mariaDb_fullByATrigger_isExact() {
        String url = prepared(Kind.MARIADB);
        Sql.execute(
                url,
                "CREATE TRIGGER fault AFTER INSERT ON event_rows FOR EACH ROW SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO ="
                        + " 1021, MESSAGE_TEXT = 'Disk full'");
        try (Load load = Load.start(REDIS.uri(), url)) {
            load.log();
            load.awaitTrouble();
            Sql.execute(url, "DROP TRIGGER fault");

            load.assertLawAfterTrouble();
        }
    }

    @Test
    void postgres_readOnlyAfterAFailover_isExact() {
        String url = databases().empty(Kind.POSTGRESQL, directory);
        try (Load load = Load.start(REDIS.uri(), url)) {
            load.logAndAwait();
            databases()
                    .execute(
                            Kind.POSTGRESQL, "ALTER DATABASE " + name(url) + " SET default_transaction_read_only = on");
            cut(url);
            load.log();
            awaitTries(load);
            assertThatThrownBy(() -> Sql.execute(url, "UPDATE event_rows SET repeats = 0"))
                    .hasStackTraceContaining("read-only transaction");
            databases()
                    .execute(Kind.POSTGRESQL, "ALTER DATABASE " + name(url) + " RESET default_transaction_read_only");

            load.assertLawAfterTrouble();
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void repliesToCommitLost_areFoundAsDuplicatesAndExact(Kind kind) {
        String url = prepared(kind);
        int times = Faults.times(3, 200);
        int port = databases().port(kind);
        try (LostReply link = LostReply.to(port, TRANSACTIONS, times);
                Load load = Load.start(REDIS.uri(), url.replace(":" + port, ":" + link.port()), url)) {
            do {
                load.logAndAwait();
            } while (link.lost() < times);

            load.assertLawAfterTrouble();
            assertThat(load.stats().events().stored().duplicates()
                            + load.stats().actions().stored().duplicates())
                    .isPositive();
        }
    }

    @Test
    void sqlite_lockedByAnotherProcess_isExact() {
        String url = prepared(Kind.SQLITE);
        try (ForkedJvm other = ForkedJvm.builder(LockingProcess.class.getName())
                        .arguments(url)
                        .start();
                Load load = Load.start(REDIS.uri(), url + "?busy_timeout=100", url)) {
            other.awaitOutput(LockingProcess.LOCKED, Load.LIMIT);
            load.log();
            load.awaitTrouble();
            assertThat(load.said()).anyMatch(line -> line.contains("SQLITE_BUSY"));
            other.killHard();

            load.assertLawAfterTrouble();
        }
    }

    /** Tests a gatherer whose connection is cut, and gatherers that start later: both find tables of a newer version. */
    @Test
    void tablesOfANewerVersion_endAGathererThatComesBackToThem() {
        String url = prepared(Kind.POSTGRESQL);
        try (Load load = Load.start(REDIS.uri(), url)) {
            load.logAndAwait();
            Sql.execute(
                    url,
                    "INSERT INTO centralog_schema_history (installed_rank, version, description, type, script,"
                            + " installed_by, execution_time, success) VALUES (99, '99', 'later', 'SQL',"
                            + " 'V99__later.sql', 'x', 1, true)");
            cut(url);
            load.log();

            Awaitility.await().atMost(Load.LIMIT).until(() -> load.said()
                    .contains("ERROR the gatherer has ended because of an error"));
            Sql.execute(url, "DELETE FROM centralog_schema_history WHERE installed_rank = 99");
        }
        try (Load successor = Load.start(REDIS.uri(), url)) {
            List<String> before = Sql.rows(url, "SELECT sum(repeats) FROM events");
            Awaitility.await().atMost(Load.LIMIT).until(() -> !Sql.rows(url, "SELECT sum(repeats) FROM events")
                    .equals(before));
            assertThat(successor.said()).noneMatch(line -> line.startsWith("ERROR"));
        }
    }
}
