// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.DecisionWriter;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.triage.Decision;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The storing of decisions on families.
 *
 * <p>Thread-safety: immutable.
 */
public final class Decisions {
    private Decisions() {}

    /**
     * Stores a decision on a family. Blocks; of SQLite's file, until a gatherer that writes has ended its transaction.
     *
     * @param familyId the whole id of a stored family
     * @throws SinkException if the database is unavailable or can't be written
     */
    public static void store(SinkTarget target, String familyId, Decision decision) {
        Database database = Database.of(target);
        try (Connection connection = database.openToWrite()) {
            boolean done = false;
            database.begin(connection);
            try {
                DecisionWriter.write(connection, database, familyId, decision);
                database.commit(connection);
                done = true;
            } finally {
                if (!done) {
                    rollback(database, connection);
                }
            }
        } catch (SQLException e) {
            throw database.failure("the decision can't be stored in", e);
        }
    }

    private static void rollback(Database database, Connection connection) {
        try {
            database.rollback(connection);
        } catch (SQLException ignored) {
            // The exception that caused the rollback is on its way to the caller.
        }
    }
}
