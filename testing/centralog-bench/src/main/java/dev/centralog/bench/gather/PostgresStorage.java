// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.gather;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.testkit.LocalPostgres;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
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
            statement.execute(
                    "TRUNCATE deliveries, processes, process_signs, groups, event_rows, sample_rows, throwables,"
                            + " group_minutes, group_hours, group_days, group_releases, level_minutes, level_hours, actions, drops, dead_letters,"
                            + " complete_up_to, retention_marks RESTART IDENTITY");
            statement.execute("CHECKPOINT");
        }
    }

    @Override
    String startOfMinute(String time) {
        return "date_trunc('minute', " + time + ")";
    }

    @Override
    String startOfHour(String time) {
        return "date_trunc('hour', " + time + ")";
    }

    @Override
    String startOfDay(String time) {
        return "date_trunc('day', " + time + ")";
    }

    @Override
    String orderOfStoring(String table) {
        return table + ".ctid";
    }

    @Override
    Deliveries read(Connection connection, List<Part> parts) throws SQLException {
        DeliveryParts<ByteArrayOutputStream> deliveries = new DeliveryParts<>(parts.size(), ByteArrayOutputStream::new);
        try {
            for (int i = 0; i < parts.size(); i++) {
                ByteArrayOutputStream text = new ByteArrayOutputStream();
                copies(connection).copyOut("COPY (" + parts.get(i).query() + ") TO STDOUT", text);
                for (String line : text.toString(UTF_8).split("(?<=\n)")) {
                    int end = line.indexOf('\t');
                    if (end > 0) {
                        deliveries
                                .at(Long.parseLong(line.substring(0, end)), i)
                                .writeBytes(line.substring(end + 1).getBytes(UTF_8));
                    }
                }
            }
        } catch (IOException e) { // never thrown, because it is written to memory
            throw new UncheckedIOException(e);
        }
        return new CopyTexts(
                parts,
                deliveries.all().stream()
                        .map(delivery -> delivery.stream()
                                .map(ByteArrayOutputStream::toByteArray)
                                .toList())
                        .toList());
    }

    private static CopyManager copies(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    /** The rows of each part of each delivery, as COPY takes them. */
    private record CopyTexts(List<Part> parts, List<List<byte[]>> deliveries) implements Deliveries {
        @Override
        public void write(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                for (Part part : parts) {
                    if (!part.key().isEmpty()) {
                        statement.execute("CREATE TEMPORARY TABLE " + target(part) + " (LIKE " + part.table()
                                + ") ON COMMIT DELETE ROWS");
                    }
                }
                connection.commit();
                for (List<byte[]> delivery : deliveries) {
                    for (int i = 0; i < parts.size(); i++) {
                        if (delivery.get(i).length > 0) {
                            write(connection, statement, parts.get(i), delivery.get(i));
                        }
                    }
                    connection.commit();
                }
            } catch (IOException e) { // never thrown, because it is read from memory
                throw new UncheckedIOException(e);
            }
        }

        /** Copies rows into their table, and sums into a temporary one, from where they are added. */
        private static void write(Connection connection, Statement statement, Part part, byte[] text)
                throws SQLException, IOException {
            String columns = String.join(", ", part.columns());
            copies(connection)
                    .copyIn(
                            "COPY " + target(part) + " (" + columns + ") FROM STDIN",
                            new ByteArrayInputStream(text),
                            CHUNK);
            if (!part.key().isEmpty()) {
                statement.execute("INSERT INTO " + part.table() + " (" + columns + ") SELECT " + columns + " FROM "
                        + target(part) + part.onConflict());
            }
        }

        private static String target(Part part) {
            return part.key().isEmpty() ? part.table() : "more_" + part.table();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
