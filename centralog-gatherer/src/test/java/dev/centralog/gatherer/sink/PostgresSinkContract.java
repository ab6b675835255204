// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

/** The tests of the sink for PostgreSQL, with or without a pool in between. */
abstract class PostgresSinkContract extends SinkContract {
    @Override
    protected void refuse(String message) {
        Sql.execute(url(), "ALTER TABLE events ADD CONSTRAINT refuse CHECK (message <> '" + message + "')");
    }

    @Override
    protected String jsonText(String column, String path) {
        return column + " ->> "
                + (path.startsWith("[") ? path.substring(1, path.length() - 1) : "'" + path.substring(1) + "'");
    }
}
