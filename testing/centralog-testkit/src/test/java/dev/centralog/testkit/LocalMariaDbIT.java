// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.centralog.testkit.LocalMariaDb#isAvailable")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalMariaDbIT {
    private final LocalMariaDb mariaDb = LocalMariaDb.start();

    @BeforeAll
    void listensOnLoopbackOnly() throws SQLException {
        assertThat(ask(mariaDb.jdbcUrl(), "SELECT @@bind_address")).isEqualTo("127.0.0.1");
    }

    @AfterAll
    void close() {
        mariaDb.close();
    }

    @Test
    void createDatabase_twice_twoEmptyOnes() throws SQLException {
        String first = mariaDb.createDatabase();
        String second = mariaDb.createDatabase();

        run(first, "CREATE TABLE thing (id int)");

        assertThat(
                        ask(
                                first,
                                "SELECT count(*) FROM information_schema.tables WHERE table_schema = database() AND table_name = 'thing'"))
                .isEqualTo("1");
        assertThat(
                        ask(
                                second,
                                "SELECT count(*) FROM information_schema.tables WHERE table_schema = database() AND table_name = 'thing'"))
                .isEqualTo("0");
    }

    @Test
    void copyDatabase_tablesViewsAndRows_areThereAndApart() throws SQLException {
        String url = mariaDb.createDatabase();
        run(url, "CREATE TABLE thing (id int)");
        run(url, "INSERT INTO thing VALUES (41)");
        run(url, "CREATE VIEW b AS SELECT id + 1 AS id FROM thing");
        run(url, "CREATE VIEW a AS SELECT id FROM b");

        String copy = mariaDb.copyDatabase(url);
        run(url, "DELETE FROM thing");

        assertThat(ask(copy, "SELECT id FROM a")).isEqualTo("42");
    }

    @Test
    void stop_thenRestart_samePortAndData() throws SQLException {
        String url = mariaDb.createDatabase();
        run(url, "CREATE TABLE kept AS SELECT 42 AS answer");

        mariaDb.stop();
        assertThatThrownBy(() -> ask(url, "SELECT 1")).isInstanceOf(SQLException.class);
        mariaDb.restart();

        assertThat(ask(url, "SELECT answer FROM kept")).isEqualTo("42");
    }

    private static void run(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
