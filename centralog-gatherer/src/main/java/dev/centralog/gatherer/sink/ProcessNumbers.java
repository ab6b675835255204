// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers by which rows of events refer to processes, as far as this connection has met them lately.
 *
 * <p>Thread-safety: none.
 */
final class ProcessNumbers extends CommittedMap<String, ProcessNumbers.Numbered> {
    ProcessNumbers() {
        super(WrittenProcesses.MOST);
    }

    /**
     * A stored process.
     *
     * @param number its number
     * @param host its host as stored; null if that is not known
     * @param pid its process id as stored; null if that is not known
     */
    record Numbered(
            long number, @Nullable String host, @Nullable Long pid) {}

    /** Returns whether all of the processes are known. */
    boolean know(Collection<String> processes) {
        return processes.stream().allMatch(each -> get(each) != null);
    }

    /**
     * Reads those of the processes that are not known.
     *
     * @param processes all processes of a window
     * @param written those that this transaction has just written: they may have been deleted meanwhile, and have a new number
     */
    void read(Connection connection, Database database, Collection<String> processes, List<ProcessRow> written)
            throws SQLException {
        written.forEach(each -> remove(each.id()));
        List<String> unknown =
                processes.stream().filter(each -> get(each) == null).toList();
        for (int from = 0; from < unknown.size(); from += MergeWriter.CHUNK_ROWS) {
            List<String> chunk = unknown.subList(from, Math.min(unknown.size(), from + MergeWriter.CHUNK_ROWS));
            String sql = "SELECT id, number, host, pid FROM " + database.quoted("processes") + " WHERE id IN ("
                    + String.join(", ", Collections.nCopies(chunk.size(), "?")) + ")";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < chunk.size(); i++) {
                    statement.setString(i + 1, chunk.get(i));
                }
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        long pid = row.getLong(4);
                        Long knownPid = row.wasNull() ? null : pid;
                        put(row.getString(1), new Numbered(row.getLong(2), row.getString(3), knownPid));
                    }
                }
            }
        }
    }
}
