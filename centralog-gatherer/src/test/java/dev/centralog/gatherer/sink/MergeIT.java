// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static dev.centralog.gatherer.sink.Windows.FIRST;
import static dev.centralog.gatherer.sink.Windows.SECOND;
import static dev.centralog.gatherer.sink.Windows.event;
import static dev.centralog.gatherer.sink.Windows.group;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gather.EventWindow;
import dev.centralog.gather.EventWire;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.UnreadablePayload;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.stored.DeadLetters;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.StoredEvent;
import dev.centralog.gatherer.stored.StoredEvents;
import dev.centralog.testkit.Faults;
import dev.centralog.testsupport.StoredSums;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of differing copies of one delivery, as two copies of one Redis leave them that have gone on apart. */
class MergeIT {
    private static final String ROWS =
            "SELECT group_id, repeats, processes, flag, message FROM events ORDER BY group_id, delivery";
    private static final int STEPS = 60;
    private static final int ROUNDS = Faults.times(5, 10);
    private static final int GROUPS = 1_200;

    @TempDir
    Path directory = Path.of("");

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<String> urls = new ArrayList<>();

    private String empty(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        urls.add(url);
        return url;
    }

    @AfterEach
    void sumsAgree() {
        urls.forEach(StoredSums::assertAgree);
    }

    private Sinks open(String url) {
        return Sinks.open(new SinkTarget(url, "", "", (severity, message, cause) -> {
            if (message.contains("was stored before")) {
                said.add(message);
            }
        }));
    }

    /** Returns the counts of the processes 1, 2, 3 and so on; a negative number stands for no count. */
    private static ProcessCounts counts(long... byProcess) {
        ProcessCounts.Builder counts = ProcessCounts.builder();
        for (int i = 0; i < byProcess.length; i++) {
            if (byProcess[i] >= 0) {
                counts.add(1 + i, byProcess[i]);
            }
        }
        return counts.build();
    }

    private static GatheredEvent row(int group, ProcessCounts counts) {
        return new GatheredEvent(SECOND, group(group), FIRST, counts, event("of " + group), Flag.NONE);
    }

    private static GatheredEvent bare(int group, ProcessCounts counts) {
        GatheredEvent bare = Windows.counted(FIRST, group, Flag.NO_PAYLOAD);
        return new GatheredEvent(SECOND, group(group), FIRST, counts, bare.event(), Flag.NO_PAYLOAD);
    }

    /**
     * Returns this side's copy: process 1 is on both sides, and went on here; 2 is on both, and went on there; 3 is here only.
     */
    private static SealedWindow here() {
        return Windows.of(
                FIRST, row(1, counts(10, 20, 30)), row(2, counts(7)), bare(4, counts(5, 1)), row(5, counts(3)));
    }

    /** Returns the other side's copy: process 4 is there only, and so is group 3. */
    private static SealedWindow there() {
        return Windows.of(
                FIRST, row(1, counts(4, 25, -1, 40)), row(3, counts(-1, 9)), row(4, counts(6)), row(5, counts(3)));
    }

    private static final List<String> BOTH = List.of(
            group(1) + "|105|" + counts(10, 25, 30, 40).json() + "||of 1",
            group(2) + "|7|" + counts(7).json() + "||of 2",
            group(3) + "|9|" + counts(-1, 9).json() + "||of 3",
            group(4) + "|7|" + counts(6, 1).json() + "||of 4",
            group(5) + "|3|" + counts(3).json() + "||of 5");

    @ParameterizedTest
    @EnumSource
    void copies_inEitherOrderAndTwice_areTheSameRows(Kind kind) {
        for (boolean hereFirst : new boolean[] {true, false}) {
            String url = empty(kind);
            said.clear();
            try (Sinks one = open(url);
                    Sinks two = open(url)) {
                Sinks first = hereFirst ? one : two;
                Sinks second = hereFirst ? two : one;
                SealedWindow firstCopy = hereFirst ? here() : there();
                SealedWindow secondCopy = hereFirst ? there() : here();

                assertThat(first.events().store(firstCopy).metOtherContent()).isZero();
                Stored met = second.events().store(secondCopy);

                assertThat(met.metOtherContent()).isEqualTo(2); // groups 1 and 4
                assertThat(Sql.rows(url, ROWS)).isEqualTo(BOTH);
                assertThat(said)
                        .singleElement()
                        .asString()
                        .startsWith("window " + SECOND + " (delivery " + FIRST + ") was stored before with "
                                + (hereFirst ? 76 : 87) + " repeats and has 131 now; the other copy had "
                                + (hereFirst ? 87 : 76) + " (2 rows differ, of each process the larger count is kept)");

                first.events().store(firstCopy);
                second.events().store(secondCopy);
            }
            assertThat(Sql.rows(url, ROWS)).isEqualTo(BOTH);
            assertThat(Sql.rows(
                            url,
                            "SELECT process, repeats FROM event_processes WHERE group_id = '" + group(1)
                                    + "' ORDER BY process"))
                    .containsExactly(
                            "0000000000000001|10", "0000000000000002|25", "0000000000000003|30", "0000000000000004|40");
        }
    }

    /** Stores random copies, in any number and order. */
    @ParameterizedTest
    @EnumSource
    void copies_ofAnyKind_mergeToTheLargestCounts(Kind kind) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String url = empty(kind);
        Map<String, Long> expected = new TreeMap<>();
        List<SealedWindow> all = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            List<GatheredEvent> events = new ArrayList<>();
            for (int group = 1; group <= 4; group++) {
                if (random.nextInt(3) > 0) {
                    events.add(
                            row(group, counts(random.nextInt(6) - 1L, random.nextInt(6) - 1L, random.nextInt(6) - 1L)));
                }
            }
            Collections.shuffle(events, random);
            all.add(Windows.of(FIRST, 1 + random.nextInt(2), events));
        }
        try (Sinks sinks = open(url)) {
            Map<String, Long> before = Map.of();
            for (int step = 0; step < 2 * STEPS; step++) {
                SealedWindow copy = all.get(step < STEPS ? step : random.nextInt(STEPS));
                for (GatheredEvent event :
                        copy.parts().iterator().next().content().events()) {
                    event.processes()
                            .asMap()
                            .forEach((process, count) ->
                                    expected.merge(event.groupId() + "|" + process, count, Math::max));
                }
                sinks.events().store(copy);

                Map<String, Long> now = new TreeMap<>();
                for (String row : Sql.rows(url, "SELECT repeats, group_id, process FROM event_processes")) {
                    now.put(row.substring(row.indexOf('|') + 1), Long.valueOf(row.substring(0, row.indexOf('|'))));
                }
                assertThat(now).as("seed %s, step %s", seed, step).isEqualTo(expected);
                before.forEach((process, count) -> assertThat(now.get(process)).isGreaterThanOrEqualTo(count));
                before = now;
            }
        }
        assertThat(Sql.number(url, "SELECT sum(repeats) FROM events"))
                .isEqualTo(expected.values().stream().mapToLong(Long::longValue).sum());
    }

    @ParameterizedTest
    @EnumSource
    void rows_ofAVersionBeforeProcesses_areOfProcessZero(Kind kind) {
        String url = empty(kind);
        SealedWindow old = Windows.of(FIRST, row(1, ProcessCounts.ofUnknown(7)), row(2, ProcessCounts.ofUnknown(5)));
        try (Sinks sinks = open(url)) {
            sinks.events().store(old);
            Sql.execute(url, "UPDATE event_rows SET processes = NULL");

            assertThat(sinks.events().store(old).metOtherContent()).isZero();
            assertThat(Sql.rows(url, "SELECT processes, repeats FROM events ORDER BY group_id"))
                    .containsExactly("{\"0000000000000000\":7}|7", "{\"0000000000000000\":5}|5");
            assertThat(Sql.rows(url, "SELECT process, repeats FROM event_processes ORDER BY group_id"))
                    .containsExactly("0000000000000000|7", "0000000000000000|5");

            sinks.events().store(Windows.of(FIRST, row(1, counts(2))));
        }
        assertThat(Sql.rows(url, "SELECT processes, repeats FROM events ORDER BY group_id"))
                .containsExactly("{\"0000000000000000\":7,\"0000000000000001\":2}|9", "{\"0000000000000000\":5}|5");
    }

    @ParameterizedTest
    @EnumSource
    void processes_byTheThousand_areStoredMergedAndListed(Kind kind) {
        String url = empty(kind);
        ProcessCounts.Builder many = ProcessCounts.builder();
        for (int process = 1; process <= 2_500; process++) {
            many.add(process * 0x9e3779b97f4a7c15L, process);
        }
        try (Sinks sinks = open(url)) {
            sinks.events().store(Windows.of(FIRST, row(1, many.build()), row(2, ProcessCounts.NONE)));
            many.add(1, 9);
            sinks.events().store(Windows.of(FIRST, row(1, many.build())));
        }

        assertThat(Sql.rows(url, "SELECT count(*), sum(repeats), count(DISTINCT process) FROM event_processes"))
                .containsExactly("2501|" + (1250L * 2501 + 9) + "|2501");
        assertThat(Sql.number(url, "SELECT sum(repeats) FROM events")).isEqualTo(1250L * 2501 + 9);
        try (StoredEvents events = StoredEvents.open(Databases.target(url))) {
            assertThat(events.last(EventQuery.ALL, 10))
                    .extracting(StoredEvent::processes)
                    .containsExactlyInAnyOrder(many.build(), ProcessCounts.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void replay_ofADeadLetter_bringsTheEventAndNoCount(Kind kind) {
        String url = empty(kind);
        GatheredEvent unread = new GatheredEvent(
                SECOND,
                group(1),
                FIRST,
                counts(3, 4),
                Windows.counted(FIRST, 1, Flag.UNREADABLE).event(),
                Flag.UNREADABLE);
        UnreadablePayload payload =
                new UnreadablePayload(SECOND, group(1), FIRST, EventWire.encode(event("back again")), "no event");
        try (Sinks sinks = open(url)) {
            sinks.events()
                    .store(new SealedWindow(
                            FIRST, 1, new EventWindow.Content(List.of(unread), List.of(), List.of(payload))));
        }
        assertThat(Sql.rows(url, "SELECT flag, message FROM groups")).containsExactly("unreadable|");
        try (DeadLetters letters = DeadLetters.open(Databases.target(url))) {
            assertThat(letters.replay(letters.list(false).get(0))).isNull();
        }
        assertThat(Sql.rows(url, "SELECT flag, message FROM groups")).containsExactly("|back again");
        assertThat(Sql.rows(url, ROWS))
                .containsExactly(group(1) + "|7|" + counts(3, 4).json() + "||back again");
    }

    /** Checks that counts that somebody has changed by hand are replaced, not added to. */
    @ParameterizedTest
    @EnumSource
    void processes_thatCannotBeRead_areReplaced(Kind kind) {
        String url = empty(kind);
        try (Sinks sinks = open(url)) {
            sinks.events().store(Windows.of(FIRST, row(1, counts(3, 4))));
            Sql.execute(url, "UPDATE event_rows SET processes = '{\"a\": 7}'");
            sinks.events().store(Windows.of(FIRST, row(1, counts(3, 4))));
        }
        assertThat(Sql.rows(url, ROWS))
                .containsExactly(group(1) + "|7|" + counts(3, 4).json() + "||of 1");
    }

    /** Lets two sinks write the same rows at the same time, in opposite orders, each with new counts. */
    @ParameterizedTest
    @EnumSource
    void copies_storedAtOnceByTwo_areMergedAndNeitherIsStuck(Kind kind) {
        String url = empty(kind);
        CyclicBarrier together = new CyclicBarrier(2);
        try (Sinks one = open(url);
                Sinks two = open(url)) {
            one.events().prepare();
            for (int round = 1; round <= ROUNDS; round++) {
                long count = round;
                CompletableFuture.allOf(
                                CompletableFuture.runAsync(() -> storeAll(one, together, count, false)),
                                CompletableFuture.runAsync(() -> storeAll(two, together, count, true)))
                        .join();

                assertThat(Sql.rows(url, "SELECT count(*), sum(repeats) FROM events"))
                        .containsExactly(GROUPS + "|" + GROUPS * (count + count));
            }
        }
    }

    private static void storeAll(Sinks sinks, CyclicBarrier together, long count, boolean other) {
        List<GatheredEvent> events = new ArrayList<>();
        for (int group = 1; group <= GROUPS; group++) {
            events.add(row(group, other ? counts(-1, count) : counts(count)));
        }
        if (other) {
            Collections.reverse(events);
        }
        try {
            together.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        Windows.storeWithRetries(sinks, FIRST, events);
    }

    @ParameterizedTest
    @EnumSource
    void actions_withOtherCounts_keepTheLargerAndAreSaid(Kind kind) {
        String url = empty(kind);
        try (Sinks sinks = open(url)) {
            sinks.actions().store(Slices.first(Slices.action("bob", "view", 3), Slices.action("ann", "view", 4)));
            Stored met = sinks.actions()
                    .store(Slices.first(
                            Slices.action("bob", "view", 9),
                            Slices.action("ann", "view", 2),
                            Slices.action("eve", "view", 1)));

            assertThat(met.metOtherContent()).isEqualTo(2);
        }
        assertThat(Sql.rows(url, "SELECT user_id, count FROM actions ORDER BY user_id"))
                .containsExactly("ann|4", "bob|9", "eve|1");
        assertThat(said)
                .singleElement()
                .asString()
                .contains("was stored before with 7 actions and has 14 now; the other copy had 12 (2 rows differ, the"
                        + " larger count is kept)");
    }

    /** Checks that no count is lost, and storing goes on, if the database takes different names for the same. */
    @Test
    void names_thatTheDatabaseTakesForOneAnother_areStoredUnderAnotherName() {
        String url = empty(Kind.MARIADB);
        try (Sinks sinks = open(url)) {
            sinks.events().prepare();
            Sql.execute(
                    url,
                    "ALTER TABLE groups MODIFY group_id varchar(512) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"
                            + " NOT NULL");
            GatheredEvent small = new GatheredEvent(SECOND, "bob", FIRST, counts(3), event("a"), Flag.NONE);
            GatheredEvent large = new GatheredEvent(SECOND, "Bob", FIRST, counts(4), event("b"), Flag.NONE);
            for (int attempts = 1; attempts <= 2; attempts++) {
                sinks.events().store(Windows.of(FIRST, attempts, List.of(small, large)));

                assertThat(
                                Sql.rows(
                                        url,
                                        "SELECT repeats, flag FROM events ORDER BY window_start, time, nano, sequence, delivery"))
                        .containsExactlyInAnyOrder("3|rejected", "4|");
            }
        }
    }
}
