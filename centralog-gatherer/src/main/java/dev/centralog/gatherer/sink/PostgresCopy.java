// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/** A COPY statement that writes rows in COPY's text format. */
final class PostgresCopy {
    private static final int CHUNK_BYTES = 1 << 16;
    private static final byte[] NULL = {'\\', 'N'};

    private final TimeTexts times;
    private final CopyIn copy;
    private byte[] chunk = new byte[2 * CHUNK_BYTES];
    private int length;

    PostgresCopy(Database database, CopyIn copy) {
        times = new TimeTexts(database);
        this.copy = copy;
    }

    /** Returns the statement for rows of that table. */
    static String sql(Upsert table) {
        return "COPY " + table.table() + " (" + String.join(", ", Column.names(table.columns()))
                + ") FROM STDIN WITH (FORMAT text, ENCODING 'UTF8')";
    }

    /** Writes all rows, and ends the statement. */
    void write(List<? extends RowValues> rows) throws SQLException {
        for (RowValues row : rows) {
            append(row);
            if (length >= CHUNK_BYTES) {
                send();
            }
        }
        send();
        copy.endCopy();
    }

    private void send() throws SQLException {
        copy.writeToCopy(chunk, 0, length);
        length = 0;
    }

    private void append(RowValues row) {
        for (Object value : row.values()) {
            append(value);
            chunk[length++] = '\t';
        }
        chunk[length - 1] = '\n';
    }

    private void append(@Nullable Object value) {
        if (value == null) {
            append(NULL);
        } else if (value instanceof String text) {
            appendEscaped(text.getBytes(UTF_8));
        } else if (value instanceof Instant time) {
            append(times.of(time).getBytes(UTF_8));
        } else if (value instanceof BigDecimal decimal) {
            append(decimal.toPlainString().getBytes(UTF_8));
        } else {
            append(value.toString().getBytes(UTF_8));
        }
    }

    private void append(byte[] plain) {
        ensureRoom(plain.length);
        System.arraycopy(plain, 0, chunk, length, plain.length);
        length += plain.length;
    }

    /**
     * Appends a text with escapes. It can go byte by byte: the bytes to escape are ASCII, so never a part of another character.
     */
    private void appendEscaped(byte[] text) {
        ensureRoom(2 * text.length);
        for (byte each : text) {
            switch (each) {
                case '\\' -> appendEscape('\\');
                case '\n' -> appendEscape('n');
                case '\r' -> appendEscape('r');
                case '\t' -> appendEscape('t');
                default -> chunk[length++] = each;
            }
        }
    }

    private void appendEscape(char letter) {
        chunk[length++] = '\\';
        chunk[length++] = (byte) letter;
    }

    /** Enlarges the chunk, if needed, for that many bytes and the sign that ends the column. */
    private void ensureRoom(int bytes) {
        int needed = length + bytes + 1;
        if (needed > chunk.length) {
            chunk = Arrays.copyOf(chunk, Math.max(needed, 2 * chunk.length));
        }
    }
}
