// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gatherer.sink.OldRows.Chunk;
import dev.centralog.gatherer.sink.OldRows.Range;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of {@code event_rows} and {@code sample_rows} on PostgreSQL, one of each for a day. They are made ahead, as
 * tables that are attached when they are complete, and dropped when the whole day is old: detached in one transaction, and
 * counted and removed in another. In between their names end in {@value #DETACHED}, so that they are found again.
 *
 * <p>What waits for a lock makes all others wait that come after it. So the first lock of a step that storing needs is waited for
 * as long as {@link Database#beginBriefly} allows, and the others not at all.
 */
record DayPartitions(Connection connection, PostgresDatabase database) implements Days {
    private static final Duration DAY = Duration.ofDays(1);
    private static final String DETACHED = "_detached";
    private static final String EVENTS = "event_rows";
    private static final String SAMPLES = "sample_rows";
    private static final Pattern NAME = Pattern.compile(EVENTS + "_\\d{8}");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd").withZone(ZoneOffset.UTC);

    /** The time between the last row that has no place of its own and the start of its day's partition, at most. */
    private static final int ROUNDED_SECONDS = 600;

    /** The key of the lock of the one that changes partitions: the bytes of "cl-days". */
    private static final long LOCK = 0x636c2d64617973L;

    /** The most bytes of the default partitions with which a day is attached, as that reads them. */
    private static final long MOST_BYTES = 256L << 20;

    /** The longest time for attaching. */
    private static final String ATTACH_LIMIT = "1s";

    /**
     * The query for the lock. A gatherer that is frozen with a lock on the tables would keep all others from storing, so the server
     * ends its session after 5 s.
     */
    private static final String ENTER = "SELECT pg_try_advisory_xact_lock(" + LOCK
            + "), set_config(name, CASE WHEN setting::bigint BETWEEN 1 AND 5000 THEN setting ELSE '5000' END, true)"
            + " FROM pg_settings WHERE name = 'idle_in_transaction_session_timeout'";

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String CANCELLED = "57014";
    private static final String ROW_IN_DEFAULT = "23514";
    private static final String EXISTS = "42P07";

    /** The query for the schema of the tables, and for what the user may do. */
    private static final String TABLES =
            "SELECT quote_ident(n.nspname), quote_ident(pg_get_userbyid(e.relowner)), quote_ident(current_user),"
                    + " pg_has_role(e.relowner, 'USAGE') AND pg_has_role(s.relowner, 'USAGE'),"
                    + " has_schema_privilege(n.oid, 'CREATE') FROM pg_class e JOIN pg_namespace n ON n.oid = e.relnamespace,"
                    + " pg_class s WHERE e.oid = '" + EVENTS + "'::regclass AND s.oid = '" + SAMPLES + "'::regclass";

    /** The query for all partitions of events but the default one, in the order of time. */
    private static final String PARTITIONS = "SELECT relname, owned,"
            + " coalesce(substring(bounds FROM 'FROM \\(''([^'']+)''\\)')::timestamptz, '0001-01-01Z') AS starts,"
            + " coalesce(substring(bounds FROM 'TO \\(''([^'']+)''\\)')::timestamptz, '9999-12-31Z') AS ends"
            + " FROM (SELECT relname, pg_has_role(relowner, 'USAGE') AS owned, pg_get_expr(relpartbound, oid) AS bounds"
            + " FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE inhparent = '" + EVENTS + "'::regclass) AS each"
            + " WHERE bounds <> 'DEFAULT' ORDER BY starts";

    /** The query for a partition that was detached and not dropped. */
    private static final String LEFT_OVER = "SELECT relname FROM pg_class WHERE relkind = 'r' AND NOT relispartition"
            + " AND pg_has_role(relowner, 'USAGE')"
            + " AND relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = '" + EVENTS + "'::regclass)"
            + " AND relname ~ '^(" + EVENTS + "|" + SAMPLES + ")_[0-9]{8}" + DETACHED + "$' ORDER BY relname LIMIT 1";

    /** The query for the last row of a time, which then has no partition but the default one. */
    private static final String LAST = "SELECT max(window_start) AS last FROM (SELECT window_start FROM " + EVENTS
            + " WHERE window_start >= %1$s AND window_start < %2$s UNION ALL SELECT window_start FROM " + SAMPLES
            + " WHERE window_start >= %1$s AND window_start < %2$s) AS rows";

    /** The query for what was stored lately of a time. */
    private static final String LATE = "SELECT EXISTS (SELECT FROM deliveries WHERE stream = 'events'"
            + " AND window_start >= ?::timestamptz AND window_start < ?::timestamptz AND id > ?)";

    /** The tables: their schema and owner, the user, and whether that may change and make tables. */
    private record Tables(String schema, String owner, String user, boolean owned, boolean mayMake) {
        String name(String table) {
            return schema + "." + table;
        }
    }

    private record Partition(String name, boolean owned, Instant start, Instant end) {
        boolean isDay() {
            return owned && NAME.matcher(name).matches();
        }
    }

    /**
     * Makes the partitions of a day. If rows of that day are in the default partition already, they stay there, and the day's
     * partition begins some minutes after them.
     */
    @Override
    public boolean make(Instant day, Instant now) throws SQLException {
        Tables tables = tables();
        if (!tables.owned || !tables.mayMake) {
            sayWhatIsMissing(tables);
            return true;
        }
        if (!enter()) {
            return false;
        }
        Instant end = day.plus(DAY);
        if (partitions().stream().anyMatch(each -> each.start.isBefore(end) && each.end.isAfter(day))) {
            return true;
        }
        Instant last = last(day, end);
        Instant start = last == null ? day : roundedUp(last.isBefore(now) ? now : last);
        if (!start.isBefore(end)) {
            database.sayOnce("has rows of " + DATE.format(day) + " in the partition " + EVENTS
                    + "_default already: those of this day stay there, and are deleted row by row when they are old");
            return true;
        }
        if (bytes(tables.name(EVENTS + "_default")) + bytes(tables.name(SAMPLES + "_default")) > MOST_BYTES) {
            sayTooMuch();
            return true;
        }
        try {
            attach(tables, DATE.format(day), " FOR VALUES FROM ('" + start + "') TO ('" + end + "')");
            return true;
        } catch (SQLException e) {
            return afterFailure(e);
        }
    }

    private static Instant roundedUp(Instant time) {
        return Instant.ofEpochSecond((time.getEpochSecond() / ROUNDED_SECONDS + 1) * ROUNDED_SECONDS);
    }

    private void attach(Tables tables, String date, String bounds) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL statement_timeout = '" + ATTACH_LIMIT + "'");
            for (String each : List.of(EVENTS, SAMPLES)) {
                statement.execute("CREATE TABLE " + tables.name(each + "_" + date) + " (LIKE " + tables.name(each)
                        + " INCLUDING ALL)");
            }
            lock(tables, EVENTS + "_default", " IN ACCESS EXCLUSIVE MODE");
            lock(tables, SAMPLES + "_default", " IN ACCESS EXCLUSIVE MODE NOWAIT");
            for (String each : List.of(EVENTS, SAMPLES)) {
                statement.execute("ALTER TABLE " + tables.name(each) + " ATTACH PARTITION "
                        + tables.name(each + "_" + date) + bounds);
            }
        }
    }

    /** Undoes the transaction; returns false if it is to be tried again soon. */
    private boolean afterFailure(SQLException error) throws SQLException {
        String state = String.valueOf(error.getSQLState());
        if (!List.of(LOCK_NOT_AVAILABLE, ROW_IN_DEFAULT, CANCELLED, EXISTS).contains(state)) {
            throw error;
        }
        database.rollback(connection);
        if (state.equals(CANCELLED)) {
            sayTooMuch();
        } else if (state.equals(EXISTS)) {
            database.sayOnce("can't have a partition for a day: " + error.getMessage());
        }
        return state.equals(CANCELLED) || state.equals(EXISTS);
    }

    private void sayTooMuch() {
        database.sayOnce("has too much in the partitions " + EVENTS + "_default and " + SAMPLES
                + "_default, which are read when a day's partition is attached: none is made until they hold less, and old"
                + " rows are deleted row by row. See 'Days that are dropped' in docs/databases.md");
    }

    private void sayWhatIsMissing(Tables tables) {
        String cure = tables.owned
                ? "GRANT CREATE ON SCHEMA " + tables.schema + " TO " + tables.user + ";"
                : "GRANT " + tables.owner + " TO " + tables.user + "; it has all the rights of " + tables.owner
                        + " then";
        database.sayOnce(
                "can't drop whole days of old events, and deletes them row by row, since its user " + tables.user
                        + (tables.owned ? " may not make tables" : " is not the owner of " + EVENTS)
                        + ". That is slower, and correct. To change it, run: " + cure);
    }

    @Override
    public Chunk drop(Range range) throws SQLException {
        Tables tables = tables();
        if (!tables.owned || !enter()) {
            return NONE.drop(range);
        }
        String left = leftOver();
        if (left != null) {
            long rows = remove(tables.name(left));
            return left.startsWith(EVENTS) ? new Chunk(rows, 0, range.from()) : new Chunk(0, rows, range.from());
        }
        for (Partition each : partitions()) {
            if (each.isDay() && !each.end.isAfter(range.before()) && detach(tables, each, range.lastId())) {
                return new Chunk(0, 0, range.from());
            }
        }
        return NONE.drop(range);
    }

    /** Counts the rows of a table, and drops it. */
    private long remove(String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL statement_timeout = 0"); // nobody waits for a lock of this table
            long rows;
            try (ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
                row.next();
                rows = row.getLong(1);
            }
            statement.execute("DROP TABLE " + table);
            return rows;
        }
    }

    /**
     * Detaches the partitions of a day, unless something of it was stored lately. The lock on the day keeps others from storing
     * more of it while that is looked up; readers, and the storing of other days, go on.
     */
    private boolean detach(Tables tables, Partition day, long lastId) throws SQLException {
        lock(tables, day.name, " IN SHARE MODE NOWAIT");
        if (hasLate(day, lastId)) {
            return false;
        }
        String samples = day.name.replaceFirst(EVENTS, SAMPLES);
        lock(tables, EVENTS, " IN ACCESS EXCLUSIVE MODE");
        for (String each : List.of(SAMPLES, EVENTS + "_default", SAMPLES + "_default", day.name, samples)) {
            lock(tables, each, " IN ACCESS EXCLUSIVE MODE NOWAIT");
        }
        try (Statement statement = connection.createStatement()) {
            for (String each : List.of(EVENTS, SAMPLES)) {
                String name = day.name.replaceFirst(EVENTS, each);
                statement.execute("ALTER TABLE " + tables.name(each) + " DETACH PARTITION " + tables.name(name));
                statement.execute("ALTER TABLE " + tables.name(name) + " RENAME TO " + name + DETACHED);
            }
        }
        return true;
    }

    @Override
    public @Nullable Range outside(Range range) throws SQLException {
        Instant from = range.from();
        if (tables().owned) {
            for (Partition each : partitions()) {
                if (each.isDay() && each.end.isAfter(from)) {
                    if (each.start.isAfter(from)) {
                        Instant before = each.start.isBefore(range.before()) ? each.start : range.before();
                        return from.isBefore(before) ? new Range(from, before, range.lastId()) : null;
                    }
                    from = each.end;
                }
            }
        }
        return from.isBefore(range.before()) ? new Range(from, range.before(), range.lastId()) : null;
    }

    /** Begins a change of partitions; returns false if another gatherer is making one. */
    private boolean enter() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ENTER)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private void lock(Tables tables, String table, String how) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE ONLY " + tables.name(table) + how);
        }
    }

    private Tables tables() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(TABLES)) {
            row.next();
            return new Tables(
                    row.getString(1), row.getString(2), row.getString(3), row.getBoolean(4), row.getBoolean(5));
        }
    }

    private List<Partition> partitions() throws SQLException {
        List<Partition> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(PARTITIONS)) {
            while (row.next()) {
                all.add(new Partition(
                        row.getString(1), row.getBoolean(2), database.time(row, "starts"), database.time(row, "ends")));
            }
        }
        return all;
    }

    private long bytes(String table) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT pg_relation_size(?::regclass)")) {
            select.setString(1, table);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private @Nullable String leftOver() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LEFT_OVER)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /** Returns the time of the last row of a time that has no partition of its own; null if there is none. */
    private @Nullable Instant last(Instant from, Instant before) throws SQLException {
        String sql = LAST.formatted("'" + from + "'::timestamptz", "'" + before + "'::timestamptz");
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getObject(1) == null ? null : database.time(row, "last");
        }
    }

    private boolean hasLate(Partition day, long lastId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LATE)) {
            select.setString(1, database.timeText(day.start));
            select.setString(2, database.timeText(day.end));
            select.setLong(3, lastId);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
