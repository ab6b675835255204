// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static dev.centralog.gatherer.sink.Windows.FIRST;
import static dev.centralog.gatherer.sink.Windows.SECOND;
import static dev.centralog.gatherer.sink.Windows.event;
import static dev.centralog.gatherer.sink.Windows.group;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.LogEvent;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.testkit.Faults;
import dev.centralog.testsupport.StoredSums;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the table {@code groups}. */
class GroupsIT {
    private static final String SHOWN = "SELECT flag, message FROM groups ORDER BY group_id";
    private static final int GROUPS = 700;
    private static final int ROUNDS = Faults.times(3, 8);

    @TempDir
    Path directory = Path.of("");

    private String empty(Kind kind) {
        return Databases.shared().empty(kind, directory);
    }

    private static Sinks open(String url) {
        return Sinks.open(Databases.target(url));
    }

    private static GatheredEvent row(Instant window, int group, Flag flag, LogEvent event) {
        return new GatheredEvent(window, group(group), FIRST, ProcessCounts.ofUnknown(2), event, flag);
    }

    private static SealedWindow seen(Instant window, int... groups) {
        List<GatheredEvent> events = new ArrayList<>();
        for (int group : groups) {
            events.add(row(window, group, Flag.NONE, event("of " + group + " at " + window)));
        }
        return Windows.of(FIRST, 1, events);
    }

    private static List<String> times(String url, Kind kind) {
        String text = kind == Kind.POSTGRESQL ? "extract(epoch FROM %s)::bigint" : "%s";
        return Sql.rows(
                        url,
                        "SELECT " + String.format(text, "first_seen") + ", " + String.format(text, "last_seen")
                                + " FROM groups ORDER BY group_id")
                .stream()
                .map(row -> seconds(row.split("\\|")[0]) + "|" + seconds(row.split("\\|")[1]))
                .toList();
    }

    private static long seconds(String time) {
        return time.matches("\\d+")
                ? Long.parseLong(time)
                : Instant.parse(time.substring(0, 19).replace(' ', 'T') + "Z").getEpochSecond();
    }

    private static String between(Instant first, Instant last) {
        return first.getEpochSecond() + "|" + last.getEpochSecond();
    }

    @ParameterizedTest
    @EnumSource
    void store_windowsOfAGroup_widenItsTimesAndKeepItsFirstEvent(Kind kind) {
        String url = empty(kind);
        Instant later = SECOND.plusSeconds(2);
        Instant earlier = SECOND.minusSeconds(90);
        try (Sinks one = open(url);
                Sinks two = open(url)) {
            one.events().store(seen(SECOND, 1, 2));
            one.events().store(seen(later, 1));
            two.events().store(seen(earlier, 2, 3));
            one.events().store(seen(later.plusSeconds(1), 3));
        }

        assertThat(times(url, kind))
                .containsExactly(
                        between(SECOND, later), between(earlier, SECOND), between(earlier, later.plusSeconds(1)));
        assertThat(Sql.rows(url, SHOWN))
                .containsExactly("|of 1 at " + SECOND, "|of 2 at " + SECOND, "|of 3 at " + earlier);
        assertThat(Sql.rows(url, "SELECT id FROM groups ORDER BY group_id")).containsExactly("1", "2", "3");
        StoredSums.assertAgree(url);
    }

    @ParameterizedTest
    @EnumSource
    void store_windowsOfAClockThatWasAhead_areSeenWhenTheyAreStored(Kind kind) {
        String url = empty(kind);
        Instant future = Instant.parse("2100-01-01T00:00:00Z");
        Instant before = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
        try (Sinks sinks = open(url)) {
            sinks.events()
                    .store(Windows.of(
                            FIRST,
                            row(future, 1, Flag.NONE, event("a")),
                            row(future, 2, Flag.OTHER_TIME, event("b")),
                            row(future, 3, Flag.NO_PAYLOAD, event(""))));
            sinks.events()
                    .store(Windows.of(
                            FIRST,
                            row(SECOND, 4, Flag.OTHER_TIME, event("d")),
                            row(SECOND.plusSeconds(3600), 5, Flag.VARYING, event("e"))));
        }

        String now = between(Clock.systemUTC().instant(), Clock.systemUTC().instant());
        assertThat(times(url, kind)).hasSize(5).allSatisfy(times -> assertThat(times)
                .isBetween(between(before, before), now));
    }

    @ParameterizedTest
    @EnumSource
    void rowsOfEvents_thatAreDeleted_leaveTheirGroup(Kind kind) {
        String url = empty(kind);
        Instant later = SECOND.plusSeconds(86_400);
        try (Sinks sinks = open(url)) {
            sinks.events().store(seen(SECOND, 1));
            Sql.execute(url, "DELETE FROM event_rows");
            sinks.events().store(seen(later, 1));
        }

        assertThat(times(url, kind)).containsExactly(between(SECOND, later));
        assertThat(Sql.rows(url, SHOWN)).containsExactly("|of 1 at " + SECOND);
    }

    @ParameterizedTest
    @EnumSource
    void group_thatSomebodyHasDeleted_isAddedAgain(Kind kind) {
        String url = empty(kind);
        try (Sinks sinks = open(url)) {
            sinks.events().store(seen(SECOND, 1, 2));
            Sql.execute(url, "DELETE FROM groups WHERE group_id = '" + group(1) + "'");
            sinks.events().store(seen(SECOND.plusSeconds(60), 1, 2));
            assertThat(Sql.rows(url, SHOWN))
                    .containsExactly("|of 1 at " + SECOND.plusSeconds(60), "|of 2 at " + SECOND);
            Sql.execute(url, "DELETE FROM groups");
        }
        try (Sinks sinks = open(url)) {
            sinks.events().store(seen(SECOND.plusSeconds(120), 1, 2));
        }

        assertThat(Sql.rows(url, "SELECT id FROM groups ORDER BY group_id")).containsExactly("4", "5");
    }

    @ParameterizedTest
    @EnumSource
    void countWithoutEvent_isFilledByTheFirstThatComes(Kind kind) {
        String url = empty(kind);
        try (Sinks one = open(url);
                Sinks two = open(url)) {
            List<Flag> flags = List.of(Flag.NO_PAYLOAD, Flag.UNREADABLE, Flag.OVERFLOW);
            for (int i = 0; i < flags.size(); i++) {
                one.events().store(Windows.of(FIRST, row(SECOND.plusSeconds(i), 1, flags.get(i), event(""))));
            }
            assertThat(Sql.rows(url, SHOWN)).containsExactly("noPayload|");

            two.events().store(seen(SECOND.plusSeconds(60), 1));
            one.events().store(seen(SECOND.plusSeconds(61), 1));
        }

        assertThat(Sql.rows(url, SHOWN)).containsExactly("|of 1 at " + SECOND.plusSeconds(60));
        StoredSums.assertAgree(url);
    }

    @ParameterizedTest
    @EnumSource
    void eventTheDatabaseRefuses_isNotShownUntilOneComesThatItTakes(Kind kind) {
        String url = empty(kind);
        try (Sinks sinks = open(url)) {
            sinks.events().prepare();
            refusePoison(url, "event_rows");
            refusePoison(url, "groups");
            sinks.events()
                    .store(Windows.of(
                            FIRST,
                            row(SECOND, 1, Flag.NONE, event("poison")),
                            row(SECOND, 2, Flag.NONE, event("fine"))));
            assertThat(Sql.rows(url, SHOWN)).containsExactly("rejected|", "|fine");

            sinks.events().store(seen(SECOND.plusSeconds(1), 1));
        }

        assertThat(Sql.rows(url, SHOWN)).containsExactly("|of 1 at " + SECOND.plusSeconds(1), "|fine");
        StoredSums.assertAgree(url);
    }

    @ParameterizedTest
    @EnumSource
    void eventThatOnlyTheTableOfGroupsRefuses_isPutAside(Kind kind) {
        String url = empty(kind);
        try (Sinks sinks = open(url)) {
            sinks.events().prepare();
            refusePoison(url, "groups");
            for (int second = 0; second < 2; second++) {
                sinks.events()
                        .store(Windows.of(
                                FIRST,
                                row(SECOND.plusSeconds(second), 1, Flag.NONE, event("poison")),
                                row(SECOND.plusSeconds(second), 2, Flag.NONE, event("fine"))));
            }
        }

        assertThat(Sql.rows(url, SHOWN)).containsExactly("rejected|", "|fine");
        assertThat(Sql.rows(url, "SELECT flag, message, count(*) FROM events GROUP BY flag, message ORDER BY flag"))
                .containsExactly("|fine|2", "rejected||2");
        assertThat(Sql.rows(url, "SELECT count(*) FROM dead_letters WHERE reason LIKE '%did not take it%'"))
                .containsExactly("2");
    }

    private static void refusePoison(String url, String table) {
        if (url.startsWith(SqliteDatabase.URL_START)) {
            for (String change : List.of("INSERT", "UPDATE")) {
                Sql.execute(
                        url,
                        "CREATE TRIGGER refuse_" + table + "_" + change + " BEFORE " + change + " ON " + table
                                + " WHEN new.message = 'poison' BEGIN SELECT raise(ABORT, 'no such thing here'); END");
            }
        } else {
            Sql.execute(
                    url, "ALTER TABLE " + table + " ADD CONSTRAINT refuse_" + table + " CHECK (message <> 'poison')");
        }
    }

    /** Lets two sinks store seconds with the same groups at the same time, in opposite orders. */
    @ParameterizedTest
    @EnumSource
    void groups_writtenAtOnceByTwo_areWrittenOnceAndNeitherIsStuck(Kind kind) {
        String url = empty(kind);
        CyclicBarrier together = new CyclicBarrier(2);
        try (Sinks one = open(url);
                Sinks two = open(url)) {
            one.events().prepare();
            CompletableFuture.allOf(
                            CompletableFuture.runAsync(() -> storeAll(one, together, 0)),
                            CompletableFuture.runAsync(() -> storeAll(two, together, 1)))
                    .join();
        }

        assertThat(Sql.number(url, "SELECT count(*) FROM groups")).isEqualTo(GROUPS * (ROUNDS + 1L) / 2);
        StoredSums.assertAgree(url);
    }

    private static void storeAll(Sinks sinks, CyclicBarrier together, int which) {
        for (int round = 0; round < ROUNDS; round++) {
            Instant window = SECOND.plusSeconds(2L * round + which);
            List<GatheredEvent> events = new ArrayList<>();
            for (int group = 0; group < GROUPS; group++) { // half of them are new in each round
                int number = round * GROUPS / 2 + group;
                events.add(row(window, number, Flag.NONE, event("of " + number)));
            }
            if (which == 1) {
                Collections.reverse(events);
            }
            try {
                together.await();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            Windows.storeWithRetries(sinks, FIRST, events);
        }
    }

    /** Stores more groups than are remembered, twice. */
    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void groups_beyondThoseThatAreRemembered_areReadAgain(Kind kind) {
        String url = empty(kind);
        int[] groups = new int[WrittenGroups.MOST + 600];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = i;
        }
        try (Sinks sinks = open(url)) {
            sinks.events().store(seen(SECOND, groups));
            sinks.events().store(seen(SECOND.plusSeconds(1), groups));
        }

        assertThat(Sql.number(url, "SELECT count(*) FROM groups")).isEqualTo(groups.length);
        StoredSums.assertAgree(url);
    }
}
