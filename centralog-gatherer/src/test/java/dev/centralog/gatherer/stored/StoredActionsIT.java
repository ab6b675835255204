// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import static dev.centralog.gatherer.sink.Slices.LENGTH;
import static dev.centralog.gatherer.sink.Slices.START;
import static dev.centralog.gatherer.sink.Slices.action;
import static dev.centralog.gatherer.sink.Slices.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.ActionTotals;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.sink.SealedSlice;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoredActionsIT {
    private static final Instant BEFORE = START.minus(LENGTH);
    private static final Instant LONG_AGO = START.minus(Duration.ofDays(400));

    @TempDir
    Path directory = Path.of("");

    private SinkTarget empty(Kind kind) {
        return Databases.target(Databases.shared().empty(kind, directory));
    }

    /** Stores actions as the delivery of that number. */
    private static void store(SinkTarget target, int number, GatheredAction... actions) {
        String delivery = "c0ffee:0:" + number;
        List<GatheredAction> ofDelivery = new ArrayList<>();
        for (GatheredAction each : actions) {
            ofDelivery.add(new GatheredAction(
                    each.sliceStart(),
                    each.sliceLength(),
                    each.user(),
                    each.action(),
                    delivery,
                    each.count(),
                    each.totals(),
                    each.flag(),
                    each.unreadable()));
        }
        try (Sinks sinks = Sinks.open(target)) {
            sinks.actions().store(SealedSlice.of(delivery, 1, ofDelivery));
        }
    }

    private static GatheredAction of(Instant start, Duration length, long count) {
        return new GatheredAction(
                start, length, "bob", "view", "c0ffee:0:1", count, ActionTotals.NONE, GatheredAction.Flag.NONE, null);
    }

    private static String line(StoredAction each) {
        return each.sliceStart() + " " + each.user() + " " + each.action() + " " + each.count();
    }

    private static List<String> last(SinkTarget target, ActionQuery query, int limit) {
        try (StoredActions stored = StoredActions.open(target)) {
            return stored.last(query, limit).stream().map(StoredActionsIT::line).toList();
        }
    }

    private static List<TopAction> top(SinkTarget target, ActionQuery query, int limit) {
        try (StoredActions stored = StoredActions.open(target)) {
            return stored.top(query, limit);
        }
    }

    private SinkTarget filled(Kind kind) {
        SinkTarget target = empty(kind);
        store(
                target,
                1,
                at(LONG_AGO, action("bob", "view", 100)),
                at(BEFORE, action("bob", "view", 4)),
                at(BEFORE, action("Bob", "view", 6)),
                action("bob", "view", 1),
                action("eve", "buy", 3),
                action("eve", "view", 3));
        store(target, 2, action("bob", "view", 2), at(BEFORE, action("bob", "buy", 1)));
        return target;
    }

    @ParameterizedTest
    @EnumSource
    void last_everyFilter_choosesTheLastOfThose(Kind kind) {
        SinkTarget target = filled(kind);

        assertThat(last(target, ActionQuery.ALL, 100))
                .containsExactly(
                        LONG_AGO + " bob view 100",
                        BEFORE + " Bob view 6",
                        BEFORE + " bob view 4",
                        BEFORE + " bob buy 1",
                        START + " bob view 3",
                        START + " eve buy 3",
                        START + " eve view 3");
        assertThat(last(target, ActionQuery.ALL, 5)).hasSize(5).doesNotContain(BEFORE + " bob buy 1");
        assertThat(last(target, ActionQuery.ALL, 1)).containsExactly(START + " bob view 3");
        assertThat(last(target, ActionQuery.ALL, 0)).isEmpty();
        assertThat(last(target, new ActionQuery("bob", null, null), 2))
                .containsExactly(BEFORE + " bob view 4", START + " bob view 3");
        assertThat(last(target, new ActionQuery(null, "view", START), 9))
                .containsExactly(START + " bob view 3", START + " eve view 3");
        assertThat(last(target, new ActionQuery("bob", "view", null), 9))
                .containsExactly(LONG_AGO + " bob view 100", BEFORE + " bob view 4", START + " bob view 3");
        assertThat(last(target, new ActionQuery("bob", null, START.plusMillis(1)), 9))
                .isEmpty();
        assertThat(last(target, new ActionQuery("nobody", null, null), 9)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void last_pairsOfManyDeliveries_areAsManyAsAskedFor(Kind kind) {
        SinkTarget target = empty(kind);
        for (int number = 1; number <= 9; number++) {
            store(target, number, action("bob", "view", 1), action("eve", "view", 2));
        }
        store(target, 1, at(BEFORE, action("bob", "view", 7)), at(LONG_AGO, action("bob", "view", 8)));

        assertThat(last(target, ActionQuery.ALL, 3))
                .containsExactly(BEFORE + " bob view 7", START + " eve view 18", START + " bob view 9");
        assertThat(last(target, new ActionQuery("bob", null, null), 3))
                .containsExactly(LONG_AGO + " bob view 8", BEFORE + " bob view 7", START + " bob view 9");
    }

    @ParameterizedTest
    @EnumSource
    void top_everyFilter_addsUpWhatItLeaves(Kind kind) {
        SinkTarget target = filled(kind);

        assertThat(top(target, ActionQuery.ALL, 2))
                .containsExactly(
                        new TopAction("bob", "view", 107, LONG_AGO, START),
                        new TopAction("Bob", "view", 6, BEFORE, BEFORE));
        assertThat(top(target, new ActionQuery("eve", null, null), 9))
                .containsExactly(
                        new TopAction("eve", "buy", 3, START, START), new TopAction("eve", "view", 3, START, START));
        assertThat(top(target, new ActionQuery(null, "view", BEFORE), 2))
                .containsExactly(
                        new TopAction("bob", "view", 7, BEFORE, START),
                        new TopAction("Bob", "view", 6, BEFORE, BEFORE));
        assertThat(top(target, new ActionQuery("bob", "buy", null), 9))
                .containsExactly(new TopAction("bob", "buy", 1, BEFORE, BEFORE));
        assertThat(top(target, ActionQuery.ALL, 0)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "MARIADB", mode = EnumSource.Mode.EXCLUDE)
    void last_ofManySlices_readsTheLastOnesByTheirIndex(Kind kind) {
        SinkTarget target = empty(kind);
        for (int slice = 0; slice < 20; slice++) {
            Instant start = LONG_AGO.plus(LENGTH.multipliedBy(slice));
            store(
                    target,
                    1,
                    IntStream.range(0, 500)
                            .mapToObj(user -> at(start, action("user " + user, "view", 1)))
                            .toArray(GatheredAction[]::new));
        }
        Sql.execute(target.url(), "ANALYZE");
        Instant last = LONG_AGO.plus(LENGTH.multipliedBy(19));
        String since =
                "slice_start >= '" + (kind == Kind.SQLITE ? last.toString().replace("Z", "") : last) + "'";

        String lookUp = explain(kind, target, StoredActions.START_OF_LAST, "1 = 1");
        String slices = explain(kind, target, StoredActions.SLICES, since);
        String ofUser = explain(kind, target, StoredActions.START_OF_LAST, "user_id = 'user 7'");

        if (kind == Kind.SQLITE) {
            assertThat(lookUp).contains("USING COVERING INDEX sqlite_autoindex_actions_1");
            assertThat(slices).contains("SEARCH a USING INDEX sqlite_autoindex_actions_1 (slice_start>?)");
            assertThat(ofUser).contains("SEARCH actions USING", "INDEX actions_user (user_id=?)");
        } else {
            assertThat(lookUp)
                    .containsPattern("Index.* Scan Backward using actions_pkey")
                    .doesNotContain("Sort");
            assertThat(slices)
                    .containsPattern("Index Cond: \\(.*slice_start >= ")
                    .doesNotContain("Seq Scan on actions");
            assertThat(ofUser).contains("actions_user");
        }
        assertThat(last(target, ActionQuery.ALL, 100)).hasSize(100).allMatch(line -> line.startsWith(last + " "));
    }

    private static String explain(Kind kind, SinkTarget target, String sql, String condition) {
        String query = sql.formatted(condition).replace("?", "99");
        return String.join(
                "\n", Sql.rows(target.url(), (kind == Kind.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + query));
    }

    /** Tests a time zone that differs from UTC by half an hour, which shifts hours as well as days. */
    @ParameterizedTest
    @EnumSource
    void rollUps_longSlicesAndASessionElsewhere_areOfTheUtcHourAndDay(Kind kind) throws SQLException {
        SinkTarget target = empty(kind);
        Instant day = Instant.parse("2026-01-31T00:00:00Z");
        store(
                target,
                1,
                of(day, Duration.ofDays(1), 1),
                of(day.plus(Duration.ofHours(20)), Duration.ofHours(4), 2),
                of(day.plus(Duration.ofHours(23)), Duration.ofHours(1), 4),
                of(day.plus(Duration.ofMinutes(23 * 60 + 59)), Duration.ofMinutes(1), 8),
                of(day.plus(Duration.ofHours(24)), Duration.ofHours(2), 16));
        String hour =
                switch (kind) {
                    case SQLITE -> "hour";
                    case POSTGRESQL -> "to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI')";
                    case MARIADB -> "date_format(hour, '%Y-%m-%dT%H:%i')";
                };
        try (Connection connection = DriverManager.getConnection(target.url());
                Statement statement = connection.createStatement()) {
            switch (kind) {
                case SQLITE -> {}
                case POSTGRESQL -> statement.execute("SET TIME ZONE 'Asia/Kolkata'");
                case MARIADB -> statement.execute("SET time_zone = '+05:30'");
            }
            assertThat(pairs(statement, "SELECT " + hour + ", count FROM action_hourly ORDER BY 1"))
                    .containsExactly(
                            "2026-01-31T00:00 1", "2026-01-31T20:00 2", "2026-01-31T23:00 12", "2026-02-01T00:00 16");
            assertThat(pairs(statement, "SELECT day, count FROM action_daily ORDER BY 1"))
                    .containsExactly("2026-01-31 15", "2026-02-01 16");
            assertThat(pairs(statement, "SELECT 'all', sum(count) FROM action_slice"))
                    .containsExactly("all 31");
        }
    }

    private static List<String> pairs(Statement statement, String sql) throws SQLException {
        List<String> pairs = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                pairs.add(row.getString(1).replaceFirst("(T\\d\\d:\\d\\d):00$", "$1") + " " + row.getString(2));
            }
        }
        return pairs;
    }
}
