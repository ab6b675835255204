// SPDX-License-Identifier: Apache-2.0
package dev.centralog.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.SharedRedis;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** That the demo's last line tells a loss, a doubling and a stranger's rows apart. */
class LedgerIT {
    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @Test
    void conservation_tamperedDatabase_isAMismatch() throws Exception {
        String url = "jdbc:sqlite:" + directory.resolve("ledger.db");
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

        try (Ledger ledger = Ledger.open(url, "ours")) {
            assertThat(ledger.conservation(500).line()).isEqualTo("conservation: logged=500 stored=500 dropped=0 OK");
            assertThat(ledger.topGroups(3)).hasSize(3).allMatch(group -> group.repeats() == 100);

            tamper(
                    url,
                    "UPDATE events SET repeats = repeats + 1 WHERE id = (SELECT min(id) FROM events"
                            + " WHERE environment = 'ours')");
            assertThat(ledger.conservation(500).line())
                    .isEqualTo("conservation: logged=500 stored=501 dropped=0 MISMATCH");

            tamper(url, "DELETE FROM events WHERE id = (SELECT min(id) FROM events WHERE environment = 'ours')");
            assertThat(ledger.conservation(500).holds()).isFalse();

            tamper(
                    url,
                    "INSERT INTO drops (window_start, group_id, delivery, count, reason, app, environment, host, pid)"
                            + " SELECT '2026', 'g', 'd', 500 - sum(repeats), 'bufferFull', 'a', 'ours', 'h', 1 FROM events"
                            + " WHERE environment = 'ours'");
            assertThat(ledger.conservation(500).holds()).isTrue();
            assertThat(ledger.conservation(500).dropped()).isPositive();
        }
    }

    private static void tamper(String url, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        }
    }
}
