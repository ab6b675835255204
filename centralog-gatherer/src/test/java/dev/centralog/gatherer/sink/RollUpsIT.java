// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static dev.centralog.gatherer.sink.Windows.FIRST;
import static dev.centralog.gatherer.sink.Windows.LATE;
import static dev.centralog.gatherer.sink.Windows.SECOND;
import static dev.centralog.gatherer.sink.Windows.event;
import static dev.centralog.gatherer.sink.Windows.group;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Level;
import dev.centralog.Origin;
import dev.centralog.ProcessInfo;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.testsupport.StoredSums;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of the sums beside the rows of events. */
class RollUpsIT {
    private static final String LEVELS =
            "SELECT l.app, l.environment, l.level, l.release, l.repeats FROM level_minutes l ORDER BY 1, 2, 3, 4";
    private static final int STEPS = 60;

    @TempDir
    Path directory = Path.of("");

    private String empty(Kind kind) {
        return Databases.shared().empty(kind, directory);
    }

    private static Sinks open(String url) {
        return Sinks.open(Databases.target(url));
    }

    private static GatheredEvent row(Instant window, String delivery, int group, ProcessCounts counts) {
        return new GatheredEvent(window, group(group), delivery, counts, event("of " + group), Flag.NONE);
    }

    private static SealedWindow window(String delivery, List<GatheredEvent> rows, Map<String, ProcessInfo> processes) {
        return new SealedWindow(
                delivery,
                1,
                new EventWindow.Content(rows, List.of(), List.of(), new EventWindow.Processes(processes, List.of())));
    }

    @ParameterizedTest
    @EnumSource
    void windows_ofSeveralMinutes_areSummedByGroup(Kind kind) {
        String url = empty(kind);
        try (Sinks sinks = open(url)) {
            for (int second = 0; second < 7_200; second += 600) {
                Instant window = SECOND.plusSeconds(second);
                sinks.events()
                        .store(Windows.of(
                                FIRST,
                                row(window, FIRST, 1, ProcessCounts.of(1, 2)),
                                row(window, FIRST, 2, ProcessCounts.of(2, 3))));
            }
        }

        assertThat(Sql.rows(url, "SELECT repeats FROM group_totals ORDER BY group_id"))
                .containsExactly("24", "36");
        assertThat(Sql.rows(url, "SELECT h.repeats FROM group_hours h WHERE h.groups_id = 1 ORDER BY h.hour"))
                .containsExactly("2", "12", "10");
        assertThat(Sql.rows(url, "SELECT d.repeats FROM group_days d WHERE d.groups_id = 1 ORDER BY d.day"))
                .containsExactly("2", "22");
        assertThat(Sql.number(url, "SELECT count(*) FROM group_minutes")).isEqualTo(24);
        StoredSums.assertAgree(url);
        Sql.execute(url, "DELETE FROM event_rows");
        assertThat(Sql.rows(url, "SELECT repeats FROM group_totals ORDER BY group_id"))
                .containsExactly("24", "36");
    }

    /** Stores random copies of the same deliveries, in any order, by two gatherers: each count once. */
    @ParameterizedTest
    @EnumSource
    void copies_inAnyOrder_areCountedOnce(Kind kind) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String url = empty(kind);
        Map<String, ProcessInfo> processes = Map.of("0000000000000001", info("shop", "", "1.0"));
        List<SealedWindow> all = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            Instant window = SECOND.plusSeconds(20L * random.nextInt(4));
            String delivery = random.nextBoolean() ? FIRST : LATE;
            List<GatheredEvent> rows = new ArrayList<>();
            for (int group = 1; group <= 40; group++) {
                if (random.nextInt(3) > 0) {
                    ProcessCounts counts = ProcessCounts.builder()
                            .add(1, random.nextInt(5))
                            .add(random.nextInt(3), random.nextInt(5))
                            .build();
                    rows.add(
                            random.nextInt(8) > 0
                                    ? row(window, delivery, group, counts)
                                    : new GatheredEvent(
                                            window, group(group), delivery, counts, event(""), Flag.NO_PAYLOAD));
                }
            }
            if (!rows.isEmpty()) {
                all.add(window(delivery, rows, processes));
            }
        }
        try (Sinks one = open(url);
                Sinks two = open(url)) {
            for (int step = 0; step < 2 * STEPS; step++) {
                (random.nextBoolean() ? one : two)
                        .events()
                        .store(all.get(step < all.size() ? step : random.nextInt(all.size())));
                if (step % 20 == 0) {
                    StoredSums.assertAgree(url);
                }
            }
        }
        assertThat(seed).as("seed").isNotZero();
        StoredSums.assertAgree(url);
    }

    private static ProcessInfo info(String app, String environment, String release) {
        return new ProcessInfo(app, environment, release, "web-7", 4711, "");
    }

    @ParameterizedTest
    @EnumSource
    void levels_areSummedByWhatProcessesSayOfThemselves(Kind kind) {
        String url = empty(kind);
        Map<String, ProcessInfo> processes = new HashMap<>();
        processes.put("0000000000000001", info("shop", "production", "1.0"));
        processes.put("0000000000000002", info("shop", "production", "1.1"));
        processes.put("0000000000000003", info("", "", "2.0"));
        ProcessCounts counts = ProcessCounts.builder()
                .add(1, 10)
                .add(2, 20)
                .add(3, 30)
                .add(4, 40)
                .build();
        GatheredEvent warning = new GatheredEvent(
                SECOND,
                group(2),
                FIRST,
                ProcessCounts.of(2, 5),
                event("w").toBuilder().level(Level.WARN).build(),
                Flag.NONE);
        List<GatheredEvent> rows = List.of(row(SECOND, FIRST, 1, counts), warning);
        try (Sinks sinks = open(url)) {
            sinks.events().store(window(FIRST, rows, processes));
            sinks.events().store(window(FIRST, rows, Map.of()));
        }

        assertThat(Sql.rows(url, LEVELS))
                .containsExactly(
                        "shop|production|INFO|1.0|10",
                        "shop|production|INFO|1.1|20",
                        "shop|production|WARN|1.1|5",
                        "shop|test|INFO||40",
                        "shop|test|INFO|2.0|30");
        assertThat(Sql.rows(url, "SELECT h.groups_id, h.release, h.repeats FROM group_hours h ORDER BY 1, 2"))
                .containsExactly("1||40", "1|1.0|10", "1|1.1|20", "1|2.0|30", "2|1.1|5");
        StoredSums.assertAgree(url);
    }

    @ParameterizedTest
    @EnumSource
    void releases_haveTheirFirstAndLastTimes(Kind kind) {
        String url = empty(kind);
        Map<String, ProcessInfo> processes = new HashMap<>();
        processes.put("0000000000000001", info("shop", "production", "1.0"));
        processes.put("0000000000000002", info("shop", "production", "1.1"));
        Instant later = SECOND.plusSeconds(300);
        Instant lastSecond = later.plusSeconds(1);
        try (Sinks one = open(url);
                Sinks two = open(url)) {
            one.events().store(window(FIRST, List.of(row(later, FIRST, 1, ProcessCounts.of(1, 2))), processes));
            two.events().store(window(FIRST, List.of(row(SECOND, FIRST, 1, ProcessCounts.of(1, 2))), processes));
            one.events().store(window(FIRST, List.of(row(lastSecond, FIRST, 1, ProcessCounts.of(2, 2))), processes));
            one.events().store(window(LATE, List.of(row(lastSecond, LATE, 1, ProcessCounts.of(1, 3))), processes));
        }

        assertThat(Sql.rows(url, "SELECT r.release, r.first_seen, r.last_seen FROM group_releases r ORDER BY 1"))
                .isEqualTo(Sql.rows(
                        url,
                        "SELECT p.release, min(p.window_start), max(CASE WHEN p.release = '1.0' AND p.delivery = '"
                                + LATE + "' THEN NULL ELSE p.window_start END) FROM event_processes p"
                                + " GROUP BY p.release ORDER BY 1"));
        StoredSums.assertAgree(url);
    }

    /** Stores events of an application whose processes each give a release of their own. */
    @ParameterizedTest
    @EnumSource
    void releases_beyondTheFirstOfADay_areSummedTogether(Kind kind) {
        String url = empty(kind);
        Map<String, ProcessInfo> processes = new HashMap<>();
        ProcessCounts.Builder counts = ProcessCounts.builder();
        int all = ReleaseNames.MOST + 50;
        for (int process = 1; process <= all; process++) {
            processes.put(String.format("%016x", process), info("shop", "production", "pod-" + process));
            counts.add(process, 1);
        }
        try (Sinks sinks = open(url)) {
            sinks.events().store(window(FIRST, List.of(row(SECOND, FIRST, 1, counts.build())), processes));
        }

        assertThat(Sql.number(url, "SELECT count(*) FROM group_hours")).isEqualTo(ReleaseNames.MOST + 1);
        assertThat(Sql.rows(url, "SELECT h.repeats FROM group_hours h WHERE h.release = '" + ReleaseNames.OTHERS + "'"))
                .containsExactly("50");
        assertThat(Sql.number(url, "SELECT count(*) FROM level_minutes")).isEqualTo(ReleaseNames.MOST + 1);
        StoredSums.assertAgree(url);
    }

    /** Checks names and counts of strangers: the longest, and those that databases can't take as they are. */
    @ParameterizedTest
    @EnumSource
    void namesAndCounts_ofStrangers_areTaken(Kind kind) {
        String url = empty(kind);
        String longest = "\ud83d\ude00".repeat(500);
        GatheredEvent strange = new GatheredEvent(
                SECOND,
                group(1),
                FIRST,
                ProcessCounts.of(1, Long.MAX_VALUE),
                event("a").toBuilder()
                        .level(new Level("l".repeat(300), 9))
                        .origin(new Origin(longest + "a\0", longest + "e", "h", 1))
                        .build(),
                Flag.NONE);
        GatheredEvent again = new GatheredEvent(
                SECOND.plusSeconds(1),
                group(1),
                FIRST,
                ProcessCounts.of(2, Long.MAX_VALUE),
                strange.event(),
                Flag.NONE);
        try (Sinks sinks = open(url)) {
            sinks.events().store(Windows.of(FIRST, strange));
            sinks.events().store(Windows.of(FIRST, again));
        }

        for (String table :
                List.of("group_minutes", "group_hours", "group_days", "level_minutes", "level_hours", "group_totals")) {
            assertThat(Sql.rows(url, "SELECT repeats FROM " + table))
                    .as(table)
                    .containsExactly(Long.toString(Long.MAX_VALUE));
        }
    }

    /** Checks rows whose names are the same once they are stored, in one delivery, and stored again. */
    @ParameterizedTest
    @EnumSource
    void groups_thatAreTheSameOnceStored_areSummedAsTheirRowIs(Kind kind) {
        String url = empty(kind);
        List<GatheredEvent> rows = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            rows.add(row(SECOND, FIRST, i, ProcessCounts.of(1, 1)));
        }
        for (String name : List.of("a\0", "a\ufffd", "a\ud800")) {
            ProcessCounts counts = ProcessCounts.of(rows.size(), rows.size());
            rows.add(new GatheredEvent(SECOND, name, FIRST, counts, event(name), Flag.NONE));
        }
        Collections.shuffle(rows, new Random(1));
        try (Sinks sinks = open(url)) {
            sinks.events().store(Windows.of(FIRST, 1, rows));
            StoredSums.assertAgree(url);
            sinks.events().store(Windows.of(FIRST, 2, rows));
        }

        StoredSums.assertAgree(url);
        assertThat(Sql.rows(url, "SELECT count(*), sum(repeats) FROM events")).containsExactly("601|2403");
    }

    /** Checks groups whose id the database refuses, and so are stored under another one. */
    @ParameterizedTest
    @EnumSource
    void groupThatTheDatabaseRefuses_isSummedUnderTheIdOfItsRow(Kind kind) {
        String url = empty(kind);
        try (Sinks sinks = open(url)) {
            sinks.events().prepare();
            String refused = "group_id = '" + group(7) + "'";
            Sql.execute(
                    url,
                    kind == Kind.SQLITE
                            ? "CREATE TRIGGER refuse BEFORE INSERT ON groups WHEN new." + refused
                                    + " BEGIN SELECT raise(ABORT, 'no such thing here'); END"
                            : "ALTER TABLE groups ADD CONSTRAINT refuse CHECK (NOT (" + refused + "))");
            List<GatheredEvent> rows = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                rows.add(row(SECOND, FIRST, i, ProcessCounts.of(1, 3)));
            }
            for (int attempt = 1; attempt <= 3; attempt++) {
                sinks.events().store(Windows.of(FIRST, attempt, rows));
                StoredSums.assertAgree(url);
            }
        }

        assertThat(Sql.rows(url, "SELECT repeats, flag FROM group_totals WHERE group_id LIKE '~x%'"))
                .containsExactly("3|rejected");
    }

    @ParameterizedTest
    @EnumSource
    void deliveries_areNotedOnce(Kind kind) {
        String url = empty(kind);
        try (Sinks sinks = open(url)) {
            sinks.events().store(Windows.of(FIRST, row(SECOND, FIRST, 1, ProcessCounts.of(1, 1))));
            sinks.actions().store(Slices.first(Slices.action("bob", "view", 3)));
            List<String> first = Sql.rows(url, "SELECT * FROM deliveries ORDER BY stream");
            sinks.events().store(Windows.of(FIRST, 2, List.of(row(SECOND, FIRST, 1, ProcessCounts.of(1, 1)))));
            sinks.actions().store(Slices.first(Slices.action("bob", "view", 3)));

            assertThat(Sql.rows(url, "SELECT * FROM deliveries ORDER BY stream"))
                    .isEqualTo(first);
        }
        assertThat(Sql.rows(url, "SELECT stream, delivery FROM deliveries ORDER BY stream"))
                .hasSize(2)
                .contains("events|" + FIRST);
    }
}
