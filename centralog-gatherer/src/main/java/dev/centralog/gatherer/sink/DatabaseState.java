// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/**
 * What a look at a database tells.
 *
 * @param product which database it is, with its version
 * @param tables the version of Centralog's tables; 0 where there are none yet
 */
public record DatabaseState(String product, int tables) {
    /** Asks over a connection. */
    static DatabaseState of(Connection connection, Database database) throws SQLException {
        return new DatabaseState(product(connection), Schema.knownVersion(connection, database));
    }

    /** Returns which database a connection leads to. */
    public static String product(Connection connection) throws SQLException {
        DatabaseMetaData server = connection.getMetaData();
        return server.getDatabaseProductName() + " " + server.getDatabaseProductVersion();
    }

    /** Returns whether a gatherer has its tables to make, or to bring up to date, when it starts. */
    public boolean isToBeMade() {
        return tables < Schema.VERSION;
    }
}
