// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.Databases;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresActionSinkIT extends ActionSinkContract {
    @Override
    protected String emptyDatabase() {
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
    void openToWrite_settingsOfTheServer_areTightened() throws SQLException {
        List<String> settings = List.of("idle_in_transaction_session_timeout", "tcp_keepalives_idle");
        for (String setting : settings) {
            try (Connection connection = Database.of(target()).openToWrite();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT setting::int, unit FROM pg_settings WHERE name = '" + setting + "'")) {
                row.next();
                assertThat(row.getString(1) + row.getString(2)).isIn("60000ms", "30s");
            }
        }
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
