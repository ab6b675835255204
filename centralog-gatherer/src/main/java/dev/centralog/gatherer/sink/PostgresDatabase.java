// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.Setting;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Properties;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** A PostgreSQL database. */
final class PostgresDatabase implements Database {
    static final String URL_START = "jdbc:postgresql:";
    /** Any number that nobody else uses: the bytes of "cl-migr". */
    private static final long MIGRATION_LOCK = 0x636c2d6d696772L;

    /**
     * The locks of a gatherer that has vanished or is frozen end within a minute. No transaction of ours waits as long: one
     * that is read from Redis meanwhile is on a lease, and undone it is stored again. What the database has been set to, stays.
     */
    private static final String LET_OTHERS_IN = "SELECT set_config(name, ours, false) FROM (VALUES"
            + " ('idle_in_transaction_session_timeout', '60s'), ('tcp_keepalives_idle', '30'),"
            + " ('tcp_keepalives_interval', '10'), ('tcp_keepalives_count', '3')) AS wanted (name, ours)"
            + " JOIN pg_settings USING (name) WHERE source = 'default'";

    private final SinkTarget target;

    PostgresDatabase(SinkTarget target) {
        this.target = target;
    }

    @Override
    public Connection openToRead() {
        try {
            Connection connection = connect();
            connection.setReadOnly(true);
            Schema.checkReadable(connection, this);
            return connection;
        } catch (SQLException wrong) {
            throw failure("can't read", wrong);
        }
    }

    @Override
    public Connection openToWrite() throws SQLException {
        Connection connection = connect();
        connection.setAutoCommit(false);
        return connection;
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        if (!target.user().isEmpty()) {
            properties.setProperty("user", target.user());
        }
        if (!target.password().isEmpty()) {
            properties.setProperty("password", target.password());
        }
        properties.setProperty("ApplicationName", "centralog");
        properties.setProperty("reWriteBatchedInserts", "true");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "300");
        Connection connection = DriverManager.getConnection(target.url(), properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute(LET_OTHERS_IN);
            return connection;
        } catch (SQLException wrong) {
            connection.close();
            throw wrong;
        }
    }

    @Override
    public void migrate() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            checkEncoding(statement);
            if (Schema.isCurrent(connection, this)) {
                return;
            }
            // Held by this connection, which ends below; Flyway's own lock leaves a gap before its table is made.
            statement.execute("SELECT pg_advisory_lock(" + MIGRATION_LOCK + ")");
            if (!Schema.isCurrent(connection, this)) {
                Schema.migrate(this);
            }
        } catch (SQLException wrong) {
            throw failure("can't prepare", wrong);
        }
    }

    private void checkEncoding(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW server_encoding")) {
            row.next();
            String encoding = row.getString(1);
            if (!encoding.equals("UTF8")) {
                throw new SinkException(
                        SinkException.Kind.UNUSABLE,
                        "the database " + name() + " has the encoding " + encoding + ", which does not hold all that is"
                                + " logged: make one WITH ENCODING 'UTF8' TEMPLATE template0");
            }
        }
    }

    @Override
    public void configure(FluentConfiguration flyway) {
        Schema.configure(flyway, target, "postgresql");
    }

    @Override
    public void begin(Connection connection) {
        // The driver begins with the first statement.
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        connection.commit();
    }

    @Override
    public void rollback(Connection connection) throws SQLException {
        connection.rollback();
    }

    @Override
    public SqlTrouble trouble(SQLException error) {
        String state = error.getSQLState();
        if (state == null || state.length() < 2) {
            return SqlTrouble.PASSING;
        }
        return switch (state.substring(0, 2)) {
            case "25" ->
                switch (state) {
                    // read-only: a standby that is not yet promoted; idle, or at work, for too long
                    case "25006", "25P03", "25P04" -> SqlTrouble.PASSING;
                    default -> SqlTrouble.BROKEN;
                };
            case "08", "40", "53", "55", "57", "58" -> SqlTrouble.PASSING;
            case "21", "22", "23", "44", "54", "P0" -> SqlTrouble.POISON;
            case "28" -> SqlTrouble.REFUSED;
            default -> state.equals("42501") ? SqlTrouble.REFUSED : SqlTrouble.BROKEN;
        };
    }

    @Override
    public String name() {
        return Setting.hidePassword(target.url());
    }

    @Override
    public String timeText(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS).toString();
    }

    @Override
    public Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    @Override
    public String parameter(ColumnType type) {
        return switch (type) {
            case TIME -> "?::timestamptz";
            case JSON -> "?::json";
            case DECIMAL -> "?::numeric";
            case TEXT, NUMBER, BYTES -> "?";
        };
    }

    @Override
    public String upsert(Upsert upsert, int rows) {
        return upsert.onConflict(this, rows);
    }

    @Override
    public boolean copies() {
        return true;
    }

    @Override
    public void copy(Connection connection, Upsert table, List<? extends Row> rows) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(PostgresCopy.sql(table));
        try {
            new PostgresCopy(this, copy).write(rows);
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    @Override
    public boolean batches() {
        return true;
    }
}
