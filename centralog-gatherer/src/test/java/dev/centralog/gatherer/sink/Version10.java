// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gatherer.Databases.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rows of all kinds as version 10 stored them, and what the tables and views of both versions must say of them. */
final class Version10 {
    /** The group of a row that is not in the table {@code groups} of version 10. */
    private static final String LOST_GROUP = Windows.group(9);

    private static final Set<String> OF_GROUP = Set.of("level", "severity", "logger", "app", "environment");
    private static final Set<String> OF_GROUP_WITHOUT_EVENT =
            Set.of("template", "class_name", "method_name", "file_name", "line_number", "thrown_class");
    private static final String CONTENT =
            "time, nano, level, severity, logger, thread_name, thread_id, thread_priority,"
                    + " template, message, class_name, method_name, file_name, line_number, thrown_class, thrown_message, ";
    private static final String SECTIONS = "arguments, thrown, markers, mdc, ndc, key_values, cuts, ";

    private static final Pattern TIME = Pattern.compile("\\{(20\\d\\d-[^}]*Z)}");
    private static final Pattern BYTES = Pattern.compile("\\[([0-9a-f]{4})],");
    private static final Pattern NINE_DIGITS =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)(?:\\.0{9}|(\\.\\d*[1-9])0*)Z");

    private Version10() {}

    /** Fills a database of version 10. */
    static void fill(SinkTarget target, Kind kind) {
        try (InputStream stream = Objects.requireNonNull(Version10.class.getResourceAsStream("version10.sql"))) {
            String sql = new String(stream.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
            DateTimeFormatter format = DateTimeFormatter.ofPattern(
                            kind == Kind.MARIADB ? "uuuu-MM-dd HH:mm:ss.SSSSSS" : "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'",
                            Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
            sql = TIME.matcher(sql).replaceAll(time -> "'" + format.format(Instant.parse(time.group(1))) + "'");
            sql = BYTES.matcher(sql)
                    .replaceAll(Matcher.quoteReplacement(kind == Kind.POSTGRESQL ? "'\\x" : "x'") + "$1',");
            if (kind == Kind.MARIADB) {
                sql = sql.replace("\\", "\\\\");
            }
            Sql.executeAll(
                    target.url(),
                    Stream.of(sql.split(";\n")).filter(each -> !each.isBlank()).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns all rows of the tables and views of version 10, as those of version 11 must show them. */
    static List<String> expected(SinkTarget target, Kind kind) {
        return rows(target, queries(columns -> fromGroup(columns, kind), true)).stream()
                .map(row -> kind == Kind.SQLITE ? NINE_DIGITS.matcher(row).replaceAll("$1$2") : row)
                .toList();
    }

    /** Returns the same of version 11. */
    static List<String> actual(SinkTarget target) {
        return rows(target, queries(columns -> "e." + String.join(", e.", columns), false));
    }

    private static List<String> rows(SinkTarget target, Map<String, String> queries) {
        List<String> rows = new ArrayList<>();
        queries.forEach((name, query) -> Sql.rows(target.url(), query).forEach(row -> rows.add(name + ": " + row)));
        return rows;
    }

    /** Returns expressions of columns of version 10, in which that of the group stands for what version 11 does not keep. */
    private static String fromGroup(List<String> columns, Kind kind) {
        String unknown = kind == Kind.MARIADB
                ? "concat('{\"0000000000000000\":', e.repeats, '}')"
                : "'{\"0000000000000000\":' || e.repeats || '}'";
        return columns.stream()
                .map(column -> OF_GROUP.contains(column)
                        ? "g." + column
                        : OF_GROUP_WITHOUT_EVENT.contains(column)
                                ? "CASE WHEN e.flag IN ('', 'otherTime', 'varying') THEN e." + column + " ELSE g."
                                        + column + " END"
                                : column.equals("processes")
                                        ? "coalesce(e.processes" + (kind == Kind.POSTGRESQL ? "::text" : "") + ", "
                                                + unknown + ")"
                                        : "e." + column)
                .collect(Collectors.joining(", "));
    }

    private static Map<String, String> queries(Shown shown, boolean isBefore) {
        Map<String, String> queries = new LinkedHashMap<>();
        Map.of(
                        "events",
                        "window_start, group_id, delivery, repeats, " + CONTENT
                                + "app, environment, host, pid, sequence," + " flag, " + SECTIONS
                                + "processes, trace_id, span_id, in_full, borrowed, throwable_id",
                        "event_windows",
                        "window_start, group_id, repeats, deliveries, " + CONTENT + "app, environment, host, pid,"
                                + " sequence, flag, " + SECTIONS + "trace_id, span_id, in_full, complete, throwable_id",
                        "event_details",
                        "window_start, group_id, delivery, process_id, n, " + CONTENT + "cause_messages, thrown, app,"
                                + " environment, host, pid, flag, arguments, markers, mdc, ndc, key_values, cuts,"
                                + " trace_id, span_id, throwable_id",
                        "events_flat",
                        "window_start, group_id, delivery, message, thrown_text")
                .forEach((view, columns) -> queries.put(
                        view,
                        "SELECT " + shown.of(List.of(columns.split(", "))) + " FROM " + view
                                + " e JOIN groups g ON g.group_id = e.group_id WHERE g.group_id <> '" + LOST_GROUP
                                + "' ORDER BY 1, 2, 3, 4, 5"));
        String app = "CASE WHEN p.app <> '' THEN p.app ELSE g.app END";
        queries.put(
                "event_processes",
                "SELECT e.window_start, e.group_id, e.delivery, e.process, e.repeats, e.process_id, "
                        + (isBefore
                                ? app + ", "
                                        + app.replace("THEN p.app ELSE g.app", "THEN p.environment ELSE g.environment")
                                : "e.app, e.environment")
                        + ", e.release, e.host, e.pid, e.instance FROM event_processes e"
                        + " JOIN groups g ON g.group_id = e.group_id LEFT JOIN processes p ON p.id = e.process"
                        + " WHERE g.group_id <> '" + LOST_GROUP + "' ORDER BY 1, 2, 3, 4");
        queries.put(
                "processes",
                "SELECT p.id, p.app, p.environment, p.release, p.host, p.pid, p.instance, p.first_seen, p.last_seen,"
                        + " p.started_at, p.ended_at, p.centralog, p.java, p.framework FROM processes p ORDER BY p.id");
        queries.put("group_totals", "SELECT * FROM group_totals WHERE group_id <> '" + LOST_GROUP + "' ORDER BY id");
        queries.put("throwables", "SELECT id, frames, text FROM throwables ORDER BY id");
        queries.put("event_samples", "SELECT * FROM event_samples ORDER BY 1, 2, 3, 4, 5");
        queries.put("group_hours", "SELECT groups_id, hour, repeats, last_seen FROM group_hours ORDER BY 1, 2");
        for (String table : List.of(
                "drops",
                "dead_letters",
                "actions",
                "action_slice",
                "action_hourly",
                "action_daily",
                "process_signs",
                "group_minutes",
                "level_minutes",
                "complete_up_to")) {
            queries.put(table, "SELECT * FROM " + table + " ORDER BY 1, 2");
        }
        return queries;
    }

    /** The expressions of columns. */
    private interface Shown {
        String of(List<String> columns);
    }
}
