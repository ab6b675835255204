// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.StatusListener;
import dev.centralog.internal.files.OwnerOnly;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/** A SQLite file. */
final class SqliteDatabase implements Database {
    static final String URL_START = "jdbc:sqlite:";
    /** The URL of a database in memory, which is opened for its version if there is no file yet. */
    private static final String IN_MEMORY = URL_START + ":memory:";

    /** The form of times: as many digits of the second as there are, without zeros at the end, so that texts sort as times do. */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final int BUSY_TIMEOUT_MILLIS = 10_000;

    /**
     * The number of pages in the log at which they are moved into the file: 32 MB. The rows of one window touch nearly every
     * page of the indexes, and a page is moved once, however many windows have written it. With SQLite's default of 4 MB, pages
     * were moved after each window.
     */
    private static final int CHECKPOINT_PAGES = 8000;

    private static final int PAGE_BYTES = 4096;

    /** The length of the log from which on nothing is deleted. */
    private static final long MOST_LOG_BYTES = 3L * CHECKPOINT_PAGES * PAGE_BYTES;

    /** The value of {@code auto_vacuum} by which free pages are given back when that is asked for. */
    private static final int INCREMENTAL = 2;

    /** The number of pages that are given back at once, that stay free, and the part of all pages that does. */
    private static final int SHRINK_PAGES = 1000;

    private static final int SPARE_PAGES = 1000;
    private static final int SPARE_PART = 20;
    private static final int MEBIBYTE = 1 << 20;

    /** The number of texts whose words are added to the full-text index at once; that takes up to 0.1 s of texts of 1 kB. */
    private static final int INDEXED_TEXTS = 500;

    private final SinkTarget target;
    private final SqliteFile.InUse inUse;
    private volatile @Nullable Set<PosixFilePermission> permissions;
    private volatile boolean saidThatItStays;

    SqliteDatabase(SinkTarget target) {
        this.target = target;
        inUse = new SqliteFile.InUse(target.status());
    }

    @Override
    public WordIndex words() {
        return WordIndex.SQLITE;
    }

    @Override
    public SinkTarget target() {
        return target;
    }

    /** Makes sinks that take turns, because a file has one writer. */
    @Override
    public Sinks sinks() {
        Sinks sinks = Database.super.sinks();
        Lock turn = new ReentrantLock(true);
        return new Sinks(
                new SerializedSink<>(sinks.events(), turn),
                new SerializedSink<>(sinks.actions(), turn),
                new Upkeep(this, turn),
                new AlertTables(this, turn));
    }

    /** Returns the file, or null if the URL names none. */
    @Override
    public @Nullable Path file() {
        String path = target.url().substring(URL_START.length());
        int parameters = path.indexOf('?');
        path = parameters < 0 ? path : path.substring(0, parameters);
        try {
            path = path.startsWith("file:") ? URI.create(path).getSchemeSpecificPart() : path;
            return path.isBlank() || path.startsWith(":") ? null : Path.of(path).toAbsolutePath();
        } catch (IllegalArgumentException e) {
            throw new SinkException(
                    SinkException.Kind.REFUSED, "'" + path + "' is not a file name: " + e.getMessage(), e);
        }
    }

    @Override
    public Connection openToRead() {
        Path file = file();
        if (file == null || !Files.isRegularFile(file)) {
            throw new SinkException(SinkException.Kind.UNUSABLE, "there is no database file " + name());
        }
        try {
            SQLiteConfig config = opening();
            config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
            Connection connection = config.createConnection(target.url());
            execute(connection, "PRAGMA query_only = true");
            Schema.checkReadable(connection, this);
            return connection;
        } catch (SQLException e) {
            throw failure("can't read", e);
        }
    }

    @Override
    public DatabaseState look() {
        Path file = file();
        if (file == null) {
            throw inMemory();
        }
        checkWritable(file);
        SQLiteConfig opening = opening();
        try (Connection connection =
                Files.exists(file) ? opening.createConnection(target.url()) : DriverManager.getConnection(IN_MEMORY)) {
            return DatabaseState.of(connection, this);
        } catch (SQLException e) {
            throw failure("can't read", e);
        }
    }

    private static SinkException inMemory() {
        return new SinkException(
                SinkException.Kind.UNUSABLE,
                "a database in memory is lost when this process ends: name a file (setting 'database')");
    }

    /**
     * Returns a configuration that opens an existing file, but makes none. A file that SQLite makes could be read by all users,
     * and SQLite would take an old log beside it for its own.
     */
    private SQLiteConfig opening() {
        Path file = file();
        SqliteLibrary.load(file == null ? null : file.getParent());
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        return config;
    }

    @Override
    public Connection openToWrite() throws SQLException {
        SQLiteConfig config = opening();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // With NORMAL a loss of power could take back what was already deleted from Redis.
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setWalAutocheckpoint(CHECKPOINT_PAGES);
        // A reader that stays long keeps the log from being restarted, so it grows; afterwards it is cut to this size.
        config.setJournalSizeLimit(CHECKPOINT_PAGES * PAGE_BYTES);
        config.setGetGeneratedKeys(false); // else the driver would query the last key after each row
        return config.createConnection(target.url());
    }

    @Override
    public Place place() {
        Path file = file();
        if (file == null) {
            return Place.SERVER;
        }
        inUse.leaveMoved();
        try {
            if (Files.notExists(file)) {
                migrate();
            }
            if (OwnerOnly.isKnown(file)) {
                permissions = Files.getPosixFilePermissions(file);
            }
            return new SqliteFile(file, inUse);
        } catch (IOException e) {
            throw new SinkException(
                    SinkException.Kind.AWAY, "can't check the database file " + name() + ": " + e.getMessage(), e);
        }
    }

    @Override
    @SuppressWarnings("try") // the lock is only held
    public void migrate() {
        Path file = file();
        if (file == null) {
            throw inMemory();
        }
        checkWritable(file);
        inUse.leaveMoved();
        try (SqliteLock lock = SqliteLock.beside(file)) {
            SqliteFile.putAsideStrays(file, target.status());
            make(file);
            makeShrinkable(file);
            int from;
            try (Connection connection = openToWrite()) {
                from = Schema.knownVersion(connection, this);
                if (from == Schema.VERSION) {
                    // Fails now if the file can't be written, rather than with the first window.
                    begin(connection);
                    execute(connection, "DELETE FROM dead_letters WHERE id < 0");
                    rollback(connection);
                    return;
                }
            }
            Schema.migrate(this, from);
        } catch (SQLException e) {
            throw failure("can't prepare", e);
        } catch (IOException e) {
            throw new SinkException(
                    SinkException.Kind.REFUSED, "can't write beside " + name() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Makes the file, if it does not exist, for its owner alone, or with the permissions of the file that was there before.
     * SQLite then makes the files beside it with the same permissions.
     */
    private void make(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Files.createFile(file, OwnerOnly.file(file));
        Set<PosixFilePermission> before = permissions;
        if (before != null) {
            Files.setPosixFilePermissions(file, before);
        }
    }

    /** Sets that free pages can be given back. Of a file that has pages already, only a VACUUM would change that. */
    private void makeShrinkable(Path file) throws SQLException, IOException {
        if (Files.size(file) == 0) {
            try (Connection connection = opening().createConnection(target.url())) {
                execute(connection, "PRAGMA auto_vacuum = INCREMENTAL");
                execute(connection, "VACUUM"); // writes the first page
            }
        }
    }

    private void checkWritable(Path file) {
        Path directory = file.getParent();
        String fault = null;
        if (directory == null || !Files.isDirectory(directory)) {
            fault = "there is no directory " + directory;
        } else if (Files.isDirectory(file)) {
            fault = "it is a directory";
        } else if (Files.exists(file) && !Files.isWritable(file)) {
            fault = "the file is not writable";
        } else if (!Files.isWritable(directory)) {
            fault = "the directory " + directory + " is not writable, and SQLite needs files beside its own";
        }
        if (fault != null) {
            throw new SinkException(SinkException.Kind.REFUSED, "can't write the database " + name() + ": " + fault);
        }
    }

    @Override
    public void configure(FluentConfiguration flyway) {
        Schema.configure(flyway, target, "sqlite");
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        // Never setAutoCommit(false): at each commit the driver would begin the next transaction, which holds the lock.
        execute(connection, "BEGIN IMMEDIATE");
    }

    /** Begins; another process that writes is waited for no longer, as the sinks wait for this transaction. */
    @Override
    public void beginBriefly(Connection connection) throws SQLException {
        execute(connection, "PRAGMA busy_timeout = 100");
        begin(connection);
    }

    @Override
    public boolean indexWords(Connection connection) throws SQLException {
        boolean moreGroups = indexWords(
                connection,
                "groups",
                "logger, template, message, thrown_class, thrown_message, class_name, method_name");
        return indexWords(connection, "throwables", "text") || moreGroups;
    }

    private static boolean indexWords(Connection connection, String table, String columns) throws SQLException {
        String due = table + "_text_due";
        String some = "(SELECT id FROM " + due + " ORDER BY id LIMIT " + INDEXED_TEXTS + ")";
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO " + table + "_text (rowid, " + columns + ") SELECT id, " + columns
                    + " FROM " + table + " WHERE id IN " + some);
            // Counted here, as rows of the index's own tables count above, too.
            return statement.executeUpdate("DELETE FROM " + due + " WHERE id IN " + some) == INDEXED_TEXTS;
        }
    }

    /** Leaves a part of the pages free: what is stored next needs them, and the file would grow again. */
    @Override
    public boolean shrink(Connection connection) throws SQLException {
        long free = number(connection, "PRAGMA freelist_count");
        long spare = Math.max(SPARE_PAGES, number(connection, "PRAGMA page_count") / SPARE_PART);
        if (free <= spare) {
            return false;
        }
        if (number(connection, "PRAGMA auto_vacuum") != INCREMENTAL) {
            sayThatItStays(free);
            return false;
        }
        try (Statement statement = connection.createStatement()) {
            // By execute() the driver would take one step, and a page a step is given back.
            statement.executeUpdate("PRAGMA incremental_vacuum(" + Math.min(SHRINK_PAGES, free - spare) + ")");
        }
        return free - spare > SHRINK_PAGES;
    }

    private void sayThatItStays(long free) {
        if (!saidThatItStays) {
            saidThatItStays = true;
            target.status()
                    .say(
                            StatusListener.Severity.INFO,
                            "the file does not get smaller by what is deleted, as an earlier version made it: " + name()
                                    + " has " + free * PAGE_BYTES / MEBIBYTE
                                    + " MiB of free space, which is used again. To let it shrink, see 'Deleting what is old' in"
                                    + " docs/schema.md",
                            null);
        }
    }

    @Override
    public long usedBytes(Connection connection) throws SQLException {
        long pages = number(connection, "PRAGMA page_count") - number(connection, "PRAGMA freelist_count");
        return pages * number(connection, "PRAGMA page_size");
    }

    /** Waits while the log is long: a reader that stays keeps its pages, and what is deleted would make it longer. */
    @Override
    public @Nullable String whyToWait() {
        Path file = file();
        if (file == null) {
            return null;
        }
        try {
            long bytes = Files.size(file.resolveSibling(file.getFileName() + "-wal"));
            return bytes <= MOST_LOG_BYTES
                    ? null
                    : "SQLite's log " + file + "-wal has " + bytes / MEBIBYTE
                            + " MiB, as somebody reads the database in a transaction that does not end";
        } catch (IOException ignored) { // there is no log, or it is gone just now
            return null;
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        execute(connection, "COMMIT");
    }

    @Override
    public void rollback(Connection connection) throws SQLException {
        execute(connection, "ROLLBACK");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public SqlErrorClass trouble(SQLException error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof SQLiteException known) {
                if (known.getResultCode() == SQLiteErrorCode.SQLITE_READONLY_DBMOVED) {
                    return SqlErrorClass.PASSING; // the moved file is left, and the one that is there now is opened
                }
                return trouble(known.getResultCode().code & 0xff);
            }
        }
        return trouble(error.getErrorCode() & 0xff);
    }

    private static SqlErrorClass trouble(int primaryCode) {
        return switch (primaryCode) {
            case 5,
                    6,
                    7,
                    9,
                    10,
                    13,
                    14,
                    15,
                    17 -> // busy, locked, memory, interrupted, i/o, full, open, protocol, schema
                SqlErrorClass.PASSING;
            case 18, 19, 20, 25 -> // too big, constraint, mismatch, range
                SqlErrorClass.POISON;
            case 3, 8, 23 -> // permission, read-only, authorization
                SqlErrorClass.REFUSED;
            default -> SqlErrorClass.BROKEN;
        };
    }

    @Override
    public String name() {
        String shown = target.shownUrl();
        return shown.startsWith(URL_START) ? shown.substring(URL_START.length()) : shown;
    }

    @Override
    public String timeText(Instant time) {
        return TIME.format(time);
    }

    @Override
    public boolean countsSeconds() {
        return true;
    }

    @Override
    public Instant time(ResultSet row, String column) throws SQLException {
        return TIME.parse(row.getString(column), Instant::from);
    }

    @Override
    public String upsert(Upsert upsert, int rows) {
        return upsert.onConflict(this, rows);
    }

    @Override
    public Long nextNumber(Connection connection, String table) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = ?")) {
            query.setString(1, table);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Override
    public boolean hasOneWriter() {
        return true;
    }

    @Override
    public boolean copies() {
        return true;
    }

    /** Inserts without a savepoint: while there is one, SQLite writes each page that changes to a file of its own first. */
    @Override
    public void copy(Connection connection, Upsert table, List<? extends RowValues> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(table.plainInsert(this))) {
            List<List<@Nullable Object>> values = RowValues.madeOnAccess(rows, RowValues::values);
            if (new Parameters(this, insert).executeEach(table.columns(), values)
                    != rows.size()) { // a trigger of the database's owner has ignored some
                throw RowMerger.violation("a row was not inserted");
            }
        }
    }

    @Override
    public boolean returnsKeys() {
        return false; // the driver would query the last key after each row of any table
    }
}
