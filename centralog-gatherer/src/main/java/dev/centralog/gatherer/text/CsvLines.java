// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.text;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lines of CSV by RFC 4180: ended by CR LF, and a cell is quoted where it must be. A text that a spreadsheet would take for a formula
 * gets an apostrophe before it, as OWASP advises against CSV injection; control characters but tabs and ends of lines become U+FFFD, as
 * they can control a terminal. A list or a map is JSON in its cell.
 *
 * <p>Thread-safety: immutable.
 */
public final class CsvLines {
    private static final String FORMULA = "=+-@\t\r\n＝＋－＠";
    private static final char REPLACEMENT = '\ufffd';

    private final List<String> columns;

    /** Makes lines with these columns. */
    public CsvLines(List<String> columns) {
        this.columns = List.copyOf(columns);
    }

    /** Returns the line with the names of the columns. */
    public String header() {
        return columns.stream().map(CsvLines::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** Returns a line with the fields that are columns, empty where there is none; the values are as those of {@link JsonLine}. */
    public String line(Map<String, ? extends @Nullable Object> fields) {
        return columns.stream().map(each -> cell(fields.get(each))).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        boolean isJson = value instanceof List<?> || value instanceof Map<?, ?>;
        String text = harmless(isJson ? JsonLine.value(value) : value.toString());
        boolean isQuoted = text.chars().anyMatch(each -> ",\"\r\n".indexOf(each) >= 0);
        return isQuoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private static String harmless(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 1);
        if (!text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0) {
            safe.append('\'');
        }
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            boolean isSpace = each == '\t' || each == '\r' || each == '\n';
            safe.append(Character.isISOControl(each) && !isSpace ? REPLACEMENT : each);
        }
        return safe.toString();
    }
}
