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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.centralog.testkit.LocalMariaDb#isAvailable")
class MariaActionSinkIT extends ActionSinkContract {
    @Override
    protected String emptyDatabase() {
        return Databases.shared().empty(Databases.Kind.MARIADB, Path.of(""));
    }

    @Override
    protected String withoutTables() {
        return Databases.sharedMaria().createDatabase();
    }

    @Override
    protected void cutConnections() {
        Sql.rows(url(), "SELECT id FROM information_schema.processlist WHERE db = database() AND id <> connection_id()")
                .forEach(each -> Databases.sharedMaria().execute("KILL " + each));
    }

    @Override
    protected void forbidLongIdling() {
        Databases.sharedMaria().execute("SET GLOBAL idle_write_transaction_timeout = 1");
    }

    @AfterEach
    void allowLongIdling() {
        Databases.sharedMaria().execute("SET GLOBAL idle_write_transaction_timeout = 0");
    }

    @Test
    void openToWrite_settingsOfTheServer_areTightened() throws SQLException {
        try (Connection connection = Database.of(target()).openToWrite();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@idle_write_transaction_timeout")) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(60);
        }
    }

    @Override
    protected String inAnotherZone() {
        return "&sessionVariables=time_zone='-05:00'";
    }

    @Override
    protected void assertSum(BigDecimal stored, BigDecimal exact) {
        assertThat(stored).isEqualByComparingTo(exact);
    }
}
