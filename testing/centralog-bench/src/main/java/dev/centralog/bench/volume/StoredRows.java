// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import dev.centralog.bench.volume.SliceUsage.Sums;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.TreeMap;

/** What stands in the table {@code actions}, read row by row. */
final class StoredRows {
    private static final int FETCHED_ROWS = 10_000;
    private static final String FIRST = ":1";

    private final Plan plan;
    private final Usage usage = new Usage();
    private final TreeMap<Long, OfSlice> slices = new TreeMap<>();
    private long strangers;

    /** The rows of one slice. */
    static final class OfSlice {
        private final BitSet inFirst = new BitSet();
        private long rows;
        private long late;

        /** All of them. */
        long rows() {
            return rows;
        }

        /** Those of deliveries after the first. */
        long late() {
            return late;
        }
    }

    private StoredRows(Plan plan) {
        this.plan = plan;
    }

    static StoredRows read(Store store, Plan plan) throws SQLException {
        StoredRows stored = new StoredRows(plan);
        try (Connection connection = DriverManager.getConnection(store.url())) {
            connection.setAutoCommit(false); // PostgreSQL's driver reads all rows at once otherwise
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(FETCHED_ROWS);
                try (ResultSet row = statement.executeQuery("SELECT " + store.startSecond() + " AS start_second,"
                        + " slice_length, user_id, action_id, delivery, count, value_count, value_sum, flag"
                        + " FROM actions")) {
                    while (row.next()) {
                        stored.add(row);
                    }
                }
            }
            connection.rollback();
        }
        return stored;
    }

    private void add(ResultSet row) throws SQLException {
        int pair = pairOf(row.getString("user_id"), row.getString("action_id"));
        if (pair < 0
                || row.getLong("slice_length") != plan.sliceSeconds()
                || !row.getString("flag").isEmpty()) {
            strangers++;
            return;
        }
        long start = row.getLong("start_second");
        long values = row.getLong("value_count");
        long sum = values == 0 ? 0 : row.getBigDecimal("value_sum").longValueExact();
        usage.add(start, pair, new Sums(row.getLong("count"), values, sum));
        OfSlice slice = slices.computeIfAbsent(start, second -> new OfSlice());
        slice.rows++;
        if (row.getString("delivery").endsWith(FIRST)) {
            slice.inFirst.set(pair);
        } else {
            slice.late++;
        }
    }

    private int pairOf(String user, String action) {
        try {
            int userNumber = Integer.parseInt(user);
            int id = Integer.parseInt(action);
            boolean known = userNumber >= 0 && userNumber < plan.users() && id >= 0 && id < plan.ids();
            return known ? userNumber * plan.ids() + id : -1;
        } catch (NumberFormatException ignored) {
            return -1;
        }
    }

    /** What the rows say was counted. */
    Usage usage() {
        return usage;
    }

    OfSlice ofSlice(long start) {
        return slices.getOrDefault(start, new OfSlice());
    }

    /** Rows that nobody counted: other users or actions, other slices' lengths, or beyond the cap. */
    long strangers() {
        return strangers;
    }

    /** Rows of deliveries after the first one of their slice. */
    long lateRows() {
        return slices.values().stream().mapToLong(OfSlice::late).sum();
    }

    /** Different users, actions and slices that only late deliveries brought. */
    long onlyLate() {
        return usage.triples()
                - slices.values().stream()
                        .mapToLong(slice -> slice.inFirst.cardinality())
                        .sum();
    }
}
