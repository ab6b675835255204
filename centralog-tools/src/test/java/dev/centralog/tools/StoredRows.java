// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Stores the contents of a Redis in a database, and reads them there by plain SQL. */
record StoredRows(String jdbcUrl) {
    static StoredRows gather(String redisUri, String jdbcUrl) throws InterruptedException {
        CentralogConfig config = CentralogConfig.defaults().with(Settings.REDIS, redisUri);
        StatusListener status = StatusListener.standardError();
        try (Gatherer gatherer = Gatherer.open(config, Sinks.open(new SinkTarget(jdbcUrl, "", "", status)), status)) {
            if (!gatherer.drain()) {
                throw new IllegalStateException("not everything was stored");
            }
        }
        return new StoredRows(jdbcUrl);
    }

    long number(String sql) throws SQLException {
        return Long.parseLong(texts(sql).get(0).get(0));
    }

    /** Returns all columns of all rows as text, NULL as an empty text. */
    List<List<String>> texts(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<List<String>> all = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    String text = rows.getString(i);
                    row.add(text == null ? "" : text);
                }
                all.add(row);
            }
            return all;
        }
    }
}
