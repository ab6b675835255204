// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/**
 * The state of a database.
 *
 * @param product the product's name and version
 * @param tables the version of Centralog's tables; 0 if there are none yet
 */
public record DatabaseState(String product, int tables) {
    /** Reads the state over a connection. */
    static DatabaseState of(Connection connection, Database database) throws SQLException {
        return new DatabaseState(product(connection), Schema.knownVersion(connection, database));
    }

    /** Returns the name and the version of the database that a connection leads to. */
    public static String product(Connection connection) throws SQLException {
        DatabaseMetaData server = connection.getMetaData();
        return server.getDatabaseProductName() + " " + server.getDatabaseProductVersion();
    }

    /** Returns whether a gatherer has to make the tables, or to bring them up to date, when it starts. */
    public boolean isToBeMade() {
        return tables < Schema.VERSION;
    }
}
