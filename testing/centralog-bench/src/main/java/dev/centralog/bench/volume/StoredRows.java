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

/** The contents of the table {@code actions}, read row by row. */
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

        /** Returns the number of rows. */
        long rows() {
            return rows;
        }

        /** Returns the number of rows from deliveries after the first. */
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
            connection.setAutoCommit(false); // otherwise PostgreSQL's driver reads all rows at once
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

    /** Returns the usage according to the rows. */
    Usage usage() {
        return usage;
    }

    OfSlice ofSlice(long start) {
        return slices.getOrDefault(start, new OfSlice());
    }

    /**
     * Returns the number of rows of other users or actions, with another length of slice, or beyond the cap; the
     * processes count none of these.
     */
    long strangers() {
        return strangers;
    }

    /** Returns the number of rows from deliveries after the first one of their slice. */
    long lateRows() {
        return slices.values().stream().mapToLong(OfSlice::late).sum();
    }

    /** Returns the number of triples of user, action and slice that only late deliveries brought. */
    long onlyLate() {
        return usage.triples()
                - slices.values().stream()
                        .mapToLong(slice -> slice.inFirst.cardinality())
                        .sum();
    }
}
