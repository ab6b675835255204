// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static dev.centralog.gatherer.sink.SampledRows.own;
import static dev.centralog.gatherer.sink.SampledRows.process;
import static dev.centralog.gatherer.sink.SampledRows.row;
import static dev.centralog.gatherer.sink.SampledRows.sample;
import static dev.centralog.gatherer.sink.SampledRows.window;
import static dev.centralog.gatherer.sink.Windows.FIRST;
import static dev.centralog.gatherer.sink.Windows.SECOND;
import static dev.centralog.gatherer.sink.Windows.event;
import static dev.centralog.gatherer.sink.Windows.group;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gather.GatheredEvent.Samples;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of samples that are stored again, by the same or another copy of their row. */
class SampleMergeIT {
    private static final String IN_FULL =
            "SELECT group_id, delivery, repeats, in_full, borrowed FROM events ORDER BY group_id, delivery";
    private static final String SAMPLES =
            "SELECT group_id, delivery, process_id, n, message FROM event_samples ORDER BY 1, 2, 3, 4";

    @TempDir
    Path directory = Path.of("");

    private String empty(Kind kind) {
        return Databases.shared().empty(kind, directory);
    }

    private static Sinks open(String url) {
        return Sinks.open(Databases.target(url));
    }

    @ParameterizedTest
    @EnumSource
    void samples_storedTwice_areStoredOnce(Kind kind) {
        String url = empty(kind);
        List<GatheredEvent> events = List.of(
                row(FIRST, 1, 9, sample(1, 2), sample(1, 3), sample(2, 2)),
                row(FIRST, 2, 1),
                row(FIRST, 3, 2, sample(1, 4)));
        try (Sinks sinks = open(url)) {
            for (int attempts = 1; attempts <= 3; attempts++) {
                // The first two by COPY, where the database has it.
                sinks.events().store(Windows.of(FIRST, Math.max(1, attempts - 1), events));

                assertThat(Sql.rows(url, IN_FULL))
                        .containsExactly(
                                group(1) + "|" + FIRST + "|9|4|0",
                                group(2) + "|" + FIRST + "|1|1|0",
                                group(3) + "|" + FIRST + "|2|2|0");
                assertThat(Sql.rows(url, SAMPLES))
                        .containsExactly(
                                group(1) + "|" + FIRST + "|" + process(1) + "|2|of 1.2",
                                group(1) + "|" + FIRST + "|" + process(1) + "|3|of 1.3",
                                group(1) + "|" + FIRST + "|" + process(2) + "|2|of 2.2",
                                group(3) + "|" + FIRST + "|" + process(1) + "|4|of 1.4");
            }
        }
        assertThat(Sql.rows(
                        url, "SELECT group_id, repeats, in_full FROM event_windows WHERE complete ORDER BY group_id"))
                .containsExactly(group(2) + "|1|1", group(3) + "|2|2");
        assertThat(Sql.rows(url, "SELECT count(*), count(DISTINCT message) FROM event_details"))
                .containsExactly("7|5");
    }

    @ParameterizedTest
    @EnumSource
    void samples_ofTwoCopies_areAllStoredAndCounted(Kind kind) {
        Samples here = new Samples(true, List.of(sample(1, 2), sample(2, 1)));
        Samples there = new Samples(true, List.of(sample(2, 1), sample(2, 2), sample(3, 1)));
        ProcessCounts countsHere = ProcessCounts.builder().add(1, 2).add(2, 1).build();
        ProcessCounts countsThere =
                ProcessCounts.builder().add(1, 1).add(2, 2).add(3, 1).build();
        for (boolean hereFirst : new boolean[] {true, false}) {
            String url = empty(kind);
            SealedWindow ours = window(row(FIRST, 1, countsHere, here));
            SealedWindow theirs = window(row(FIRST, 1, countsThere, there));
            try (Sinks sinks = open(url)) {
                sinks.events().store(hereFirst ? ours : theirs);
                sinks.events().store(hereFirst ? theirs : ours);
                sinks.events().store(hereFirst ? ours : theirs);
            }
            assertThat(Sql.rows(url, IN_FULL)).containsExactly(group(1) + "|" + FIRST + "|5|5|0");
            assertThat(Sql.rows(url, "SELECT process_id, n FROM event_samples ORDER BY 1, 2"))
                    .containsExactly(process(1) + "|2", process(2) + "|1", process(2) + "|2", process(3) + "|1");
        }
    }

    /** Checks that an event is stored once that is the row's own in one copy, and a sample in the other. */
    @ParameterizedTest
    @EnumSource
    void samples_thatAreTheOwnEventOfTheOtherCopy_areStoredOnce(Kind kind) {
        GatheredEvent ours = row(FIRST, 1, 3, sample(2, 8));
        LogEvent other =
                own(8, "of 2.8").origin(new Origin("shop", "test", "host-2", 1)).build();
        GatheredEvent theirs = new GatheredEvent(
                SECOND,
                group(1),
                FIRST,
                ProcessCounts.ofUnknown(3),
                other,
                Flag.NONE,
                new Samples(true, List.of(sample(1, 1), sample(1, 2))));
        for (boolean oursFirst : new boolean[] {true, false}) {
            String url = empty(kind);
            try (Sinks sinks = open(url)) {
                sinks.events().store(window(oursFirst ? ours : theirs));
                sinks.events().store(window(oursFirst ? theirs : ours));
            }
            assertThat(Sql.rows(url, "SELECT repeats, in_full FROM events")).containsExactly("3|3");
            assertThat(Sql.rows(url, "SELECT message FROM event_details ORDER BY message"))
                    .containsExactly("of 1.1", "of 1.2", "of 2.8");
        }
    }

    /** Stores random parts of the same samples, in any number and order. */
    @ParameterizedTest
    @EnumSource
    void copies_ofAnyKind_mergeToAllTheirSamples(Kind kind) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String url = empty(kind);
        Set<String> expected = new TreeSet<>();
        try (Sinks sinks = open(url)) {
            for (int step = 0; step < 60; step++) {
                List<GatheredEvent> events = new ArrayList<>();
                for (int group = 1; group <= 3; group++) {
                    List<GatheredSample> samples = new ArrayList<>();
                    for (int number = 2; number <= 9; number++) {
                        if (random.nextInt(8) == 0) {
                            samples.add(sample(group, number));
                            expected.add(group(group) + "|" + number);
                        }
                    }
                    boolean isOwnThere = random.nextBoolean();
                    GatheredEvent row = row(
                            FIRST, group, ProcessCounts.ofUnknown(1L + random.nextInt(9)), new Samples(true, samples));
                    events.add(isOwnThere ? row : withoutEvent(row));
                }
                sinks.events().store(Windows.of(FIRST, 1 + random.nextInt(2), events));

                assertThat(new TreeSet<>(Sql.rows(url, "SELECT group_id, n FROM event_samples")))
                        .as("seed %s, step %s", seed, step)
                        .isEqualTo(expected);
                assertThat(Sql.rows(
                                url,
                                "SELECT in_full FROM events e WHERE in_full <> (CASE WHEN flag = '' THEN 1 ELSE 0 END)"
                                        + " + (SELECT count(*) FROM event_samples s WHERE s.group_id = e.group_id)"))
                        .as("seed %s, step %s", seed, step)
                        .isEmpty();
            }
        }
        assertThat(Sql.rows(url, "SELECT DISTINCT message FROM event_details WHERE template <> 'of {}.{}'"))
                .isEmpty();
    }

    private static GatheredEvent withoutEvent(GatheredEvent row) {
        return new GatheredEvent(
                SECOND,
                row.groupId(),
                row.delivery(),
                row.processes(),
                Windows.counted(FIRST, 1, Flag.NO_PAYLOAD).event(),
                Flag.NO_PAYLOAD,
                row.samples());
    }

    /** Lets two sinks write the same rows at the same time, in opposite orders, each with samples of its own. */
    @ParameterizedTest
    @EnumSource
    void copies_storedAtOnceByTwo_areAllStoredAndNeitherIsStuck(Kind kind) {
        String url = empty(kind);
        try (Sinks one = open(url);
                Sinks two = open(url)) {
            one.events().prepare();
            for (int round = 1; round <= 5; round++) {
                int number = 2 * round;
                CompletableFuture.allOf(
                                CompletableFuture.runAsync(() -> storeAll(one, number, false)),
                                CompletableFuture.runAsync(() -> storeAll(two, number + 1, true)))
                        .join();

                assertThat(Sql.rows(url, "SELECT count(*), min(in_full), max(in_full) FROM events"))
                        .containsExactly("300|" + (number + 1) + "|" + (number + 1));
            }
        }
        assertThat(Sql.number(url, "SELECT count(*) FROM event_samples")).isEqualTo(3_000);
    }

    private static void storeAll(Sinks sinks, int number, boolean reversed) {
        List<GatheredEvent> events = new ArrayList<>();
        for (int group = 1; group <= 300; group++) {
            events.add(row(FIRST, group, number, sample(1, number)));
        }
        if (reversed) {
            Collections.reverse(events);
        }
        Windows.storeWithRetries(sinks, FIRST, events);
    }

    @ParameterizedTest
    @EnumSource
    void samples_ofTenThousandProcesses_areStoredMergedAndFound(Kind kind) {
        String url = empty(kind);
        ProcessCounts.Builder counts = ProcessCounts.builder();
        List<GatheredSample> samples = new ArrayList<>();
        for (int process = 1; process <= 10_000; process++) {
            counts.add(process, 1);
            LogEvent event = own(process, "process " + process)
                    .mdc(Map.of("trace_id", "trace-" + process))
                    .build();
            if (process > 1) {
                samples.add(new GatheredSample(process(process), 1, event));
            }
        }
        try (Sinks sinks = open(url)) {
            sinks.events().store(window(row(FIRST, 1, counts.build(), new Samples(true, samples))));
            sinks.events().store(window(row(FIRST, 1, counts.build(), new Samples(true, samples))));
        }
        assertThat(Sql.rows(url, "SELECT repeats, in_full FROM events")).containsExactly("10000|10000");
        assertThat(Sql.rows(url, "SELECT message, level, logger FROM event_details WHERE trace_id = 'trace-7777'"))
                .containsExactly("process 7777|INFO|com.example.Shop");
    }
}
