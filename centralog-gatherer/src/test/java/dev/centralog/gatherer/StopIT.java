// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.SharedRedis;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests of SIGTERM while the database is unavailable, or does not reply. */
class StopIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    Path directory = Path.of("");

    private static void log() {
        try (Centralog centralog = Centralog.open(CentralogConfig.defaults().with(Settings.REDIS, REDIS.uri()))) {
            centralog.log(LogEvent.builder().message("one").build());
            assertThat(centralog.close(LIMIT)).isZero();
        }
    }

    private static ForkedJvm gather(String url, String... more) {
        String[] arguments = new String[5 + more.length];
        System.arraycopy(new String[] {"gather", "--redis", REDIS.uri(), "--database", url}, 0, arguments, 0, 5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return ForkedJvm.builder("dev.centralog.gatherer.Main")
                .arguments(arguments)
                .start();
    }

    @Test
    void sigterm_databaseAway_endsWith0() {
        log();
        try (ForkedJvm gatherer = gather("jdbc:postgresql://localhost:1/gone")) {
            Awaitility.await().atMost(LIMIT).until(() -> gatherer.standardError()
                    .contains("trying again"));

            assertThat(gatherer.terminate(LIMIT)).isZero();
        }
    }

    @Test
    void sigterm_databaseThatDoesNotAnswer_endsWith75AndLosesNothing() throws SQLException {
        log();
        String url = Databases.sharedDurable().empty(Databases.Kind.POSTGRESQL, directory);
        try (Sinks sinks = Sinks.open(Databases.target(url))) {
            sinks.events().prepare();
        }
        // A long lock_timeout, so that only stopTimeout ends the wait.
        Sql.execute(
                url,
                "ALTER DATABASE " + Sql.rows(url, "SELECT current_database()").get(0) + " SET lock_timeout = '1h'");
        try (Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement();
                ForkedJvm gatherer = gather(url, "--stop-timeout", "200ms")) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE event_rows IN ACCESS EXCLUSIVE MODE");
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> Sql.number(
                                    url,
                                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                            + " AND datname = current_database()")
                            == 1);

            assertThat(gatherer.terminate(LIMIT)).isEqualTo(75);
            assertThat(gatherer.standardError()).contains("stopping without a reply of the database, after 200 ms");
        }
        Commands last = Commands.run("gather", "--once", "--lease", "1s", "--redis", REDIS.uri(), "--database", url);
        assertThat(last.code()).as(last.err()).isZero();
        assertThat(Sql.number(url, "SELECT sum(repeats) FROM events")).isEqualTo(1);
    }
}
