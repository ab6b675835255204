// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers by which rows of events refer to processes, as far as this connection has met them lately.
 *
 * <p>Thread-safety: none.
 */
final class ProcessNumbers {
    private final Map<String, Numbered> committed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Numbered> eldest) {
            return size() > WrittenProcesses.MOST;
        }
    };
    private final Map<String, Numbered> pending = new HashMap<>();

    /**
     * A stored process.
     *
     * @param number its number
     * @param host its host as stored; null if that is not known
     * @param pid its process id as stored; null if that is not known
     */
    record Numbered(
            long number, @Nullable String host, @Nullable Long pid) {}

    /** Begins a transaction: what the last one has read is forgotten if it was not committed. */
    void begin() {
        pending.clear();
    }

    /** Returns a stored process; null if it is not stored. */
    @Nullable
    Numbered get(String process) {
        Numbered now = pending.get(process);
        return now == null ? committed.get(process) : now;
    }

    /**
     * Reads those of the processes that are not known.
     *
     * @param processes all processes of a window
     * @param written those that this transaction has just written: they may have been deleted meanwhile, and have a new number
     */
    void read(Connection connection, Database database, Collection<String> processes, List<ProcessRow> written)
            throws SQLException {
        written.forEach(each -> {
            pending.remove(each.id());
            committed.remove(each.id());
        });
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
                        pending.put(row.getString(1), new Numbered(row.getLong(2), row.getString(3), knownPid));
                    }
                }
            }
        }
    }

    /** Remembers what was read, because the transaction is committed. */
    void committed() {
        committed.putAll(pending);
        pending.clear();
    }

    /** Forgets everything, because another connection may lead to another state of the database. */
    void forget() {
        pending.clear();
        committed.clear();
    }
}
