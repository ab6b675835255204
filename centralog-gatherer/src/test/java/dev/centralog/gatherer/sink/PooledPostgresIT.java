// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static dev.centralog.gatherer.sink.Windows.event;
import static dev.centralog.gatherer.sink.Windows.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Level;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.change.ChangeKind;
import dev.centralog.gatherer.stored.Change;
import dev.centralog.gatherer.stored.ChangeQuery;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.StoredChanges;
import dev.centralog.gatherer.stored.StoredEvents;
import dev.centralog.gatherer.stored.StoredLog;
import dev.centralog.testkit.LocalPgBouncer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tests of a PostgreSQL behind a pool that assigns connections by transaction: each transaction may use another of the server's
 * connections, which other clients use before and after.
 */
class PooledPostgresIT extends PostgresSinkContract {
    /** The size of the pool: one connection for each stream, so that the two don't wait for each other. */
    private static final int POOL_SIZE = 2;

    private static LocalPgBouncer pool;

    @BeforeAll
    static void startPool() {
        Assumptions.assumeTrue(LocalPgBouncer.isAvailable(), "PgBouncer is not installed");
        pool = LocalPgBouncer.start(Databases.sharedPostgres(), POOL_SIZE);
    }

    @AfterAll
    static void endPool() {
        if (pool != null) {
            pool.close();
        }
    }

    @Override
    protected String emptyDatabase() {
        return pool.jdbcUrl(Databases.shared().empty(Databases.Kind.POSTGRESQL, Path.of("")));
    }

    @Override
    protected String withoutTables() {
        return pool.jdbcUrl(Databases.sharedPostgres().createDatabase());
    }

    /** Stores so often that the driver would give a statement a name, which belongs to one of the connections. */
    @Test
    void store_twoSinksOftenAndAgain_isExact() {
        int each = 12;

        CompletableFuture<Void> events = CompletableFuture.runAsync(() -> storeOften(sink(), "a", each));
        CompletableFuture<Void> others = CompletableFuture.runAsync(() -> {
            try (Sinks more = Sinks.open(target())) {
                storeOften(more.events(), "b", each);
            }
        });
        CompletableFuture.allOf(events, others).join();

        assertThat(Sql.number(url(), "SELECT sum(repeats) FROM events")).isEqualTo(2L * 2 * each);
        try (StoredEvents stored = StoredEvents.open(target())) {
            stored.follow();
            for (int i = 0; i < each; i++) {
                assertThat(stored.last(EventQuery.ALL, 100)).hasSize(2 * 2 * each);
                assertThat(stored.news(EventQuery.ALL)).isEmpty();
            }
        }
    }

    private static void storeOften(Sink<SealedWindow> sink, String name, int times) {
        for (int i = 0; i < times; i++) {
            String delivery = "delivery-" + name + i;
            SealedWindow again =
                    Windows.of(delivery, 2, List.of(row(delivery, 1, 1, event("a")), row(delivery, 2, 1, event("b"))));
            sink.store(again);
            sink.store(again);
        }
    }

    @Test
    void pool_tablesMadeAndRowsStored_keepsNothingOfOurs() throws SQLException {
        startWithoutTables();
        storeOften(sink(), "a", 6);

        assertThat(leftInPool()).isEmpty();
    }

    /** Reads sums, for which the driver is told to use binary form, and with it names of statements. */
    @Test
    void changes_readOften_areFoundAndLeaveNoStatement() throws SQLException {
        Instant end = Instant.parse("2026-02-10T14:00:00Z");
        StoredLog.Runner process = StoredLog.process(1, "production", "1.0.0");
        try (StoredLog log = new StoredLog(url())) {
            log.run(process, end.minus(Duration.ofHours(31)), end);
            for (int hour = 30; hour > 1; hour--) {
                log.log(end.minus(Duration.ofHours(hour)), process, StoredLog.event(Level.WARN, "steady {}"), 1);
            }
            log.store();
            log.label();
        }
        ChangeQuery.Filter all = new ChangeQuery.Filter(null, null, null);
        ChangeQuery lastHour = new ChangeQuery(all, end.minus(Duration.ofHours(1)), end, null, Duration.ofDays(7));

        try (StoredChanges stored = StoredChanges.open(target())) {
            for (int i = 0; i < 6; i++) {
                assertThat(stored.changes(lastHour).changes())
                        .extracting(Change::kind)
                        .containsExactly(ChangeKind.GONE);
            }
        }
        assertThat(leftInPool()).noneMatch(each -> each.startsWith("statement "));
    }

    /** Returns what is left in all connections of the pool; takes them at once, each by a transaction. */
    private List<String> leftInPool() throws SQLException {
        List<Connection> held = new ArrayList<>();
        List<String> left = new ArrayList<>();
        try {
            for (int i = 0; i < POOL_SIZE; i++) {
                Connection connection = DriverManager.getConnection(url());
                held.add(connection);
                connection.setAutoCommit(false);
                left.addAll(leftIn(connection));
            }
        } finally {
            for (Connection each : held) {
                each.close();
            }
        }
        return left;
    }

    /** Returns the settings and locks left in a session, without those that the driver sets or the pool keeps apart. */
    private static List<String> leftIn(Connection connection) throws SQLException {
        List<String> left = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT name || '=' || setting FROM pg_settings WHERE source = 'session'"
                                + " AND name NOT IN ('extra_float_digits', 'application_name', 'TimeZone', 'DateStyle',"
                                + " 'client_encoding', 'standard_conforming_strings')"
                                + " UNION ALL SELECT 'lock ' || objid FROM pg_locks"
                                + " WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
                                + " UNION ALL SELECT 'statement ' || name FROM pg_prepared_statements")) {
            while (row.next()) {
                left.add(row.getString(1));
            }
        }
        return left;
    }

    @Test
    void prepare_manyAtOnce_allEnd() {
        String empty = withoutTables();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 2 * POOL_SIZE; i++) {
            all.add(CompletableFuture.runAsync(() -> {
                try (Sinks each = Sinks.open(Databases.target(empty))) {
                    each.events().prepare();
                    each.actions().prepare();
                }
            }));
        }

        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();

        assertThat(Sql.number(empty, "SELECT count(*) FROM events")).isZero();
    }
}
