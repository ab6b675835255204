// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.List;

/** The tests of the sink for PostgreSQL, with or without a pool in between. */
abstract class PostgresSinkContract extends SinkContract {
    @Override
    protected void refuse(String message) {
        for (String table : List.of("groups", "event_rows")) {
            Sql.execute(
                    url(), "ALTER TABLE " + table + " ADD CONSTRAINT refuse_it CHECK (message <> '" + message + "')");
        }
    }

    @Override
    protected String jsonText(String column, String path) {
        return column + " ->> "
                + (path.startsWith("[") ? path.substring(1, path.length() - 1) : "'" + path.substring(1) + "'");
    }
}
