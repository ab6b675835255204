// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static dev.centralog.gatherer.sink.Windows.FIRST;
import static dev.centralog.gatherer.sink.Windows.LATE;
import static dev.centralog.gatherer.sink.Windows.SECOND;
import static dev.centralog.gatherer.sink.Windows.counted;
import static dev.centralog.gatherer.sink.Windows.event;
import static dev.centralog.gatherer.sink.Windows.rich;
import static dev.centralog.gatherer.sink.Windows.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.EventWire;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.stored.DeadLetters;
import dev.centralog.testkit.Faults;
import dev.centralog.testsupport.StoredSums;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The tests of what every {@link Sink} promises, for sinks whose tables can be queried by SQL. A test class extends it, and
 * provides empty databases.
 */
public abstract class SinkContract {
    private @Nullable String url;
    private @Nullable Sinks sinks;

    /** Returns the JDBC URL of a database with tables and no rows, a new one in each call. */
    protected abstract String emptyDatabase();

    /** Returns the JDBC URL of a database without tables, a new one in each call. */
    protected abstract String withoutTables();

    /** Returns the SQL for the text of a part of JSON; the path has the form {@code [0]} or {@code .name}. */
    protected String jsonText(String column, String path) {
        return column + " ->> '$" + path + "'";
    }

    @BeforeEach
    void openSink() {
        url = emptyDatabase();
        sinks = Sinks.open(target());
    }

    /** Goes on with a database without tables. */
    protected final void startWithoutTables() {
        sinks().close();
        url = withoutTables();
        sinks = Sinks.open(target());
    }

    @AfterEach
    void closeSink() {
        sinks().close();
        if (hasTables()) {
            StoredSums.assertAgree(url());
        }
    }

    private boolean hasTables() {
        try (Connection connection = DriverManager.getConnection(url());
                ResultSet tables = connection
                        .getMetaData()
                        .getTables(connection.getCatalog(), connection.getSchema(), "groups", new String[] {"TABLE"})) {
            return tables.next();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    protected final String url() {
        return Objects.requireNonNull(url);
    }

    private Sinks sinks() {
        return Objects.requireNonNull(sinks);
    }

    protected final Sink<SealedWindow> sink() {
        return sinks().events();
    }

    protected final SinkTarget target() {
        return new SinkTarget(url(), "", "", (severity, message, cause) -> {});
    }

    @Test
    void store_newWindow_saysWhatItStored() {
        startWithoutTables();

        Stored stored = sink().store(Windows.of(FIRST, row(1, 3, event("a")), row(2, 4, rich())));

        assertThat(stored).isEqualTo(new Stored(2, 7, 0, 0, Map.of(), Map.of()));
        assertThat(
                        Sql.rows(
                                url(),
                                "SELECT repeats, message FROM events WHERE logger = 'com.example.Shop' ORDER BY window_start, time, nano, sequence, delivery"))
                .containsExactly("4|" + rich().message(), "3|a");
    }

    @Test
    void store_sameDeliveryAgain_changesNothing() {
        List<GatheredEvent> events = List.of(row(1, 3, event("a")), row(2, 4, rich()));
        sink().store(Windows.of(FIRST, 1, events));
        List<String> before =
                Sql.rows(url(), "SELECT * FROM events ORDER BY window_start, time, nano, sequence, delivery");

        sink().store(Windows.of(FIRST, 1, events));
        sink().store(Windows.of(FIRST, 2, events));

        assertThat(Sql.rows(url(), "SELECT * FROM events ORDER BY window_start, time, nano, sequence, delivery"))
                .isEqualTo(before);
    }

    @Test
    void store_sameIdentityWithOtherCount_keepsTheLarger() {
        sink().store(Windows.of(FIRST, row(1, 3, event("a"))));

        sink().store(Windows.of(FIRST, 2, List.of(row(1, 9, event("a")))));
        sink().store(Windows.of(FIRST, 3, List.of(row(1, 5, event("a")))));

        assertThat(Sql.number(url(), "SELECT repeats FROM events")).isEqualTo(9);
    }

    @Test
    void store_partOfAWindowThere_addsTheRest() {
        sink().store(Windows.of(FIRST, row(2, 1, event("b"))));

        sink().store(Windows.of(FIRST, row(1, 1, event("a")), row(2, 1, event("b")), row(3, 1, event("c"))));

        assertThat(Sql.number(url(), "SELECT count(*) FROM events")).isEqualTo(3);
    }

    /** Groups that a transaction has written that was undone must not be taken for stored. */
    @Test
    void store_afterPartOfAWindowWasThere_newGroupsAreKnown() {
        sink().store(Windows.of(FIRST, row(2, 1, event("b"))));
        sink().store(Windows.of(FIRST, row(1, 1, event("a")), row(2, 1, event("b")), row(3, 1, event("c"))));

        sink().store(Windows.of(LATE, row(LATE, 1, 2, event("a")), row(LATE, 3, 4, event("c"))));

        assertThat(Sql.rows(url(), "SELECT repeats, deliveries, message FROM event_windows ORDER BY group_id"))
                .containsExactly("3|2|a", "1|1|b", "5|2|c");
    }

    @Test
    void store_lateDelivery_isSummedByTheViews() {
        sink().store(Windows.of(FIRST, row(1, 3, event("a"))));
        sink().store(Windows.of(LATE, row(LATE, 1, 2, event("a")), row(LATE, 2, 1, event("b"))));

        assertThat(Sql.rows(url(), "SELECT repeats, deliveries, message FROM event_windows ORDER BY group_id"))
                .containsExactly("5|2|a", "1|1|b");
        assertThat(Sql.rows(url(), "SELECT repeats, message, app FROM group_totals ORDER BY group_id"))
                .containsExactly("5|a|shop", "1|b|shop");
    }

    @Test
    void store_countWithoutEvent_isShownWithTheEventOfASibling() {
        sink().store(Windows.of(FIRST, counted(FIRST, 1, GatheredEvent.Flag.NO_PAYLOAD)));
        sink().store(Windows.of(LATE, row(LATE, 1, 2, event("a"))));

        assertThat(
                        Sql.rows(
                                url(),
                                "SELECT repeats, flag, message FROM events ORDER BY window_start, time, nano, sequence, delivery"))
                .containsExactly("7|noPayload|", "2||a");
        assertThat(Sql.rows(url(), "SELECT repeats, flag, message FROM event_windows"))
                .containsExactly("9||a");
    }

    @Test
    void store_varyingRow_isWholeInTheViewsAndWhereItFillsACount() {
        GatheredEvent varying = varying(LATE, 1, event("user 7 failed"));
        sink().store(Windows.of(FIRST, counted(FIRST, 1, GatheredEvent.Flag.NO_PAYLOAD)));
        sink().store(Windows.of(LATE, varying));

        assertThat(Sql.rows(url(), "SELECT repeats, flag, message FROM event_windows"))
                .containsExactly("9|varying|user 7 failed");
        assertThat(Sql.rows(url(), "SELECT repeats, flag, message FROM group_totals"))
                .containsExactly("9|varying|user 7 failed");

        sink().store(Windows.of(FIRST, 2, List.of(varying(FIRST, 1, event("user 8 failed")))));

        assertThat(
                        Sql.rows(
                                url(),
                                "SELECT repeats, flag, message FROM events ORDER BY window_start, time, nano, sequence, delivery"))
                .containsExactly("7|varying|user 8 failed", "2|varying|user 7 failed");
    }

    private static GatheredEvent varying(String delivery, int group, LogEvent event) {
        return new GatheredEvent(
                SECOND, Windows.group(group), delivery, ProcessCounts.ofUnknown(2), event, GatheredEvent.Flag.VARYING);
    }

    @Test
    void store_varyingRowTheDatabaseRefuses_isPutAsideAsVarying() {
        sink().prepare();
        refuse("poison");

        sink().store(Windows.of(FIRST, varying(FIRST, 1, event("poison"))));

        assertThat(Sql.rows(url(), "SELECT repeats, flag FROM events")).containsExactly("2|rejected");
        try (DeadLetters letters = DeadLetters.open(Databases.target(url()))) {
            assertThat(letters.list(false)).singleElement().satisfies(letter -> assertThat(
                            EventWire.isVarying(letter.raw()))
                    .isTrue());
        }
    }

    @Test
    void store_countWithoutEvent_isFilledByTheSameIdentity() {
        sink().store(Windows.of(FIRST, counted(FIRST, 1, GatheredEvent.Flag.NO_PAYLOAD)));

        sink().store(Windows.of(FIRST, 2, List.of(row(1, 2, event("a")))));
        sink().store(Windows.of(FIRST, 3, List.of(counted(FIRST, 1, GatheredEvent.Flag.NO_PAYLOAD))));

        assertThat(Sql.rows(url(), "SELECT repeats, flag, message, app FROM events"))
                .containsExactly("7||a|shop");
    }

    @Test
    void store_groupsThatDifferInCaseOrBlanks_areApart() {
        List<GatheredEvent> events = new ArrayList<>();
        for (String group : List.of("bob", "Bob", "Bob ", "b\u00f6b")) {
            events.add(new GatheredEvent(
                    SECOND, group, FIRST, ProcessCounts.ofUnknown(1), event("of " + group), GatheredEvent.Flag.NONE));
        }

        sink().store(Windows.of(FIRST, 1, events));
        sink().store(Windows.of(FIRST, 2, events));

        assertThat(Sql.rows(url(), "SELECT message FROM event_windows"))
                .containsExactlyInAnyOrder("of bob", "of Bob", "of Bob ", "of b\u00f6b");
        assertThat(Sql.number(url(), "SELECT count(*) FROM events WHERE group_id = 'Bob'"))
                .isEqualTo(1);
    }

    @Test
    void store_manyRows_areInsertedInTheirOrder() {
        List<GatheredEvent> events = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            events.add(row(i, 1, event("m" + i).toBuilder().sequence(i).build()));
        }
        List<GatheredEvent> late = new ArrayList<>();
        events.forEach(each -> late.add(new GatheredEvent(
                SECOND, each.groupId(), LATE, ProcessCounts.ofUnknown(2), each.event(), GatheredEvent.Flag.NONE)));

        sink().store(Windows.of(FIRST, 1, events));
        sink().store(Windows.of(LATE, 1, late));

        List<String> sequences = new ArrayList<>();
        events.forEach(each -> sequences.add(Long.toString(each.event().sequence())));
        String bySequence =
                "SELECT sequence FROM events WHERE delivery = '%s' ORDER BY window_start, time, nano, sequence, delivery";
        assertThat(Sql.rows(url(), String.format(bySequence, FIRST))).isEqualTo(sequences);
        assertThat(Sql.rows(url(), String.format(bySequence, LATE))).isEqualTo(sequences);
        assertThat(Sql.number(url(), "SELECT sum(repeats) FROM events")).isEqualTo(4_500);
    }

    @Test
    void store_nulsAndLoneSurrogates_becomeReplacementCharacters() {
        LogEvent hostile = event("nul \0 high \ud83d low \ude00 pair \ud83d\ude00").toBuilder()
                .logger("log\0ger")
                .arguments("a\0b", "back\\slash u0000", "\\u0000")
                .build();

        for (int attempt = 1; attempt <= 2; attempt++) {
            String delivery = attempt == 1 ? FIRST : LATE;
            sink().store(Windows.of(delivery, row(delivery, 1, 1, hostile)));
        }

        assertThat(Sql.rows(url(), "SELECT message, logger FROM events"))
                .containsOnly("nul \ufffd high \ufffd low \ufffd pair \ud83d\ude00|log\ufffdger")
                .hasSize(2);
        String arguments = jsonText("arguments", "[0]") + ", " + jsonText("arguments", "[1]") + ", "
                + jsonText("arguments", "[2]");
        assertThat(Sql.rows(url(), "SELECT " + arguments + " FROM events"))
                .containsOnly("a\ufffdb|back\\slash u0000|\\u0000");
    }

    @Test
    void store_timesBeyondTheDatabase_areStoredAsNear() {
        sink().store(Windows.of(
                FIRST,
                row(1, 1, event("past").toBuilder().time(Instant.MIN).build()),
                row(2, 1, event("future").toBuilder().time(Instant.MAX).build())));

        assertThat(Sql.rows(
                        url(),
                        "SELECT message, " + jsonText("cuts", ".time")
                                + " FROM events ORDER BY window_start, time, nano, sequence, delivery"))
                .containsExactly("past|" + Instant.MIN.getEpochSecond(), "future|" + Instant.MAX.getEpochSecond());
    }

    @Test
    void store_drops_areKeptApartAndOnce() {
        DropReport report = new DropReport(
                SECOND, "~drop-1", FIRST, "events", 12, "bufferFull", new Origin("shop", "", "host-1", 1));

        sink().store(Windows.ofDrops(1, report));
        Stored again = sink().store(Windows.ofDrops(2, report));

        assertThat(again.dropped()).isEqualTo(Map.of("bufferFull", 12L));
        assertThat(Sql.rows(url(), "SELECT count, reason, app FROM drops")).containsExactly("12|bufferFull|shop");
        assertThat(Sql.number(url(), "SELECT count(*) FROM events")).isZero();
    }

    @Test
    void store_dropsTheDatabaseRefuses_keepTheirCountsAndTheRestIsStored() {
        sink().prepare();
        String rule = "reason = 'of \u4e2d\u6587' OR app = 'evil'";
        Sql.execute(
                url(),
                url().startsWith(SqliteDatabase.URL_START)
                        ? "CREATE TRIGGER refuse_drops BEFORE INSERT ON drops WHEN "
                                + rule.replace("reason", "new.reason").replace("app", "new.app")
                                + " BEGIN SELECT raise(ABORT, 'no such thing here'); END"
                        : "ALTER TABLE drops ADD CONSTRAINT refuse CHECK (NOT (" + rule + "))");
        Origin origin = new Origin("shop", "", "host-1", 1);
        DropReport fine = new DropReport(SECOND, "~drop-1", FIRST, "events", 12, "bufferFull", origin);
        DropReport foreign = new DropReport(SECOND, "~drop-2", FIRST, "events", 5, "of \u4e2d\u6587", origin);
        DropReport evil =
                new DropReport(SECOND, "~drop-3", FIRST, "events", 7, "closed", new Origin("evil", "", "host-1", 1));

        for (int attempts = 1; attempts <= 2; attempts++) {
            Stored stored = sink().store(new SealedWindow(
                    FIRST,
                    attempts,
                    new EventWindow.Content(List.of(row(1, 3, event("a"))), List.of(fine, foreign, evil), List.of())));

            assertThat(stored.totalDropped()).isEqualTo(24);
            assertThat(Sql.rows(url(), "SELECT count, reason, app FROM drops ORDER BY count"))
                    .containsExactly("5|of \\u4e2d\\u6587|shop", "7|refused|", "12|bufferFull|shop");
            assertThat(Sql.number(url(), "SELECT sum(repeats) FROM events")).isEqualTo(3);
        }
    }

    @Test
    void store_unreadablePayload_isCountedAndPutAside() {
        sink().store(Windows.ofUnreadable(1, new byte[] {0, (byte) 0xff, '{'}));
        Stored again = sink().store(Windows.ofUnreadable(2, new byte[] {0, (byte) 0xff, '{'}));

        assertThat(again).isEqualTo(new Stored(1, 7, 1, 0, Map.of(), Map.of("unreadable", 1L)));
        assertThat(Sql.rows(url(), "SELECT repeats, flag FROM events")).containsExactly("7|unreadable");
        assertThat(Sql.rows(url(), "SELECT length(raw), reason, attempts FROM dead_letters"))
                .containsExactly("3|not an event|2");
    }

    @Test
    void store_rowsTheDatabaseRefuses_arePutAsideAndTheRestIsStored() {
        sink().prepare();
        refuse("poison");
        List<GatheredEvent> events = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            events.add(row(i, 2, event(i % 300 == 7 ? "poison" : "fine")));
        }
        Collections.shuffle(events, new java.util.Random(1));

        Stored stored = sink().store(Windows.of(FIRST, 1, events));

        assertThat(stored).isEqualTo(new Stored(700, 1_400, 0, 0, Map.of(), Map.of("rejected", 3L)));
        assertThat(Sql.number(url(), "SELECT sum(repeats) FROM events")).isEqualTo(1_400);
        assertThat(Sql.rows(url(), "SELECT DISTINCT message FROM events WHERE flag = 'rejected'"))
                .containsExactly("");
        assertThat(Sql.rows(url(), "SELECT reason FROM dead_letters"))
                .hasSize(3)
                .allMatch(reason -> reason.contains("the database did not take it"));
    }

    /** Makes the database refuse events with that message. */
    protected abstract void refuse(String message);

    @Test
    void prepare_tablesOfANewerVersion_areRefused() {
        sink().prepare();
        Sql.execute(
                url(),
                "INSERT INTO centralog_schema_history (installed_rank, version, description, type, script, installed_by,"
                        + " execution_time, success) VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 'x', 1,"
                        + " true)");

        try (Sinks second = Sinks.open(target())) {
            assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                            SinkException.class, () -> second.events().prepare()))
                    .hasMessageContaining("version 99")
                    .hasMessageContaining("newer")
                    .returns(SinkException.Kind.UNUSABLE, SinkException::kind);
        }
    }

    @Test
    void prepare_databaseWithTablesOfOthers_leavesThemAlone() {
        startWithoutTables();
        Sql.execute(url(), "CREATE TABLE others (id integer)");

        sink().prepare();
        sink().store(Windows.of(FIRST, row(1, 1, event("a"))));

        assertThat(Sql.number(url(), "SELECT count(*) FROM events")).isEqualTo(1);
        assertThat(Sql.number(url(), "SELECT count(*) FROM others")).isZero();
    }

    @Test
    void prepare_manyAtOnce_allSucceed() throws Exception {
        for (int round = 0; round < Faults.times(1, 3); round++) {
            String empty = withoutTables();
            List<java.util.concurrent.CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int group = i;
                all.add(java.util.concurrent.CompletableFuture.runAsync(() -> {
                    try (Sinks each = Sinks.open(new SinkTarget(empty, "", "", (severity, message, cause) -> {}))) {
                        each.events().store(Windows.of(FIRST, row(group, 1, event("a"))));
                    }
                }));
            }
            all.forEach(java.util.concurrent.CompletableFuture::join);
            assertThat(Sql.number(empty, "SELECT count(*) FROM events")).isEqualTo(4);
        }
    }
}
