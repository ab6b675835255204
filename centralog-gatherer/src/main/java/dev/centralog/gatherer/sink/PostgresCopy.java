// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/** Writes rows by COPY, in its text format. */
final class PostgresCopy {
    private static final int CHUNK_CHARACTERS = 1 << 16;

    private final Database database;
    private final CopyIn copy;
    private final StringBuilder chunk = new StringBuilder();

    PostgresCopy(Database database, CopyIn copy) {
        this.database = database;
        this.copy = copy;
    }

    /** The statement for rows of that table. */
    static String sql(Upsert table) {
        return "COPY " + table.table() + " (" + String.join(", ", Column.names(table.columns()))
                + ") FROM STDIN WITH (FORMAT text, ENCODING 'UTF8')";
    }

    /** Writes all of them, and ends the statement. */
    void write(List<? extends Row> rows) throws SQLException {
        for (Row row : rows) {
            append(row);
            if (chunk.length() >= CHUNK_CHARACTERS) {
                send();
            }
        }
        send();
        copy.endCopy();
    }

    private void send() throws SQLException {
        byte[] bytes = chunk.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        chunk.setLength(0);
    }

    private void append(Row row) {
        for (Object value : row.values()) {
            append(value);
            chunk.append('\t');
        }
        chunk.setCharAt(chunk.length() - 1, '\n');
    }

    private void append(@Nullable Object value) {
        if (value == null) {
            chunk.append("\\N");
        } else if (value instanceof Instant time) {
            chunk.append(database.timeText(time));
        } else if (value instanceof String text) {
            escape(chunk, text);
        } else if (value instanceof BigDecimal decimal) {
            chunk.append(decimal.toPlainString());
        } else {
            chunk.append(value);
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
