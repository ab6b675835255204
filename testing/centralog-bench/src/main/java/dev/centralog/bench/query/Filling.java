// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.query;

import dev.centralog.bench.database.MeasuredDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The filling of an empty database with rows of 30 days, by SQL.
 *
 * @param rows the rows of events, at least 20,000
 */
record Filling(Dialect dialect, long rows) {
    private static final int DAYS = 30;
    private static final long MOST_DELIVERIES = DAYS * 86_400L;
    private static final int ROWS_FOR_ACTION = 50;
    private static final int ACTIONS_IN_SLICE = 400;
    private static final int FRAMES = 40;

    /** An index that is made again when the rows are there, as that is faster. */
    private record Index(String drop, String create) {}

    /** Fills the tables. Blocks for minutes. */
    void fill(MeasuredDatabase database) throws SQLException {
        try (Connection connection = database.open();
                Statement statement = connection.createStatement()) {
            switch (dialect) {
                case SQLITE -> statement.execute("PRAGMA synchronous = OFF");
                case MARIADB ->
                    statement.execute(
                            "SET SESSION sql_mode = concat(@@sql_mode, ',PIPES_AS_CONCAT'), time_zone = '+00:00'");
                case POSTGRES -> makePartitions(statement);
            }
            List<Index> indexes = indexes(statement);
            for (Index each : indexes) {
                statement.execute(each.drop());
            }
            for (String each : statements()) {
                statement.execute(each);
            }
            for (Index each : indexes) {
                statement.execute(each.create());
            }
            switch (dialect) {
                case SQLITE -> statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
                case POSTGRES -> statement.execute("VACUUM ANALYZE");
                case MARIADB ->
                    statement.execute("ANALYZE TABLE event_rows, sample_rows, `groups`, processes, deliveries,"
                            + " throwables, group_minutes, group_hours, group_days, group_releases, level_minutes, level_hours, actions,"
                            + " process_signs");
            }
        }
    }

    /** Makes the partitions of the days, as gatherers do that have run since then. */
    private static void makePartitions(Statement statement) throws SQLException {
        LocalDate first = LocalDate.parse(Dialect.FIRST_TIME.substring(0, 10));
        for (String table : List.of("event_rows", "sample_rows")) {
            statement.execute("DROP TABLE " + table + "_first");
            for (LocalDate day = first; day.isBefore(first.plusDays(DAYS)); day = day.plusDays(1)) {
                statement.execute("CREATE TABLE " + table + "_" + day.format(DateTimeFormatter.BASIC_ISO_DATE)
                        + " PARTITION OF " + table + " FOR VALUES FROM ('" + day + "T00:00:00Z') TO ('"
                        + day.plusDays(1) + "T00:00:00Z')");
            }
        }
    }

    private List<Index> indexes(Statement statement) throws SQLException {
        String query =
                switch (dialect) {
                    case SQLITE ->
                        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'event_rows'"
                                + " AND sql IS NOT NULL";
                    case POSTGRES ->
                        "SELECT indexname, replace(indexdef, ' ON ONLY ', ' ON ') FROM pg_indexes"
                                + " WHERE tablename = 'event_rows' AND indexdef NOT LIKE '%UNIQUE%'";
                    case MARIADB ->
                        "SELECT index_name, concat('ALTER TABLE event_rows ADD INDEX ', index_name, ' (',"
                                + " group_concat(column_name ORDER BY seq_in_index), ')') FROM information_schema.statistics"
                                + " WHERE table_schema = database() AND table_name = 'event_rows' AND non_unique = 1"
                                + " GROUP BY index_name";
                };
        List<Index> indexes = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                String on = dialect == Dialect.MARIADB ? " ON event_rows" : "";
                indexes.add(new Index("DROP INDEX " + row.getString(1) + on, row.getString(2)));
            }
        }
        return indexes;
    }

    private List<String> statements() {
        long actions = rows / ROWS_FOR_ACTION;
        String text = script().replace("${rows}", "" + rows)
                .replace("${deliveries}", "" + Math.min(rows, MOST_DELIVERIES))
                .replace("${actions}", "" + actions)
                .replace("${slices}", "" + actions / ACTIONS_IN_SLICE)
                .replace("${trace}", trace());
        return Stream.of(dialect.say(text).split(";\\R"))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private static String script() {
        try (InputStream in = Filling.class.getResourceAsStream("fill.sql")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n", "", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a stack trace, in which a mark stands for its first line. */
    private static String trace() {
        StringBuilder trace = new StringBuilder("\uE000");
        for (int frame = 1; frame <= FRAMES; frame++) {
            trace.append("\n\tat com.example.shop.orders.Dispatcher.send(Dispatcher.java:")
                    .append(100 + frame)
                    .append(')');
        }
        return trace.toString();
    }
}
