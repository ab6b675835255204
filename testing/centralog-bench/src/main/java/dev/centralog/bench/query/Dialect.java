// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.query;

import java.util.ArrayList;
import java.util.List;

/** The words of one database for what others say in another way. */
enum Dialect {
    SQLITE {
        @Override
        String word(String name, List<String> values) {
            return switch (name) {
                case "numbers" ->
                    "(WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n < "
                            + (Long.parseLong(values.get(0)) - 1) + ") SELECT n FROM c) numbers";
                case "time" ->
                    "strftime('%Y-%m-%dT%H:%M:%S', " + FIRST_SECOND + " + (" + values.get(0) + "), 'unixepoch')";
                case "epoch" -> FIRST_SECOND + " + (" + values.get(0) + ")";
                case "minute" -> "substr(" + values.get(0) + ", 1, 16) || ':00'";
                case "hour" -> "substr(" + values.get(0) + ", 1, 13) || ':00:00'";
                case "day" -> "substr(" + values.get(0) + ", 1, 10) || 'T00:00:00'";
                case "hex" -> "printf('%0" + values.get(1) + "x', " + values.get(0) + ")";
                default -> plain(name, values);
            };
        }
    },
    POSTGRES {
        @Override
        String word(String name, List<String> values) {
            return switch (name) {
                case "numbers" ->
                    "(SELECT n FROM generate_series(0::bigint, " + (Long.parseLong(values.get(0)) - 1)
                            + ") AS n) numbers";
                case "time", "epoch" ->
                    "timestamptz '" + FIRST_TIME + "Z' + (" + values.get(0) + ") * interval '1 second'";
                case "minute", "hour", "day" -> "date_trunc('" + name + "', " + values.get(0) + ")";
                case "hex" -> "lpad(to_hex(" + values.get(0) + "), " + values.get(1) + ", '0')";
                case "json" -> "(" + values.get(0) + ")::json";
                case "byTime" -> "ORDER BY 2";
                default -> plain(name, values);
            };
        }
    },
    MARIADB {
        @Override
        String word(String name, List<String> values) {
            return switch (name) {
                case "numbers" -> "(SELECT seq AS n FROM seq_0_to_" + (Long.parseLong(values.get(0)) - 1) + ") numbers";
                case "time", "epoch" -> "(timestamp('" + FIRST_TIME + "') + INTERVAL (" + values.get(0) + ") SECOND)";
                case "minute" -> "timestamp(date_format(" + values.get(0) + ", '%Y-%m-%d %H:%i:00'))";
                case "hour" -> "timestamp(date_format(" + values.get(0) + ", '%Y-%m-%d %H:00:00'))";
                case "day" -> "timestamp(date(" + values.get(0) + "))";
                case "hex" -> "lpad(lower(hex(" + values.get(0) + ")), " + values.get(1) + ", '0')";
                case "name" -> "`" + values.get(0) + "`";
                case "div" -> "DIV";
                default -> plain(name, values);
            };
        }
    };

    /** The first second of the rows, and the same since 1970. */
    static final String FIRST_TIME = "2026-01-02T00:00:00";

    private static final String FIRST_SECOND = "1767312000";

    /** Returns what the database says for a word with these values. */
    abstract String word(String name, List<String> values);

    private static String plain(String name, List<String> values) {
        return switch (name) {
            case "json", "name" -> String.join(", ", values);
            case "div" -> "/";
            case "byTime" -> "";
            default -> throw new IllegalArgumentException("@" + name);
        };
    }

    /** Returns a text in which each {@code @word} and {@code @word(value, …)} is said as this database does. */
    String say(String text) {
        StringBuilder said = new StringBuilder();
        int at = 0;
        for (int start = text.indexOf('@'); start >= 0; start = text.indexOf('@', at)) {
            said.append(text, at, start);
            int end = start + 1;
            while (end < text.length() && Character.isLetter(text.charAt(end))) {
                end++;
            }
            String name = text.substring(start + 1, end);
            List<String> values = new ArrayList<>();
            at = end < text.length() && text.charAt(end) == '(' ? values(text, end + 1, values) : end;
            said.append(word(name, values.stream().map(this::say).toList()));
        }
        return said.append(text, at, text.length()).toString();
    }

    /** Adds the values up to the parenthesis that closes them; returns where that ends. */
    private static int values(String text, int from, List<String> values) {
        int open = 0;
        int start = from;
        for (int i = from; ; i++) {
            char each = text.charAt(i);
            if (open == 0 && (each == ')' || (each == ',' && text.charAt(i + 1) == ' '))) {
                values.add(text.substring(start, i).strip());
                start = i + 1;
                if (each == ')') {
                    return start;
                }
            } else if (each == '(') {
                open++;
            } else if (each == ')') {
                open--;
            }
        }
    }
}
