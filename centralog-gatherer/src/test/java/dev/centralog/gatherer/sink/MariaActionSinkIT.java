// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.LocalMariaDb;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.centralog.testkit.LocalMariaDb#isAvailable")
class MariaActionSinkIT extends ActionSinkContract {
    @SuppressWarnings("NonFinalStaticField") // started once for the class
    private static @Nullable LocalMariaDb server;

    @BeforeAll
    static void startServer() {
        server = LocalMariaDb.start();
    }

    @AfterAll
    static void stopServer() {
        Objects.requireNonNull(server).close();
    }

    @Override
    protected String emptyDatabase() {
        return Objects.requireNonNull(server).createDatabase();
    }

    @Override
    protected void cutConnections() {
        Sql.rows(url(), "SELECT id FROM information_schema.processlist WHERE db = database() AND id <> connection_id()")
                .forEach(each -> Objects.requireNonNull(server).execute("KILL " + each));
    }

    @Override
    protected void forbidLongIdling() {
        Objects.requireNonNull(server).execute("SET GLOBAL idle_write_transaction_timeout = 1");
    }

    @AfterEach
    void allowLongIdling() {
        Objects.requireNonNull(server).execute("SET GLOBAL idle_write_transaction_timeout = 0");
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
