// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * A MariaDB or MySQL database; the only differences between the tables of the two are the name of a collation, and how a
 * replacement refers to what was found.
 */
final class MariaDatabase implements Database {
    static final String URL_FORM = "jdbc:mariadb://host[:port]/database";
    private static final Pattern URL = Pattern.compile("jdbc:(mariadb|mysql):([a-z-]+:)?//[^/]+/[^/?]+(\\?.*)?");
    private static final DateTimeFormatter SIX_DIGITS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    /**
     * The session's variables, set so that they do not depend on the server or the user: no value is cut silently, times are
     * UTC, and a connection may be idle for a week.
     */
    private static final String SESSION = "sql_mode='STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
            + "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',time_zone='+00:00',wait_timeout=604800,"
            // For the view action_slice: MySQL would cut the samples of payloads after 1024 bytes.
            + "group_concat_max_len=16777216";

    /** The driver's options; a server may not request this machine's files. */
    private static final Map<String, String> OPTIONS = Map.of(
            "sessionVariables", SESSION,
            "allowLocalInfile", "false",
            // An existing row that stays unchanged must not count as inserted.
            "useAffectedRows", "true",
            "tcpKeepAlive", "true",
            "connectTimeout", "10000");

    /**
     * The statement that makes the locks of a gatherer that has vanished or is frozen end within a minute; a value that the
     * server has been set to stays.
     */
    private static final String LET_OTHERS_IN = "SET idle_write_transaction_timeout ="
            + " IF(@@idle_write_transaction_timeout = 0, 60, @@idle_write_transaction_timeout)";

    /**
     * The highest number of rows in one statement. A JDBC batch, which would send a statement for each row, is never used: if
     * the driver (3.5) finds in the middle of a batch that something is larger than a packet, it leaves the replies to the
     * statements sent before unread, and then takes them for the replies to the next statements, COMMIT included.
     */
    private static final int ROWS_IN_STATEMENT = 64;

    /** The number of values in a statement of short rows; that is what 64 rows of events have. */
    private static final int VALUES_IN_STATEMENT = 1800;

    private static final int LOCK_SECONDS = 240;
    private static final long LEAST_PACKET_BYTES = 16 << 20;
    /**
     * The largest piece of the protocol. The driver sends a larger statement in several pieces, and so would have sent a part
     * of it before it finds that it is too large.
     */
    private static final long MOST_PACKET_BYTES = (16 << 20) - 1;

    private static final String HALF_MADE = "; the server keeps what was made before an error: see 'A migration that"
            + " broke off' in docs/databases.md";

    /** The collation of MariaDB, which MySQL does not have. */
    private static final String COLLATION = "utf8mb4_nopad_bin";

    private static final int NO_SUCH_TABLE = 1146;

    private final SinkTarget target;
    private final String url;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    MariaDatabase(SinkTarget target) {
        this.target = target;
        // The same driver serves both; with another URL MySQL's own driver might be chosen, if it is there as well.
        url = target.url().replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
    }

    static boolean accepts(String url) {
        return URL.matcher(url).matches();
    }

    @Override
    public WordIndex words() {
        return WordIndex.MARIADB;
    }

    @Override
    public SinkTarget target() {
        return target;
    }

    @Override
    public Connection openToRead() {
        try {
            Connection connection = connect(Map.of());
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
        try (Connection connection = connect(Map.of())) {
            DatabaseState state = DatabaseState.of(connection, this);
            if (state.isToBeMade()) {
                checkMayMakeTables(connection);
            }
            return state;
        } catch (SQLException e) {
            throw failure("can't read", e);
        }
    }

    @Override
    public Connection openToWrite() throws SQLException {
        long packetBytes;
        try (Connection connection = connect(Map.of())) {
            packetBytes = number(connection, "SELECT @@max_allowed_packet");
        }
        // If the driver did not know the limit, it would send too much, and the server would cut the connection.
        Connection connection =
                connect(Map.of("maxAllowedPacket", Long.toString(Math.min(packetBytes, MOST_PACKET_BYTES))));
        if (connection.getMetaData().getDatabaseProductName().equals("MariaDB")) { // MySQL has no such limit
            try (Statement statement = connection.createStatement()) {
                statement.execute(LET_OTHERS_IN);
            }
        }
        connection.setAutoCommit(false);
        return connection;
    }

    private Connection connect(Map<String, String> more) throws SQLException {
        Properties properties = new Properties();
        if (!target.user().isEmpty()) {
            properties.setProperty("user", target.user());
        }
        if (!target.password().isEmpty()) {
            properties.setProperty("password", target.password());
        }
        properties.putAll(OPTIONS);
        properties.setProperty("socketTimeout", "300000");
        properties.putAll(more);
        Connection connection = DriverManager.getConnection(url, properties);
        try {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void migrate() {
        try (Connection connection = connect(Map.of())) {
            warnOfServer(connection);
            if (Schema.isCurrent(connection, this)) {
                return;
            }
            checkMayMakeTables(connection);
            // This connection holds the lock until it is closed below. Flyway's own lock leaves a gap before its table
            // is made.
            String lock = "SELECT GET_LOCK(CONCAT('centralog-', MD5(DATABASE())), " + LOCK_SECONDS + ")";
            if (number(connection, lock) != 1) {
                throw new SinkException(
                        SinkException.Kind.AWAY,
                        "another gatherer has been making the tables in " + name() + " for " + LOCK_SECONDS + " s");
            }
            if (!Schema.isCurrent(connection, this)) {
                Schema.forgetBrokenOff(connection, this);
                makeTables(Schema.knownVersion(connection, this));
            }
        } catch (SQLException e) {
            throw failure("can't prepare", e);
        }
    }

    /**
     * Throws at once if the user may not make tables, which Flyway would retry for a while. The server checks rights before it
     * looks for tables, and the statement names a table that does not exist, so nothing is made in either case.
     */
    private void checkMayMakeTables(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE centralog_schema_history_probe LIKE centralog_no_such_table");
        } catch (SQLException e) {
            if (e.getErrorCode() == NO_SUCH_TABLE) {
                return;
            }
            SinkException failure = failure("can't make the tables in", e);
            if (failure.kind() != SinkException.Kind.REFUSED) {
                throw failure;
            }
            throw new SinkException(
                    failure.kind(), failure.getMessage() + "; as an administrator run: " + grant(connection), e);
        }
    }

    private static String grant(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT DATABASE(), CURRENT_USER()")) {
            row.next();
            String user = row.getString(2);
            int host = user.lastIndexOf('@');
            return "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, CREATE VIEW ON `"
                    + row.getString(1) + "`.* TO '" + user.substring(0, host) + "'@'" + user.substring(host + 1) + "'";
        }
    }

    private void makeTables(int from) {
        try {
            Schema.migrate(this, from);
        } catch (SinkException e) {
            if (e.kind() == SinkException.Kind.UNUSABLE) {
                throw new SinkException(e.kind(), e.getMessage() + HALF_MADE, e);
            }
            throw e;
        }
    }

    private void warnOfServer(Connection connection) throws SQLException {
        if (number(connection, "SELECT @@innodb_flush_log_at_trx_commit") != 1) {
            warnOnce("has innodb_flush_log_at_trx_commit other than 1: rows that it has confirmed, and that are deleted"
                    + " from Redis, can be lost when it crashes; set it to 1");
        }
        long packetBytes = number(connection, "SELECT @@max_allowed_packet");
        if (packetBytes < LEAST_PACKET_BYTES) {
            warnOnce("has a max_allowed_packet of " + packetBytes
                    + " bytes, which is too small for large events: set it to " + LEAST_PACKET_BYTES
                    + " bytes or more");
        }
    }

    /** Warns only once, because each stream prepares its own connection. */
    private void warnOnce(String what) {
        if (warned.add(what)) {
            warn(what);
        }
    }

    @Override
    public void configure(FluentConfiguration flyway) {
        Schema.configure(flyway, new SinkTarget(url, target.user(), target.password(), target.status()), "mariadb");
        // No time limit: a migration of large tables may take long.
        String collation = collation();
        flyway.jdbcProperties(OPTIONS)
                .placeholders(Map.of("collation", collation, "group1", collation.equals(COLLATION) ? "\\\\1" : "$1"));
    }

    /**
     * Returns a collation that distinguishes {@code bob}, {@code Bob} and {@code Bob } with a blank; each server has its own.
     */
    private String collation() {
        try (Connection connection = connect(Map.of());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT collation_name FROM information_schema.collations WHERE"
                        + " collation_name IN ('" + COLLATION + "', 'utf8mb4_0900_bin') ORDER BY"
                        + " collation_name DESC")) {
            if (row.next()) {
                return row.getString(1);
            }
        } catch (SQLException e) {
            throw failure("can't prepare", e);
        }
        throw new SinkException(
                SinkException.Kind.UNUSABLE,
                name() + " is too old: it has neither of the collations " + COLLATION + " (MariaDB) and"
                        + " utf8mb4_0900_bin (MySQL 8.0.17 and later)");
    }

    @Override
    public void begin(Connection connection) {
        // The server begins with the first statement.
    }

    /** Begins; waits for locks for a second, the shortest time that the server knows. */
    @Override
    public void beginBriefly(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET innodb_lock_wait_timeout = 1");
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
        return switch (error.getErrorCode()) {
            case 1969 -> "max_statement_time";
            case 3024 -> "max_execution_time";
            default -> null;
        };
    }

    @Override
    public SqlErrorClass trouble(SQLException error) {
        return MariaErrorClass.of(error);
    }

    @Override
    public String hideIn(String text) {
        return target.hideIn(text.replace(url, target.url()));
    }

    @Override
    public String timeText(Instant time) {
        return SIX_DIGITS.format(time);
    }

    @Override
    public Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }

    @Override
    public String upsert(Upsert upsert, int rows) {
        return upsert.onDuplicateKey(this, rows);
    }

    @Override
    public boolean returnsInserted() {
        return false; // MariaDB also returns the rows that were there, and MySQL has no RETURNING
    }

    @Override
    public String quoted(String name) {
        return "`" + name + "`";
    }

    /** Returns the query for what the tables' statistics say: they are made new now and then. */
    @Override
    public String sizeQuery() {
        return "SELECT coalesce(sum(data_length + index_length), 0) FROM information_schema.tables"
                + " WHERE table_schema = DATABASE()";
    }

    @Override
    public SumReading sums() {
        return MariaSums.INSTANCE;
    }

    /** Returns 64, or more of short rows: there is no COPY, and a plain INSERT of that many rows takes as long as an upsert. */
    @Override
    public int rowsInStatement(int columns) {
        return Math.max(ROWS_IN_STATEMENT, VALUES_IN_STATEMENT / columns);
    }
}
