// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.family.FamilyRules;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of two gatherers that give the same groups their families. */
class FamilyWriterIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path directory = Path.of("");

    private static void label(SinkTarget target) {
        Database database = Database.of(target);
        try (Connection connection = DriverManager.getConnection(target.url())) {
            connection.setAutoCommit(false);
            new FamilyWriter(connection, database).label();
            connection.commit();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Tests that the one that waits for the other's transaction leaves what that has written; a mark tells whose it is. */
    @Test
    void label_groupThatAnotherHasLabelledMeanwhile_isLeftAsItIs() throws SQLException {
        String url = Databases.shared().empty(Kind.POSTGRESQL, directory);
        SinkTarget target = Databases.target(url);
        try (Sinks sinks = Sinks.open(target)) {
            sinks.events().store(Windows.of(Windows.FIRST, Windows.row(1, 3, Windows.event("a"))));
        }
        CompletableFuture<Void> labelled;
        try (Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("UPDATE groups SET family_id = 'of the other', family_rules = " + FamilyRules.VERSION);
            labelled = CompletableFuture.runAsync(() -> label(target));
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> Sql.number(
                                    url,
                                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                            + " AND wait_event_type = 'Lock' AND query LIKE '%family_rules%'")
                            == 1);
            other.commit();
        }
        assertThat(labelled).succeedsWithin(LIMIT);

        assertThat(Sql.rows(url, "SELECT family_id FROM groups")).containsExactly("of the other");
    }
}
