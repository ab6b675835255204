// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.StatusListener;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** A PostgreSQL database. */
final class PostgresDatabase implements Database {
    static final String URL_START = "jdbc:postgresql:";
    static final String URL_FORM = URL_START + "//host[:port]/database";
    /** The key of the lock for migrations, a number that no other program is likely to use: the bytes of "cl-migr". */
    private static final long MIGRATION_LOCK = 0x636c2d6d696772L;

    /**
     * A query with two results: the id of the server's process of this connection, and the statement that makes the locks of a
     * gatherer that has vanished or is frozen end within a minute; null if all these settings have been set already, because
     * a value that the database has been set to stays. A gatherer's own transactions do not wait that long. If one is
     * undone all the same, nothing is lost: its delivery is on a lease, and is stored again.
     */
    private static final String LOOK = "SELECT pg_backend_pid(), (SELECT 'SELECT ' || string_agg('set_config('"
            + " || quote_literal(name) || ', ' || quote_literal(ours) || ', true)', ', ') FROM (VALUES"
            + " ('idle_in_transaction_session_timeout', '60s'), ('lock_timeout', '20s'), ('tcp_keepalives_idle', '30'),"
            + " ('tcp_keepalives_interval', '10'), ('tcp_keepalives_count', '3')) AS wanted (name, ours)"
            + " JOIN pg_settings USING (name) WHERE source = 'default')";

    /** The query that lifts the time limits, because making tables may take long. */
    private static final String WAIT_FOR_TABLES = "SELECT set_config(name, '0', true) FROM pg_settings"
            + " WHERE name IN ('lock_timeout', 'statement_timeout', 'transaction_timeout')";

    /**
     * The query that ends the session that holds the lock of a delivery, if it is a session of the same user. Nothing less
     * works: while a COPY waits for its client, the server heeds neither a cancellation nor a timeout of the statement.
     */
    private static final String END_HOLDER = "SELECT pg_terminate_backend(pid) FROM pg_locks"
            + " JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted AND objsubid = 1"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            + " AND classid::bigint = ? AND objid::bigint = ? AND usename = current_user";

    /**
     * The query that ends the sessions of gatherers that the database has waited for, in a transaction, for longer than a lock is
     * waited for: between two statements, for which it may have been set to wait for ever, or for the rest of one.
     */
    private static final String END_IDLE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND usename = current_user AND application_name = 'centralog'"
            + " AND (state = 'idle in transaction' OR state = 'active' AND wait_event = 'ClientRead')"
            + " AND state_change < clock_timestamp() - greatest(current_setting('lock_timeout')::interval, '1s')";

    private static final String ENDED = "ended the transaction of a gatherer that has vanished or is frozen: it still"
            + " held locks on the rows that are being stored";

    /**
     * The query for settings by which a server can lose what it has confirmed: in a crash, or when a standby is promoted. Every
     * user may see that there is a standby, or a slot kept for one, but not its name or state.
     */
    private static final String LOSSES =
            "SELECT name || ' off: rows that it has confirmed, and that are deleted from Redis, can be lost"
                    + " when it crashes; set it to on' FROM (SELECT 'has ' || name AS name FROM pg_settings WHERE setting"
                    + " = 'off' AND name IN"
                    + " ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name) AS off"
                    + " UNION ALL SELECT 'has a standby, but commits do not wait for it ('"
                    + " || CASE WHEN current_setting('synchronous_standby_names') = '' THEN 'synchronous_standby_names"
                    + " is empty'"
                    + " ELSE 'synchronous_commit is ' || current_setting('synchronous_commit') END"
                    + " || '): the last rows that it has confirmed, and that are deleted from Redis, are lost when the"
                    + " standby is promoted'"
                    + " WHERE (current_setting('synchronous_standby_names') = ''"
                    + " OR current_setting('synchronous_commit') IN ('local', 'off'))"
                    + " AND (EXISTS (SELECT FROM pg_stat_replication WHERE state IS DISTINCT FROM 'backup')"
                    + " OR EXISTS (SELECT FROM pg_replication_slots WHERE slot_type = 'physical' AND NOT temporary))";

    /**
     * The query for whether tables can be made in the schema where they would be made: the first existing one of the search
     * path. The server skips a schema without the right USAGE; then the first existing schema in the text of the search path
     * is named.
     */
    private static final String MAY_MAKE_TABLES = "SELECT current_schema() IS NOT NULL"
            + " AND has_schema_privilege(current_schema(), 'CREATE'), quote_ident(current_user),"
            + " quote_ident(coalesce(current_schema(), (SELECT name FROM (SELECT trim(both ' \"' FROM unnest("
            + "string_to_array(current_setting('search_path'), ','))) AS name) AS named"
            + " WHERE EXISTS (SELECT FROM pg_namespace WHERE nspname = name) LIMIT 1), 'public'))";

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final long LOW_HALF = 0xffff_ffffL;

    private final SinkTarget target;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String letOthersIn;

    PostgresDatabase(SinkTarget target) {
        this.target = target;
    }

    @Override
    public WordIndex words() {
        return WordIndex.POSTGRESQL;
    }

    @Override
    public SinkTarget target() {
        return target;
    }

    @Override
    public Connection openToRead() {
        try {
            Connection connection = connect();
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            Schema.checkReadable(connection, this);
            return connection;
        } catch (SQLException e) {
            throw failure("can't read", e);
        }
    }

    @Override
    public DatabaseState look() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            checkEncoding(statement);
            DatabaseState state = DatabaseState.of(connection, this);
            if (state.isToBeMade()) {
                checkMayMakeTables(statement);
            }
            return state;
        } catch (SQLException e) {
            throw failure("can't read", e);
        }
    }

    @Override
    public Connection openToWrite() throws SQLException {
        Connection connection = connect();
        try {
            warnOfLosses(connection);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
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
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "300");
        Connection connection = DriverManager.getConnection(target.url(), properties);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LOOK)) {
            row.next();
            PGConnection driver = connection.unwrap(PGConnection.class);
            if (row.getInt(1) != driver.getBackendPID()) {
                // A pool is in between, such as PgBouncer: a named statement would stay with one of its connections.
                driver.setPrepareThreshold(0);
            }
            letOthersIn = row.getString(2);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
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
            connection.setAutoCommit(false);
            begin(connection);
            statement.execute(WAIT_FOR_TABLES);
            // A lock of the transaction: a session's lock would stay in a pool. Flyway's own lock leaves a gap
            // before its table is made.
            statement.execute("SELECT pg_advisory_xact_lock(" + MIGRATION_LOCK + ")");
            if (!Schema.isCurrent(connection, this)) {
                checkMayMakeTables(statement);
                Schema.migrate(this, connection);
                statement.execute("RESET search_path"); // Flyway leaves it set to the value that it found
            }
            connection.commit();
        } catch (SQLException e) {
            throw failure("can't prepare", e);
        }
    }

    private void checkEncoding(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW server_encoding")) {
            row.next();
            String encoding = row.getString(1);
            if (!encoding.equals("UTF8")) {
                throw new SinkException(
                        SinkException.Kind.UNUSABLE,
                        "the database " + name() + " has the encoding " + encoding
                                + ", which can't hold all characters:"
                                + " create a database WITH ENCODING 'UTF8' TEMPLATE template0");
            }
        }
    }

    /**
     * Throws at once if the user may not make tables, which Flyway would retry for a long time. Since PostgreSQL 15 a user
     * needs a grant to make tables in the schema public.
     */
    private void checkMayMakeTables(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(MAY_MAKE_TABLES)) {
            row.next();
            if (!row.getBoolean(1)) {
                throw new SinkException(
                        SinkException.Kind.REFUSED,
                        "can't make the tables in " + name() + ": "
                                + "the user " + row.getString(2) + " may not make tables in the schema "
                                + row.getString(3)
                                + ". As the database's owner or a superuser, in this database, run: GRANT USAGE, CREATE ON"
                                + " SCHEMA "
                                + row.getString(3) + " TO " + row.getString(2)
                                + "; (before PostgreSQL 15, every user may for the schema public)");
            }
        }
    }

    /**
     * Warns, once each, of settings by which confirmed data can be lost. Checked at each connection, because it may lead to
     * another server.
     */
    private void warnOfLosses(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet loss = statement.executeQuery(LOSSES)) {
            while (loss.next()) {
                String what = loss.getString(1);
                if (warned.add(what)) {
                    warn(what);
                }
            }
        }
    }

    /** Reports something about this database, the first time that it is the case. */
    void sayOnce(String what) {
        if (warned.add(what)) {
            target.status().say(StatusListener.Severity.INFO, name() + " " + what, null);
        }
    }

    @Override
    public Days days(Connection connection) {
        return new DayPartitions(connection, this);
    }

    @Override
    public void configure(FluentConfiguration flyway) {
        Schema.configure(flyway, target, "postgresql");
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        // Set for the transaction, not for the session: behind a pool other clients share the session.
        // The driver begins the transaction with this statement.
        String settings = letOthersIn;
        if (settings != null) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(settings);
            }
        }
    }

    @Override
    public void beginBriefly(Connection connection) throws SQLException {
        begin(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '100ms'");
        }
    }

    /** Waits for {@code lock_timeout}, by which time a gatherer that is at work is done; then ends the holder of the lock. */
    @Override
    public void enter(Connection connection, DeliveryKey delivery) throws SQLException {
        long key = PlaceholderName.number(delivery.name());
        try (Statement statement = connection.createStatement()) {
            String lock = "SELECT pg_advisory_xact_lock(" + key + ")";
            String release = "RELEASE SAVEPOINT enter";
            try {
                statement.execute("SAVEPOINT enter; " + lock + "; " + release); // in one round trip
            } catch (SQLException e) {
                if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                    throw e;
                }
                statement.execute("ROLLBACK TO SAVEPOINT enter");
                endHolder(connection, key);
                statement.execute(lock);
                statement.execute(release);
            }
        }
    }

    private void endHolder(Connection connection, long key) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement(END_HOLDER)) {
            end.setLong(1, key >>> Integer.SIZE);
            end.setLong(2, key & LOW_HALF);
            sayEnded(end);
        }
    }

    @Override
    public void endIdleHolders(SQLException error) {
        if (!LOCK_NOT_AVAILABLE.equals(error.getSQLState())) {
            return;
        }
        try (Connection connection = openToWrite()) {
            begin(connection);
            try (PreparedStatement end = connection.prepareStatement(END_IDLE)) {
                sayEnded(end);
            }
            connection.commit();
        } catch (SQLException ignored) {
            // The next attempt will fail as well, and looks again.
        }
    }

    private void sayEnded(PreparedStatement end) throws SQLException {
        try (ResultSet ended = end.executeQuery()) {
            if (ended.next()) {
                target.status().say(StatusListener.Severity.WARN, ENDED, null);
            }
        }
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
    public @Nullable String limitReached(Connection connection, SQLException error) {
        return switch (String.valueOf(error.getSQLState())) {
            case "57014" -> statementTimeout(connection);
            case "25P03" -> "idle_in_transaction_session_timeout"; // the session has ended
            case "25P04" -> "transaction_timeout"; // the session has ended
            default -> null;
        };
    }

    /** Returns the limit with its value; null if there is none, because then somebody has cancelled the statement. */
    private static @Nullable String statementTimeout(Connection connection) {
        try {
            connection.rollback();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SHOW statement_timeout")) {
                row.next();
                String limit = row.getString(1);
                return limit.equals("0") ? null : "statement_timeout, " + limit;
            }
        } catch (SQLException ignored) { // the connection has failed, too
            return "statement_timeout";
        }
    }

    @Override
    public SqlErrorClass trouble(SQLException error) {
        return PostgresErrorClass.of(error);
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
    public String sizeQuery() {
        return "SELECT pg_database_size(current_database())";
    }

    @Override
    public SumReading sums() {
        return PostgresSums.INSTANCE;
    }

    @Override
    public String parameter(ColumnType type) {
        return switch (type) {
            case TIME, SECOND -> "?::timestamptz";
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
    public boolean undoesRefusedStatements() {
        return false;
    }

    @Override
    public boolean copies() {
        return true;
    }

    @Override
    public void copy(Connection connection, Upsert table, List<? extends RowValues> rows) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(PostgresCopy.sql(table));
        try {
            new PostgresCopy(this, copy).write(rows);
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /** Returns the number of rows in a chunk: each row has some 40 parameters, and a statement may have 65,535. */
    @Override
    public int rowsInStatement(int columns) {
        return MergeWriter.CHUNK_ROWS;
    }

    /** Writes all tables in one round trip, from arrays: so the statements are the same each time, and are planned once. */
    @Override
    public void writeAll(Connection connection, List<UpsertRows> tables) throws SQLException {
        List<UpsertRows> some =
                tables.stream().filter(each -> !each.rows().isEmpty()).toList();
        if (some.isEmpty()) {
            return;
        }
        String sql = some.stream()
                .map(UpsertRows::upsert)
                .map(each -> each.onConflict("SELECT * FROM unnest("
                        + each.columns().stream()
                                .map(column -> "?::" + elementType(column) + "[]")
                                .collect(Collectors.joining(", "))
                        + ")"))
                .collect(Collectors.joining("; "));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int parameter = 1;
            for (UpsertRows table : some) {
                List<Column> columns = table.upsert().columns();
                for (int i = 0; i < columns.size(); i++) {
                    int index = i;
                    Object[] values = table.rows().stream()
                            .map(row -> row.get(index))
                            .map(value -> value instanceof Instant time ? timeText(time) : value)
                            .toArray();
                    statement.setArray(parameter++, connection.createArrayOf(elementType(columns.get(i)), values));
                }
            }
            statement.execute();
        }
    }

    private static String elementType(Column column) {
        return switch (column.type()) {
            case NUMBER -> "bigint";
            case TIME, SECOND -> "timestamptz";
            case TEXT -> "text";
            case DECIMAL, JSON, BYTES -> throw new IllegalArgumentException("no array of " + column);
        };
    }
}
