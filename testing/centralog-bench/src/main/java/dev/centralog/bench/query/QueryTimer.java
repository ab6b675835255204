// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.query;

import dev.centralog.bench.database.MeasuredDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Measures the time that a database takes for a query: by its own account, or of SQLite until all rows are read. */
record QueryTimer(MeasuredDatabase database, Dialect dialect) {
    private static final Pattern TIME = Pattern.compile(
            "(?:Execution Time: |\"query_block\": \\{.*?\"r_total_time_ms\": )([0-9.]+)", Pattern.DOTALL);
    private static final int RUNS = 3;
    private static final long MOST_SECONDS = 30;

    /** A query's run; it may fail. */
    interface Run {
        void go() throws SQLException;
    }

    /** Returns the median in milliseconds of three runs after a first one, or of that if it takes too long; NaN if it is broken off. */
    double millis(String sql) throws SQLException {
        double first = once(sql);
        if (!(first < TimeUnit.SECONDS.toMillis(MOST_SECONDS) / 10.0)) {
            return first;
        }
        double[] times = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            times[i] = once(sql);
        }
        Arrays.sort(times);
        return times[RUNS / 2];
    }

    /** Returns the same of work that takes as long as the database does, and a little more. */
    static double millis(Run work) throws SQLException {
        work.go();
        double[] times = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long startNanos = System.nanoTime();
            work.go();
            times[i] = (System.nanoTime() - startNanos) / 1e6;
        }
        Arrays.sort(times);
        return times[RUNS / 2];
    }

    private double once(String sql) throws SQLException {
        String explain =
                switch (dialect) {
                    case SQLITE -> "";
                    case POSTGRES -> "EXPLAIN (ANALYZE, TIMING OFF) ";
                    case MARIADB -> "ANALYZE FORMAT=JSON ";
                };
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try (Connection connection = database.open();
                Statement statement = connection.createStatement()) {
            Future<?> end = clock.schedule(
                    () -> {
                        statement.cancel();
                        return true;
                    },
                    MOST_SECONDS,
                    TimeUnit.SECONDS);
            long startNanos = System.nanoTime();
            double told = -1;
            try (ResultSet row = statement.executeQuery(explain + sql)) {
                while (row.next()) {
                    String text = explain.isEmpty() ? "" : String.valueOf(row.getString(1));
                    for (Matcher time = TIME.matcher(text); time.find(); ) {
                        // MariaDB does not add a subquery's time to that of a query without a table.
                        told = Math.max(told, Double.parseDouble(time.group(1)));
                    }
                    for (int i = 1; explain.isEmpty() && i <= row.getMetaData().getColumnCount(); i++) {
                        row.getObject(i);
                    }
                }
            } catch (SQLException e) {
                if (System.nanoTime() - startNanos > TimeUnit.SECONDS.toNanos(MOST_SECONDS)) {
                    return Double.NaN;
                }
                throw e;
            }
            end.cancel(false);
            if (!explain.isEmpty() && told < 0) {
                throw new IllegalStateException(database.name() + " gave no time of " + sql);
            }
            return explain.isEmpty() ? (System.nanoTime() - startNanos) / 1e6 : told;
        } finally {
            clock.shutdownNow();
        }
    }
}
