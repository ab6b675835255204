// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.SharedRedis;
import dev.centralog.tools.SampleApplication.Counts;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the demo's last line distinguishes a loss, a doubling and rows of another run. */
class StoredTotalsIT {
    private static final String A_ROW = "SELECT min(e.rowid) FROM event_rows e JOIN groups g ON g.id = e.groups_id"
            + " WHERE g.environment = 'ours'";

    private static final Counts LOGGED = new Counts(500, 0);
    private static final String NO_ACTIONS = " actions=0 actionsStored=0 actionsDropped=0";

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    @Test
    void conservation_tamperedDatabase_isAMismatch() throws Exception {
        String url = "jdbc:sqlite:" + directory.resolve("totals.db");
        for (String environment : new String[] {"ours", "theirs"}) {
            CommandRun run = CommandRun.of(
                    "load",
                    "--redis=" + REDIS.uri(),
                    "--framework=logback",
                    "--events=500",
                    "--groups=5",
                    "--setting=environment=" + environment,
                    "--setting=shutdownTimeout=1m");
            assertThat(run.exitCode()).isZero();
        }
        StoredRows.gather(REDIS.uri(), url);

        try (StoredTotals totals = StoredTotals.open(url, "ours")) {
            assertThat(totals.conservation(LOGGED).line())
                    .isEqualTo("conservation: logged=500 stored=500 dropped=0" + NO_ACTIONS + " OK");
            assertThat(totals.topGroups(3)).hasSize(3).allMatch(group -> group.repeats() == 100);

            tamper(url, "UPDATE event_rows SET repeats = repeats + 1 WHERE rowid = (" + A_ROW + ")");
            assertThat(totals.conservation(LOGGED).line())
                    .isEqualTo("conservation: logged=500 stored=501 dropped=0" + NO_ACTIONS + " MISMATCH");

            tamper(url, "DELETE FROM event_rows WHERE rowid = (" + A_ROW + ")");
            assertThat(totals.conservation(LOGGED).holds()).isFalse();

            tamper(
                    url,
                    "INSERT INTO drops (window_start, group_id, delivery, count, reason, app, environment, host, pid)"
                            + " SELECT '2026', 'g', 'd', 500 - sum(repeats), 'bufferFull', 'a', 'ours', 'h', 1 FROM events"
                            + " WHERE environment = 'ours'");
            assertThat(totals.conservation(LOGGED).holds()).isTrue();
            assertThat(totals.conservation(LOGGED).events().dropped()).isPositive();

            tamper(
                    url,
                    "INSERT INTO actions (slice_start, slice_length, user_id, action_id, delivery, count, value_count,"
                            + " values_rejected, flag) SELECT '2026', 1, 'u', 'a', min(delivery), 7, 0, 0, '' FROM events"
                            + " WHERE environment = 'ours'");
            assertThat(totals.conservation(LOGGED).holds()).isFalse();
            assertThat(totals.conservation(new Counts(500, 7)).holds()).isTrue();
            assertThat(totals.topActions(3)).singleElement().returns(7L, StoredTotals.TopAction::count);
        }
    }

    private static void tamper(String url, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        }
    }
}
