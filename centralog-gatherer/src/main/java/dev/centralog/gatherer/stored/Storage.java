// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.SinkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The room that a database takes, and how far back it goes.
 *
 * @param bytes the size of all of it, with free space in its files; -1 if that can't be found out. Of MariaDB and MySQL it is that
 *     of the tables, as their statistics have it
 * @param freeBytes the bytes that are free on the disk of a file; -1 if that is not known, as of a server
 * @param oldestEvent the start of the oldest window of events that is stored; null if there is none
 * @param oldestAction the start of the oldest slice of actions that is stored; null if there is none
 * @param lastPass the hour in which old rows were looked for last, by any gatherer; null if they never were
 */
public record Storage(
        long bytes,
        long freeBytes,
        @Nullable Instant oldestEvent,
        @Nullable Instant oldestAction,
        @Nullable Instant lastPass) {
    static Storage read(Queries queries) {
        Path file = queries.database().file();
        return new Storage(
                file == null ? sizeOnServer(queries) : sizeOfFiles(file),
                file == null ? -1 : free(file),
                first(queries, "window_start", "event_rows", "ASC"),
                first(queries, "slice_start", "actions", "ASC"),
                first(queries, "hour", "retention_marks", "DESC"));
    }

    private static long sizeOnServer(Queries queries) {
        String sql = queries.database().sizeQuery();
        if (sql == null) {
            return -1;
        }
        try {
            return queries.all(sql, List.of(), row -> row.getLong(1)).get(0);
        } catch (SinkException e) {
            if (e.kind() == SinkException.Kind.AWAY) {
                throw e;
            }
            return -1; // the user may not ask for it
        }
    }

    /** Returns the size of SQLite's file, and of its log. */
    private static long sizeOfFiles(Path file) {
        return size(file) + size(file.resolveSibling(file.getFileName() + "-wal"));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException ignored) {
            return 0; // the log is not there
        }
    }

    private static long free(Path file) {
        try {
            return Files.getFileStore(file).getUsableSpace();
        } catch (IOException ignored) {
            return -1; // the file system does not say
        }
    }

    private static @Nullable Instant first(Queries queries, String column, String table, String order) {
        List<Instant> first = queries.all(
                "SELECT " + column + " FROM " + table + " ORDER BY " + column + " " + order + " LIMIT 1",
                List.of(),
                row -> queries.database().time(row, column));
        return first.isEmpty() ? null : first.get(0);
    }
}
