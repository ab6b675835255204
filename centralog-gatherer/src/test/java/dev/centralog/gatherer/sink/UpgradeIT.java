// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWire;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.stored.DeadLetter;
import dev.centralog.gatherer.stored.DeadLetters;
import dev.centralog.gatherer.stored.Decisions;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.StoredEvents;
import dev.centralog.gatherer.stored.StoredGroups;
import dev.centralog.gatherer.stored.StoredLog;
import dev.centralog.gatherer.triage.Decision;
import dev.centralog.gatherer.triage.TriageAction;
import dev.centralog.testkit.Faults;
import dev.centralog.testsupport.StoredSums;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of databases as earlier versions left them. */
class UpgradeIT {
    private static final Instant IN_THE_FUTURE = Instant.parse("2100-01-01T00:00:00Z");

    private static final String HOURS =
            "SELECT l.hour, l.app, l.environment, l.level, l.release, l.repeats FROM level_hours l ORDER BY 1, 2, 3, 4, 5";
    private static final String DAYS =
            "SELECT d.groups_id, d.day, d.release, d.repeats FROM group_days d ORDER BY 1, 2, 3";

    @TempDir
    Path directory = Path.of("");

    /** Returns an empty database as that version made it. */
    private SinkTarget emptyOfVersion(int version, Kind kind) {
        SinkTarget target = Databases.target(Databases.shared().withoutTables(kind, directory));
        migrate(target, version);
        return target;
    }

    /** Brings a database to that version, or to the last one before it if there is no such. */
    static void migrate(SinkTarget target, int version) {
        FluentConfiguration flyway = Flyway.configure()
                .table(Schema.HISTORY_TABLE)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .target(version + "?");
        Database.of(target).configure(flyway);
        flyway.load().migrate();
    }

    /** Returns a database as the version that knew only events made it, with a row in each table. */
    private SinkTarget ofVersion1(Kind kind) {
        SinkTarget target = emptyOfVersion(1, kind);
        Database database = Database.of(target);
        String second = "'" + database.timeText(Windows.SECOND) + "'";
        String identity = second + ", '" + Windows.group(1) + "', '" + Windows.FIRST + "'";
        String raw = HexFormat.of().formatHex(EventWire.encode(Windows.event("back again")));
        String bytes = kind == Kind.POSTGRESQL ? "'\\x" + raw + "'" : "x'" + raw + "'";
        Sql.execute(
                target.url(),
                "INSERT INTO events (window_start, group_id, delivery, repeats, time, nano, level, severity, thread_id,"
                        + " thread_priority, app, environment, host, pid, sequence, flag, message) VALUES (" + identity
                        + ", 7, " + second + ", 0, 'INFO', 9, 1, 5, 'shop', '', 'h', 1, 1, 'unreadable', '')");
        Sql.execute(
                target.url(),
                "INSERT INTO drops (window_start, group_id, delivery, count, reason, app, environment, host, pid)"
                        + " VALUES (" + second + ", '~drop-1', '" + Windows.FIRST
                        + "', 12, 'bufferFull', 'shop', '', 'h', 1)");
        Sql.execute(
                target.url(),
                "INSERT INTO dead_letters (window_start, group_id, delivery, raw, reason, attempts, first_seen) VALUES ("
                        + identity + ", " + bytes + ", 'no event', 1, " + second + ")");
        return target;
    }

    @ParameterizedTest
    @EnumSource
    void open_toRead_tellsThatTheTablesAreOlder(Kind kind) {
        SinkTarget target = ofVersion1(kind);

        assertThatThrownBy(() -> StoredEvents.open(target).close())
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("older than this version: a gatherer makes or upgrades them when it starts");
    }

    @ParameterizedTest
    @EnumSource
    void prepare_rowsOfTheVersionBefore_areKeptAndGoOn(Kind kind) {
        SinkTarget target = ofVersion1(kind);

        try (Sinks sinks = Sinks.open(target)) {
            sinks.actions().prepare();
            sinks.events().store(Windows.of(Windows.LATE, Windows.row(Windows.LATE, 1, 2, Windows.event("late"))));
            sinks.actions().store(Slices.first(Slices.action("bob", "view", 3)));
        }

        assertThat(Sql.rows(target.url(), "SELECT count, stream FROM drops")).containsExactly("12|events");
        assertThat(Sql.rows(target.url(), "SELECT repeats, deliveries, message FROM event_windows"))
                .containsExactly("9|2|late");
        assertThat(Sql.rows(target.url(), "SELECT user_id, count FROM action_slice"))
                .containsExactly("bob|3");
        try (DeadLetters letters = DeadLetters.open(target);
                StoredEvents events = StoredEvents.open(target)) {
            DeadLetter letter = letters.list(false).get(0);
            assertThat(letter.stream()).isEqualTo(DropReport.EVENTS);
            assertThat(letters.replay(letter)).isNull();
            assertThat(events.last(EventQuery.ALL, 10))
                    .extracting(each -> each.event().message())
                    .containsExactlyInAnyOrder("late", "back again");
        }
    }

    /** Inserts a row as versions before samples did. */
    private static void insertEvent(SinkTarget target, int group, long repeats, String flag) {
        String second = "'" + Database.of(target).timeText(Windows.SECOND) + "'";
        Sql.execute(
                target.url(),
                "INSERT INTO events (window_start, group_id, delivery, repeats, time, nano, level, severity, thread_id,"
                        + " thread_priority, app, environment, host, pid, sequence, flag, message) VALUES (" + second
                        + ", '" + Windows.group(group) + "', '" + Windows.FIRST + "', " + repeats + ", " + second
                        + ", 0, 'INFO', 9, 1, 5, 'shop', '', 'h', 1, 1, '" + flag + "', 'of " + group + "')");
    }

    @ParameterizedTest
    @EnumSource
    void prepare_rowsOfVersionsBeforeSamples_haveTheirOwnEventInFullOrNone(Kind kind) {
        for (int version = 3; version <= 4; version++) {
            SinkTarget target = emptyOfVersion(version, kind);
            insertEvent(target, 1, 7, "");
            insertEvent(target, 2, 1, "otherTime");
            insertEvent(target, 3, 2, "noPayload");
            insertEvent(target, 4, 0, "");
            insertEvent(target, 5, 3, "rejected");
            insertEvent(target, 6, 9, "overflow");

            try (Sinks sinks = Sinks.open(target)) {
                sinks.events().store(Windows.of(Windows.FIRST, Windows.row(3, 2, Windows.event("filled"))));
            }

            assertThat(Sql.rows(target.url(), "SELECT repeats, in_full, borrowed FROM events ORDER BY group_id"))
                    .containsExactly("7|1|0", "1|1|0", "2|1|0", "0|0|1", "3|0|0", "9|0|0");
            assertThat(Sql.rows(target.url(), "SELECT message FROM event_details ORDER BY group_id"))
                    .containsExactly("of 1", "of 2", "filled");
            assertThat(Sql.rows(target.url(), "SELECT message FROM event_windows WHERE complete ORDER BY group_id"))
                    .containsExactly("of 2", "of 4");
        }
    }

    /** Inserts rows of several seconds and groups, of each the later ones first. */
    private static void insertGroups(SinkTarget target) {
        for (int second = 3; second >= 0; second--) {
            for (int group = 1; group <= 3; group++) {
                Instant window = group == 3 ? IN_THE_FUTURE : Windows.SECOND.plusSeconds(second * 60L + group);
                String flag = group == 2 && second > 1 ? "noPayload" : "";
                String shown = "'" + Database.of(target).timeText(window) + "'";
                Sql.execute(
                        target.url(),
                        "INSERT INTO events (window_start, group_id, delivery, repeats, time, nano, level, severity,"
                                + " thread_id, thread_priority, app, environment, host, pid, sequence, flag, message)"
                                + " VALUES (" + shown + ", '" + Windows.group(group) + "', 'd:" + second + "', 7, "
                                + shown + ", 0, 'INFO', 9, 1, 5, 'shop', '', 'h', 1, 1, '" + flag + "', 'of " + group
                                + " in " + second + "')");
            }
        }
    }

    private static void assertGroups(SinkTarget target) {
        assertThat(Sql.rows(target.url(), "SELECT id, flag, message, app FROM groups ORDER BY group_id"))
                .containsExactly("1||of 1 in 3|shop", "3||of 2 in 1|shop", "2||of 3 in 3|shop");
        assertThat(Sql.number(target.url(), "SELECT count(*) FROM groups WHERE last_seen > '2090-01-01T00:00:00'"))
                .isZero();
        StoredSums.assertAgree(target.url());
    }

    @ParameterizedTest
    @EnumSource
    void prepare_rowsOfVersionsBeforeGroups_haveTheirGroups(Kind kind) {
        for (int version = 3; version <= 5; version++) {
            SinkTarget target = emptyOfVersion(version, kind);
            insertGroups(target);

            try (Sinks sinks = Sinks.open(target)) {
                sinks.events().prepare();
                assertGroups(target);
                sinks.events().store(Windows.of(Windows.LATE, Windows.row(Windows.LATE, 4, 2, Windows.event("new"))));
            }
            assertThat(Sql.rows(target.url(), "SELECT id, message FROM groups WHERE message = 'new'"))
                    .containsExactly("4|new");
            StoredSums.assertAgree(target.url());
        }
    }

    @ParameterizedTest
    @EnumSource
    void prepare_familiesOfTheVersionBeforeDecisions_canBeDecidedOn(Kind kind) {
        SinkTarget target = emptyOfVersion(13, kind);
        Sql.execute(
                target.url(),
                "INSERT INTO families (family_id, place_id, rules, is_place, level, severity, app, template) VALUES"
                        + " ('f00d', 'cafe', 1, 0, 'ERROR', 17, 'shop', 'order {} failed')");
        Decision decision = new Decision(TriageAction.RESOLVE, "1.0", "a note", "ann", Windows.SECOND);
        assertThatThrownBy(() -> StoredGroups.open(target).close()).hasMessageContaining("older than this version");

        try (Sinks sinks = Sinks.open(target)) {
            sinks.events().prepare();
        }
        try (StoredGroups stored = StoredGroups.open(target)) {
            assertThat(stored.triage().of("f00d")).isNull();
            Decisions.store(target, "f00d", decision);
            assertThat(stored.triage().history("f00d")).containsExactly(decision);
            assertThat(Objects.requireNonNull(stored.triage().of("f00d")).label())
                    .isEqualTo("resolved");
        }
    }

    /** Makes the tables of version 15 again, from those before it: of an hour whose minutes are not all there, by the groups. */
    @ParameterizedTest
    @EnumSource
    void prepare_sumsOfVersion13_areSummedByHourAndDay(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        try (StoredLog log = new StoredLog(url)) {
            Instant first = Windows.SECOND.minusSeconds(30 * 3600);
            for (int n = 0; n < 40; n++) {
                StoredLog.Runner process = StoredLog.process(n % 3, n % 2 == 0 ? "test" : "production", "1." + n % 3);
                LogEvent event = StoredLog.event(n % 2 == 0 ? Level.WARN : Level.INFO, "order {} of " + n % 4);
                log.log(first.plusSeconds(2_777L * n), process, event, 1 + n);
                log.log(first.plusSeconds(2_777L * n), process, event, 1L << 40);
            }
            log.store();
        }
        StoredSums.assertAgree(url);
        List<String> hours = Sql.rows(url, HOURS);
        List<String> days = Sql.rows(url, DAYS);
        Sql.execute(url, "DROP TABLE level_hours");
        Sql.execute(url, "DROP TABLE group_days");
        Sql.execute(url, "DELETE FROM " + Schema.HISTORY_TABLE + " WHERE version IN ('15', '16')");
        List.of("alerts", "alert_messages", "alert_watch").forEach(each -> Sql.execute(url, "DROP TABLE " + each));
        Sql.execute(
                url,
                "DELETE FROM level_minutes WHERE minute < '2026-01-30T22:00:00' AND environment = 'production'"
                        + " AND level = 'INFO'");
        try (Sinks sinks = Sinks.open(Databases.target(url))) {
            sinks.events().prepare();
        }

        assertThat(Sql.rows(url, HOURS)).hasSizeGreaterThan(30).isEqualTo(hours);
        assertThat(Sql.rows(url, DAYS)).hasSizeGreaterThan(3).isEqualTo(days);
    }

    /** Tests a gatherer that was killed behind each of the statements; in the short form, behind one of each version. */
    @Test
    void prepare_onMariaDbEndedWithinAVersionFrom6On_startsItAgain() {
        for (String script : List.of(
                "V6__groups.sql",
                "V7__roll_ups.sql",
                "V8__complete_up_to.sql",
                "V9__retention_marks.sql",
                "V10__throwables.sql",
                "V11__event_rows.sql",
                "V12__full_text.sql",
                "V13__families.sql",
                "V14__triage.sql",
                "V15__hours_and_days.sql",
                "V16__alerts.sql")) {
            List<String> statements = statements("mariadb", script);
            int size = statements.size();
            for (int done = Faults.isLong() ? 1 : (size + 1) / 2; done <= size; done += Faults.isLong() ? 1 : size) {
                SinkTarget target = emptyOfVersion(5, Kind.MARIADB);
                insertGroups(target);
                migrate(target, version(script) - 1);
                Sql.executeAll(target.url(), statements.subList(0, done));

                try (Sinks sinks = Sinks.open(target)) {
                    sinks.events().prepare();
                }
                assertGroups(target);
            }
        }
    }

    private static int version(String script) {
        return Integer.parseInt(script.substring(1, script.indexOf('_')));
    }

    /** Returns the statements of a script in the folder of a database. */
    static List<String> statements(String folder, String script) {
        try (InputStream stream =
                Schema.class.getResourceAsStream("/dev/centralog/gatherer/schema/" + folder + "/" + script)) {
            String sql = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("(?m)^--.*$", "")
                    .replace("${collation}", "utf8mb4_nopad_bin");
            return Stream.of(sql.split(";"))
                    .map(String::strip)
                    .filter(each -> !each.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tests a migration that fails in the middle, as on a full disk. */
    @ParameterizedTest
    @ValueSource(strings = {"groups_filling", "group_totals", "deliveries"})
    void prepare_onMariaDbBrokenOffAtTheGroups_startsItAgain(String inTheWay) {
        SinkTarget target = emptyOfVersion(5, Kind.MARIADB);
        insertGroups(target);
        Sql.execute(target.url(), "CREATE TABLE " + inTheWay + " (id integer)");
        try (Sinks sinks = Sinks.open(target)) {
            assertThatThrownBy(sinks.events()::prepare).isInstanceOf(SinkException.class);
            assertThatThrownBy(sinks.events()::prepare).isInstanceOf(SinkException.class);

            Sql.execute(target.url(), "DROP TABLE " + inTheWay);
            sinks.events().prepare();
        }

        assertGroups(target);
    }

    /** Tests with a table in the way of the samples, and one in the way of their view. */
    @ParameterizedTest
    @ValueSource(strings = {"event_samples", "processes", "process_signs", "event_details"})
    void prepare_onMariaDbBrokenOffAtTheSamples_goesOnAfterTheDocumentedRepair(String inTheWay) {
        SinkTarget target = ofVersion1(Kind.MARIADB);
        Sql.execute(target.url(), "CREATE TABLE " + inTheWay + " (id integer)");
        try (Sinks sinks = Sinks.open(target)) {
            assertThatThrownBy(sinks.events()::prepare).hasMessageContaining("'A migration that broke off'");
        }

        Sql.execute(target.url(), "DROP TABLE " + inTheWay);
        DocumentedSql.blockWith("DROP VIEW IF EXISTS event_details").forEach(each -> Sql.execute(target.url(), each));

        try (Sinks sinks = Sinks.open(target)) {
            sinks.events().store(Windows.of(Windows.LATE, Windows.row(Windows.LATE, 1, 2, Windows.event("late"))));
        }
        assertThat(Sql.rows(target.url(), "SELECT repeats, in_full FROM events ORDER BY repeats"))
                .containsExactly("2|1", "7|0");
    }

    /** Tests with a table in the way that stops the first or the last statement of the migration. */
    @ParameterizedTest
    @ValueSource(strings = {"CREATE TABLE actions (id integer)", "CREATE TABLE action_daily (id integer)"})
    void prepare_onMariaDbBrokenOff_goesOnAfterTheDocumentedRepair(String inTheWay) {
        SinkTarget target = ofVersion1(Kind.MARIADB);
        Sql.execute(target.url(), inTheWay);
        try (Sinks sinks = Sinks.open(target)) {
            assertThatThrownBy(sinks.actions()::prepare).hasMessageContaining("'A migration that broke off'");
        }

        Sql.execute(target.url(), "DROP TABLE IF EXISTS action_daily");
        DocumentedSql.blockWith("DROP TABLE IF EXISTS actions").forEach(each -> Sql.execute(target.url(), each));

        try (Sinks sinks = Sinks.open(target)) {
            sinks.actions().store(Slices.first(Slices.action("bob", "view", 3)));
        }
        assertThat(Sql.rows(target.url(), "SELECT user_id, count FROM action_slice"))
                .containsExactly("bob|3");
        assertThat(Sql.rows(target.url(), "SELECT repeats FROM events")).containsExactly("7");
        assertThat(Sql.rows(target.url(), "SELECT count, stream FROM drops")).containsExactly("12|events");
        assertThat(Sql.rows(target.url(), "SELECT stream FROM dead_letters")).containsExactly("events");
    }

    /** Tests a migration that has added the column, but can't make the view. */
    @Test
    void prepare_onMariaDbBrokenOffBehindTheColumn_goesOnAfterTheDocumentedRepair() {
        SinkTarget target = ofVersion1(Kind.MARIADB);
        Sql.execute(target.url(), "CREATE TABLE event_processes (id integer)");
        try (Sinks sinks = Sinks.open(target)) {
            assertThatThrownBy(sinks.events()::prepare).hasMessageContaining("'A migration that broke off'");
        }

        Sql.execute(target.url(), "DROP TABLE event_processes");
        DocumentedSql.blockWith("DROP VIEW IF EXISTS event_processes").forEach(each -> Sql.execute(target.url(), each));

        try (Sinks sinks = Sinks.open(target)) {
            sinks.events().store(Windows.of(Windows.LATE, Windows.row(Windows.LATE, 1, 2, Windows.event("late"))));
        }
        assertThat(Sql.rows(target.url(), "SELECT process, repeats FROM event_processes ORDER BY repeats"))
                .containsExactly("0000000000000000|2", "0000000000000000|7");
    }
}
