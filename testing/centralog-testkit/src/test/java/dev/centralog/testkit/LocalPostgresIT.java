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

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalPostgresIT {
    private final LocalPostgres postgres = LocalPostgres.start();

    @BeforeAll
    void listensOnLoopbackOnly() throws SQLException {
        assertThat(ask(postgres.jdbcUrl(), "SHOW listen_addresses")).isEqualTo("127.0.0.1");
    }

    @AfterAll
    void close() {
        postgres.close();
    }

    @Test
    void createDatabase_twice_twoEmptyOnes() throws SQLException {
        String first = postgres.createDatabase();
        String second = postgres.createDatabase();

        run(first, "CREATE TABLE thing (id int)");

        assertThat(ask(first, "SELECT count(*) FROM pg_tables WHERE tablename = 'thing'"))
                .isEqualTo("1");
        assertThat(ask(second, "SELECT count(*) FROM pg_tables WHERE tablename = 'thing'"))
                .isEqualTo("0");
    }

    @Test
    void copyDatabase_tablesViewsAndRows_areThereAndApart() throws SQLException {
        String url = postgres.createDatabase();
        run(url, "CREATE TABLE thing (id int)");
        run(url, "INSERT INTO thing VALUES (41)");
        run(url, "CREATE VIEW b AS SELECT id + 1 AS id FROM thing");
        run(url, "CREATE VIEW a AS SELECT id FROM b");

        String copy = postgres.copyDatabase(url);
        run(url, "DELETE FROM thing");

        assertThat(ask(copy, "SELECT id FROM a")).isEqualTo("42");
    }

    @Test
    void stop_thenRestart_samePortAndData() throws SQLException {
        String url = postgres.createDatabase();
        run(url, "CREATE TABLE kept AS SELECT 42 AS answer");

        postgres.stop();
        assertThatThrownBy(() -> ask(url, "SELECT 1")).isInstanceOf(SQLException.class);
        postgres.restart();

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
