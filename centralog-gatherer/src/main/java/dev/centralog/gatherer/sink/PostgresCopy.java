// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Writes rows by COPY, in its text format. */
final class PostgresCopy {
    private static final int CHUNK_CHARACTERS = 1 << 16;
    private static final String SQL = EventColumn.ALL.stream()
            .map(EventColumn::columnName)
            .collect(Collectors.joining(", ", "COPY events (", ") FROM STDIN WITH (FORMAT text, ENCODING 'UTF8')"));

    private PostgresCopy() {}

    static void write(Connection connection, Database database, List<EventRow> rows) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(SQL);
        try {
            StringBuilder chunk = new StringBuilder();
            for (EventRow row : rows) {
                append(chunk, database, row);
                if (chunk.length() >= CHUNK_CHARACTERS) {
                    send(copy, chunk);
                }
            }
            send(copy, chunk);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void send(CopyIn copy, StringBuilder chunk) throws SQLException {
        byte[] bytes = chunk.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        chunk.setLength(0);
    }

    private static void append(StringBuilder line, Database database, EventRow row) {
        for (EventColumn column : EventColumn.ALL) {
            append(line, database, row.value(column));
            line.append('\t');
        }
        line.setCharAt(line.length() - 1, '\n');
    }

    private static void append(StringBuilder line, Database database, @Nullable Object value) {
        if (value == null) {
            line.append("\\N");
        } else if (value instanceof Instant time) {
            line.append(database.timeText(time));
        } else if (value instanceof String text) {
            escape(line, text);
        } else {
            line.append(value);
        }
    }

    private static void escape(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            switch (each) {
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> line.append(each);
            }
        }
    }
}
