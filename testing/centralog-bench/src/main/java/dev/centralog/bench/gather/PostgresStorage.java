// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.gather;

import dev.centralog.testkit.LocalPostgres;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Stores in PostgreSQL, whose fastest way of inserting is COPY. */
final class PostgresStorage extends Storage {
    private static final int CHUNK = 1 << 16;

    private final LocalPostgres server = LocalPostgres.startDurable();
    private final String url = server.createDatabase();

    PostgresStorage() {
        database().migrate();
    }

    @Override
    String name() {
        return "PostgreSQL";
    }

    @Override
    String url() {
        return url;
    }

    @Override
    void empty() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE event_rows, sample_rows, actions, drops, dead_letters RESTART IDENTITY");
            statement.execute("CHECKPOINT");
        }
    }

    @Override
    Rows read(String table) throws SQLException {
        try (Connection connection = database().openToRead()) {
            String columns = String.join(", ", columns(connection, table));
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            copies(connection).copyOut("COPY (SELECT " + columns + " FROM " + table + ") TO STDOUT", text);
            return new CopyText("COPY " + table + " (" + columns + ") FROM STDIN", text.toByteArray());
        } catch (IOException e) { // never thrown, because it is written to memory
            throw new UncheckedIOException(e);
        }
    }

    private static CopyManager copies(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    private final class CopyText implements Rows {
        private final String sql;
        private final byte[] text;

        CopyText(String sql, byte[] text) {
            this.sql = sql;
            this.text = text;
        }

        @Override
        public void insert() throws SQLException {
            try (Connection connection = database().openToWrite()) {
                copies(connection).copyIn(sql, new ByteArrayInputStream(text), CHUNK);
                connection.commit();
            } catch (IOException e) { // never thrown, because it is read from memory
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
