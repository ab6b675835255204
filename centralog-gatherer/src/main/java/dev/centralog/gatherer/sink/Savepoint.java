// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A savepoint for steps that the database may refuse. */
final class Savepoint implements AutoCloseable {
    private final Database database;
    private final Statement statement;

    Savepoint(Connection connection, Database database) throws SQLException {
        this.database = database;
        statement = connection.createStatement();
    }

    interface Step {
        void take() throws SQLException;
    }

    /**
     * Takes a step; returns null if it worked, or the error if the database will never accept it; then the step alone is undone.
     * Throws any other error.
     */
    @Nullable
    SQLException refusal(Step step) throws SQLException {
        statement.execute("SAVEPOINT attempt");
        SQLException refusal = null;
        try {
            step.take();
        } catch (SQLException e) {
            if (database.trouble(e) != SqlErrorClass.POISON) {
                throw e;
            }
            refusal = e;
            statement.execute("ROLLBACK TO SAVEPOINT attempt");
        }
        statement.execute("RELEASE SAVEPOINT attempt");
        return refusal;
    }

    /**
     * Does the same for a step of statements that change nothing if they are run again: what it has done before a statement is
     * refused may stay. So a database that undoes the refused statement alone needs no savepoint as long as nothing is refused.
     * What is refused is tried again with one: it fails if the refusal has undone the whole transaction, as a trigger may.
     */
    @Nullable
    SQLException refusalOfRepeatable(Step step) throws SQLException {
        if (!database.undoesRefusedStatements()) {
            return refusal(step);
        }
        try {
            step.take();
            return null;
        } catch (SQLException e) {
            if (database.trouble(e) != SqlErrorClass.POISON) {
                throw e;
            }
            return refusal(step);
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
