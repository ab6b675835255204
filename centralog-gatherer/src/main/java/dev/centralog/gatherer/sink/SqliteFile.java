// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.StatusListener;
import dev.centralog.StatusListener.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A SQLite file that a connection has opened, known by its identity, with its log and index beside it. A file system that gives
 * files no identity does not let an open file be moved.
 *
 * <p>No code here may open one of these files: closing it would end the locks that SQLite has on it.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class SqliteFile implements Place {
    private static final DateTimeFormatter SUFFIX =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The files that the connections of a gatherer have opened; one thread at a time. */
    static final class InUse {
        private final StatusListener status;
        private final List<SqliteFile> files = new ArrayList<>();
        private @Nullable Object lastLeft;

        InUse(StatusListener status) {
            this.status = status;
        }

        /** Leaves the files that have moved; call it before another file is opened, which would share the log beside them. */
        void leaveMoved() {
            files.removeIf(SqliteFile::isClosed);
            for (SqliteFile each : files) {
                Connection connection = each.connection;
                if (connection != null) {
                    each.leave(connection);
                }
            }
        }
    }

    private final Path file;
    private final Path log;
    private final Path index;
    private final InUse inUse;
    private final StatusListener status;
    private final @Nullable Object identity;
    private @Nullable Connection connection;
    private @Nullable Object logIdentity;
    private @Nullable Object indexIdentity;

    /**
     * Notes the identity of the file, which must exist. Call it before the file is opened, so that no move is missed.
     *
     * @param inUse the files in use, the same for all connections of a gatherer
     */
    SqliteFile(Path file, InUse inUse) throws IOException {
        this.file = file;
        this.inUse = inUse;
        status = inUse.status;
        identity = identity(file);
        Path real = file.toRealPath(); // SQLite follows links, too
        log = log(real);
        index = index(real);
    }

    private static Path log(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    private static Path index(Path file) {
        return file.resolveSibling(file.getFileName() + "-shm");
    }

    private static @Nullable Object identity(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private static boolean isSame(Path path, @Nullable Object identity) throws IOException {
        try {
            return identity != null && identity.equals(identity(path));
        } catch (NoSuchFileException ignored) {
            return false;
        }
    }

    private boolean isClosed() {
        try {
            return connection == null || connection.isClosed();
        } catch (SQLException ignored) {
            return false;
        }
    }

    @Override
    public void settle(Connection opened) {
        connection = opened;
        inUse.files.add(this);
        try {
            logIdentity = identity(log);
            indexIdentity = identity(index);
        } catch (IOException ignored) { // another journal mode, or the file has moved just now
            logIdentity = null;
            indexIdentity = null;
        }
        if (hasMoved()) { // the log and the index may be another file's
            logIdentity = null;
            indexIdentity = null;
        }
    }

    @Override
    public boolean hasMoved() {
        try {
            return identity != null && !isSame(file, identity);
        } catch (IOException e) {
            throw failure("can't check the database file", e);
        }
    }

    private SinkException failure(String what, IOException e) {
        return new SinkException(SinkException.Kind.AWAY, what + " " + file + ": " + e.getMessage(), e);
    }

    @Override
    public void leave(Connection connection) {
        if (!hasMoved()) {
            return;
        }
        boolean whole = moveLogIntoFile(connection);
        Path aside;
        try {
            aside = clear();
        } catch (IOException e) {
            throw failure("can't rename the log of the previous database file", e);
        }
        if (aside != null || !Objects.equals(identity, inUse.lastLeft)) {
            say(whole, aside);
        }
        inUse.lastLeft = identity;
    }

    private void say(boolean whole, @Nullable Path aside) {
        String rest = aside == null ? "the '-wal' that was moved with it" : aside.toString();
        status.say(
                Severity.WARN,
                "the database file " + file + " was removed, moved or replaced while it was in use; "
                        + (whole
                                ? "all that was stored until now is in that file"
                                : "a part of what was stored until now is still in " + rest
                                        + ": give it the name of that"
                                        + " file with '-wal' at the end before that file is opened")
                        + "; from now on, rows are stored in the file that has this name now, which is made if there is none",
                null);
    }

    private static boolean moveLogIntoFile(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            rollback(statement);
            try (ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                return row.next() && row.getInt(1) == 0;
            }
        } catch (SQLException ignored) { // e.g. the disk is full: what was not moved stays in the log
            return false;
        }
    }

    private static void rollback(Statement statement) {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException ignored) {
            // no transaction is under way
        }
    }

    /** Removes this file's log and index, if they still exist; returns where the log was moved to, or null if it was empty. */
    @SuppressWarnings("try") // the lock is only held
    private @Nullable Path clear() throws IOException {
        if (!Files.isDirectory(file.resolveSibling(".")) || (logIdentity == null && indexIdentity == null)) {
            return null;
        }
        try (SqliteLock ours = SqliteLock.beside(file)) {
            return clear(isSame(log, logIdentity) ? log : null, isSame(index, indexIdentity) ? index : null);
        }
    }

    private static @Nullable Path clear(@Nullable Path log, @Nullable Path index) throws IOException {
        if (index != null) {
            Files.deleteIfExists(index);
        }
        if (log == null || Files.notExists(log)) {
            return null;
        }
        if (Files.size(log) == 0) {
            Files.delete(log);
            return null;
        }
        Path aside = log.resolveSibling(
                log.getFileName() + "." + SUFFIX.format(Clock.systemUTC().instant()));
        return Files.move(log, aside);
    }

    /**
     * Renames a log whose database file is missing, because SQLite would delete the log. The caller must hold the lock: the log
     * may belong to a gatherer that is making the file just now.
     */
    static void putAsideStrays(Path file, StatusListener status) throws IOException {
        if (Files.exists(file) && Files.size(file) > 0) {
            return;
        }
        Path aside = clear(log(file), index(file));
        if (aside != null) {
            status.say(
                    Severity.WARN,
                    "the database " + file
                            + " is missing, but its log is there, with the last rows of a gatherer that was"
                            + " killed; the log was renamed to " + aside
                            + ". If the database was moved: stop the gatherer,"
                            + " put the log beside the database under its name"
                            + " with '-wal' at the end, and open the database once",
                    null);
        }
    }
}
