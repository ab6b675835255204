// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.Databases;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresActionSinkIT extends ActionSinkContract {
    @Override
    protected String emptyDatabase() {
        return Databases.shared().empty(Databases.Kind.POSTGRESQL, Path.of(""));
    }

    @Override
    protected String withoutTables() {
        return Databases.sharedPostgres().createDatabase();
    }

    @Override
    protected void cutConnections() {
        Sql.rows(
                url(),
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'centralog'"
                        + " AND datname = current_database()");
    }

    @Override
    protected void forbidLongIdling() {
        String database = Sql.rows(url(), "SELECT current_database()").get(0);
        Sql.execute(url(), "ALTER DATABASE " + database + " SET idle_in_transaction_session_timeout = '1s'");
    }

    @Test
    void begin_settingsOfTheServer_areTightenedForTheTransaction() throws SQLException {
        Database database = Database.of(target());
        try (Connection connection = database.openToWrite();
                Statement statement = connection.createStatement()) {
            List<String> before = limits(statement);

            database.begin(connection);
            assertThat(limits(statement)).containsExactly("60000ms", "20000ms", "30s");
            database.commit(connection);

            assertThat(limits(statement)).isEqualTo(before);
        }
    }

    private static List<String> limits(Statement statement) throws SQLException {
        List<String> limits = new ArrayList<>();
        try (ResultSet row = statement.executeQuery("SELECT setting || unit FROM pg_settings WHERE name IN"
                + " ('idle_in_transaction_session_timeout', 'lock_timeout', 'tcp_keepalives_idle') ORDER BY name")) {
            while (row.next()) {
                limits.add(row.getString(1));
            }
        }
        return limits;
    }

    @Override
    protected String inAnotherZone() {
        return "&options=-c%20TimeZone=Pacific/Auckland";
    }

    @Override
    protected void assertSum(BigDecimal stored, BigDecimal exact) {
        assertThat(stored).isEqualByComparingTo(exact);
    }
}
