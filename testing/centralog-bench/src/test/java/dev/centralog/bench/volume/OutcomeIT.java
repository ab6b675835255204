// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.bench.volume.Outcome.Check;
import dev.centralog.bench.volume.Outcome.Times;
import dev.centralog.bench.volume.SliceUsage.Sums;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that faults are noticed: rows are written into the table by hand, and one thing in them is changed. */
class OutcomeIT {
    private static final Plan PLAN = new Plan(6, 4, 2, 1, 10, 0, 1);
    private static final String EARLY = "2026-11-24T00:00:00.000000000Z";
    private static final long EARLY_SECOND = 1_795_478_400;

    private final SqliteStore store = new SqliteStore();
    private final Usage counted = new Usage();

    @BeforeEach
    void countSix() throws SQLException {
        execute("CREATE TABLE actions (slice_start, slice_length, user_id, action_id, delivery, count, value_count,"
                + " value_sum, flag)");
        row("0", "1", "s:0:1", "2, 1, 10");
        row("0", "1", "s:0:2", "1, 0, NULL");
        row("3", "0", "s:0:1", "2, 2, 7");
        row("1", "0", "s:0:2", "1, 0, NULL");
        counted.add(EARLY_SECOND, 1, new Sums(3, 1, 10));
        counted.add(EARLY_SECOND, 6, new Sums(2, 2, 7));
        counted.add(EARLY_SECOND, 2, Sums.ofOne(0));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void checks_sameOnBothSides_hold() throws SQLException {
        assertThat(outcome().isExact()).isTrue();
        assertThat(outcome().stored().lateRows()).isEqualTo(2);
        assertThat(outcome().stored().onlyLate()).isEqualTo(1);
    }

    @Test
    void checks_countTooMany_fail() throws SQLException {
        execute("UPDATE actions SET count = count + 1 WHERE user_id = '3'");

        assertThat(failed()).contains("actions counted = stored + dropped");
    }

    @Test
    void checks_twoCountsSwapped_fail() throws SQLException {
        execute("UPDATE actions SET slice_start = '2026-11-24T00:00:10.000000000Z' WHERE user_id = '3'");

        assertThat(failed()).containsExactly("slices that differ in users, actions, counts or sums");
    }

    @Test
    void checks_otherUser_fail() throws SQLException {
        execute("UPDATE actions SET user_id = '2' WHERE user_id = '3'");

        assertThat(failed()).containsExactly("slices that differ in users, actions, counts or sums");
    }

    @Test
    void checks_otherSum_fail() throws SQLException {
        execute("UPDATE actions SET value_sum = 8 WHERE user_id = '3'");

        assertThat(failed()).contains("sum of the values");
    }

    @Test
    void checks_rowTwice_fail() throws SQLException {
        execute("INSERT INTO actions SELECT slice_start, slice_length, user_id, action_id, delivery, 0, 0, NULL, ''"
                + " FROM actions WHERE user_id = '3'");

        assertThat(failed())
                .containsExactly("rows = active triples + rows of late deliveries for triples stored before");
    }

    @Test
    void checks_rowBeyondACap_fail() throws SQLException {
        execute(
                "UPDATE actions SET user_id = '~overflow', action_id = '~overflow', flag = 'overflow' WHERE user_id = '3'");

        assertThat(failed()).contains("rows of nobody, or beyond a cap", "active (user, action, slice)");
    }

    @Test
    void checks_somethingDropped_fail() throws SQLException {
        counted.setDropped(1);

        assertThat(failed()).containsExactlyInAnyOrder("dropped", "actions counted = stored + dropped");
    }

    private List<String> failed() throws SQLException {
        return outcome().checks().stream()
                .filter(check -> !check.holds())
                .map(Check::what)
                .toList();
    }

    private Outcome outcome() throws SQLException {
        Times times = new Times(Duration.ofSeconds(1), Duration.ofSeconds(2));
        long rows = Store.number(store.url(), "SELECT count(*) FROM actions");
        long viewRows = Store.number(
                store.url(), "SELECT count(*) FROM (SELECT DISTINCT slice_start, user_id, action_id FROM actions)");
        return new Outcome(
                PLAN, store.version(), counted, StoredRows.read(store, PLAN), rows, viewRows, null, 0, times);
    }

    private void row(String user, String action, String delivery, String figures) throws SQLException {
        execute("INSERT INTO actions VALUES ('" + EARLY + "', 10, '" + user + "', '" + action + "', '" + delivery
                + "', " + figures + ", '')");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(store.url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
