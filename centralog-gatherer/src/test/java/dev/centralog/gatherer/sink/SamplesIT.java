// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static dev.centralog.gatherer.sink.Windows.FIRST;
import static dev.centralog.gatherer.sink.Windows.LATE;
import static dev.centralog.gatherer.sink.Windows.SECOND;
import static dev.centralog.gatherer.sink.Windows.event;
import static dev.centralog.gatherer.sink.Windows.group;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ThreadRef;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gather.GatheredEvent.Samples;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.UnreadablePayload;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.stored.DeadLetter;
import dev.centralog.gatherer.stored.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of events that are stored in full beside the first one of their row. */
class SamplesIT {
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

    private static String process(long number) {
        return String.format("%016x", number);
    }

    /** Returns a sample of a process, whose time is as many milliseconds after the second as its number. */
    private static GatheredSample sample(long process, long number) {
        return new GatheredSample(
                process(process),
                number,
                own(number, "of " + process + "." + number).build());
    }

    private static LogEvent.Builder own(long number, String message) {
        return event(message).toBuilder()
                .template("of {}.{}")
                .time(SECOND.plusMillis(number))
                .thread(new ThreadRef("worker", 7, 5))
                .origin(new Origin("shop", "test", "", 0))
                .sequence(number);
    }

    private static LogEvent first(long number) {
        return own(number, "of 1." + number)
                .origin(new Origin("shop", "test", "host-1", 4711))
                .build();
    }

    private static GatheredEvent row(String delivery, int group, ProcessCounts counts, Samples samples) {
        return new GatheredEvent(SECOND, group(group), delivery, counts, first(1), Flag.NONE, samples);
    }

    private static GatheredEvent row(String delivery, int group, long repeats, GatheredSample... samples) {
        return row(delivery, group, ProcessCounts.ofUnknown(repeats), new Samples(true, List.of(samples)));
    }

    private static SealedWindow window(GatheredEvent row) {
        return Windows.of(FIRST, row);
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

    @ParameterizedTest
    @EnumSource
    void row_whoseEventIsBorrowed_countsItsSamplesOnly(Kind kind) {
        String url = empty(kind);
        try (Sinks sinks = open(url)) {
            sinks.events().store(window(row(FIRST, 1, 1)));
            sinks.events()
                    .store(Windows.of(
                            LATE,
                            row(
                                    LATE,
                                    1,
                                    ProcessCounts.ofUnknown(2),
                                    new Samples(false, List.of(sample(2, 1), sample(2, 2))))));
        }
        assertThat(Sql.rows(url, IN_FULL))
                .containsExactly(group(1) + "|" + FIRST + "|1|1|0", group(1) + "|" + LATE + "|2|2|1");
        assertThat(Sql.rows(url, "SELECT message, host FROM event_details ORDER BY message"))
                .containsExactly("of 1.1|host-1", "of 2.1|null", "of 2.2|null");
        assertThat(Sql.rows(url, "SELECT repeats, in_full FROM event_windows WHERE complete"))
                .containsExactly("3|3");
    }

    /** Checks rows as applications without samples bring them: one that counts nothing only brings an event. */
    @ParameterizedTest
    @EnumSource
    void row_thatCountsNothing_hasNoEventOfItsOwn(Kind kind) {
        String url = empty(kind);
        try (Sinks sinks = open(url)) {
            sinks.events().store(window(row(FIRST, 1, 3)));
            sinks.events().store(Windows.of(LATE, row(LATE, 1, 0)));
        }
        assertThat(Sql.rows(url, IN_FULL))
                .containsExactly(group(1) + "|" + FIRST + "|3|1|0", group(1) + "|" + LATE + "|0|0|1");
        assertThat(Sql.rows(url, "SELECT delivery FROM event_details")).containsExactly(FIRST);
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

    @ParameterizedTest
    @EnumSource
    void samples_withOddContent_areStoredAsNearAsTheDatabaseCan(Kind kind) {
        String url = empty(kind);
        Map<String, @Nullable String> mdc = new LinkedHashMap<>();
        mdc.put("nul \0", "a\0b");
        mdc.put("none", null);
        mdc.put("", "empty key");
        mdc.put("trace_id", " ");
        mdc.put("traceId", "\0x\ud83d" + "t".repeat(10_240));
        mdc.put("spanId", "s".repeat(127) + "\ud83d\ude00");
        IllegalStateException thrown = new IllegalStateException(
                "outer \0", new IllegalArgumentException((String) null, new RuntimeException("in\0ner \ude00")));
        GatheredSample odd = new GatheredSample(
                process(1),
                -1,
                own(2, "m".repeat(65_536) + "\0\ud83d \\u0000")
                        .template(null)
                        .time(Instant.MAX)
                        .arguments("\0", null, "\\u0000")
                        .mdc(mdc)
                        .ndc(List.of("n\0"))
                        .thrown(thrown)
                        .build());
        try (Sinks sinks = open(url)) {
            sinks.events().store(window(row(FIRST, 1, 2, odd)));
            sinks.events().store(window(row(FIRST, 1, 2, odd)));
        }
        assertThat(Sql.rows(url, "SELECT in_full FROM events")).containsExactly("2");
        assertThat(Sql.rows(url, "SELECT reason FROM dead_letters")).isEmpty();
        assertThat(Sql.rows(url, "SELECT n, message, trace_id, span_id, thrown_message FROM event_samples"))
                .containsExactly("-1|" + "m".repeat(65_536) + "\ufffd\ufffd \\u0000|\ufffdx\ufffd" + "t".repeat(125)
                        + "|" + "s".repeat(127) + "|outer \ufffd");
        assertThat(Sql.rows(url, "SELECT cause_messages, arguments, ndc FROM event_samples"))
                .containsExactly("[null,\"in\ufffdner \ufffd\"]|[\"\ufffd\",null,\"\\\\u0000\"]|[\"n\ufffd\"]");
        assertThat(Sql.rows(url, "SELECT mdc FROM event_samples").get(0))
                .contains("\"nul \ufffd\":\"a\ufffdb\"", "\"none\":null", "\"\":\"empty key\"")
                .contains("t".repeat(10_240));
    }

    @ParameterizedTest
    @EnumSource
    void traceIds_ofTheRowsOwnEvents_areColumnsToo(Kind kind) {
        String url = empty(kind);
        LogEvent traced = event("traced").toBuilder()
                .mdc(Map.of("correlation", "c-1", "spanId", "s-1"))
                .build();
        SinkTarget target = new SinkTarget(
                url,
                "",
                "",
                (severity, message, cause) -> {},
                new TraceKeys(List.of("X-Request", "correlation"), List.of()));
        try (Sinks sinks = Sinks.open(target)) {
            sinks.events().store(Windows.of(FIRST, Windows.row(1, 1, traced)));
        }
        assertThat(Sql.rows(url, "SELECT trace_id, span_id FROM events")).containsExactly("c-1|null");
        assertThat(Sql.rows(url, "SELECT message, trace_id FROM event_details WHERE trace_id = 'c-1'"))
                .containsExactly("traced|c-1");
    }

    @ParameterizedTest
    @EnumSource
    void samples_theDatabaseRefuses_areDeadLettersAndTheRestIsStored(Kind kind) {
        String url = empty(kind);
        List<GatheredSample> samples = new ArrayList<>();
        for (int number = 2; number <= 700; number++) {
            samples.add(sample(1, number));
        }
        try (Sinks sinks = open(url)) {
            sinks.events().prepare();
            refuse(kind, url, "event_samples", "of 1.9");
            for (int attempts = 1; attempts <= 2; attempts++) {
                Stored stored = sinks.events()
                        .store(Windows.of(
                                FIRST, attempts, List.of(row(FIRST, 1, 700, samples.toArray(new GatheredSample[0])))));

                assertThat(stored.deadLetters()).isEqualTo(Map.of("rejected", 1L));
                assertThat(Sql.rows(url, "SELECT repeats, in_full, flag FROM events"))
                        .containsExactly("700|699|");
                assertThat(Sql.number(url, "SELECT count(*) FROM event_samples"))
                        .isEqualTo(698);
                assertThat(Sql.rows(url, "SELECT stream, group_id, attempts FROM dead_letters"))
                        .containsExactly("samples|" + group(1) + ":" + process(1) + ":9|" + attempts);
            }
        }
        try (DeadLetters letters = DeadLetters.open(Databases.target(url))) {
            DeadLetter letter = letters.list(false).get(0);
            assertThat(letters.replay(letter))
                    .isEqualTo("it is a sample, and only whole rows are replayed: its event is"
                            + " counted in its row, and stays here as text");
            assertThat(letters.list(false)).hasSize(1);
            assertThat(new String(letter.raw(), StandardCharsets.UTF_8)).contains("of 1.9");
        }
    }

    /** Checks samples of a row whose event the database refuses, and later takes. */
    @ParameterizedTest
    @EnumSource
    void samples_ofARowThatIsRefused_areStoredWithTheirTemplate(Kind kind) {
        String url = empty(kind);
        try (Sinks sinks = open(url)) {
            sinks.events().prepare();
            refuse(kind, url, "events", "of 1.1");
            sinks.events().store(window(row(FIRST, 1, 3, sample(1, 2))));

            assertThat(Sql.rows(url, "SELECT repeats, in_full, flag FROM events"))
                    .containsExactly("3|1|rejected");
            assertThat(Sql.rows(url, "SELECT template, message FROM event_samples"))
                    .containsExactly("of {}.{}|of 1.2");
            assertThat(Sql.rows(url, "SELECT message FROM event_details")).containsExactly("of 1.2");
            Sql.execute(
                    url,
                    kind == Kind.SQLITE ? "DROP TRIGGER refuse_it" : "ALTER TABLE events DROP CONSTRAINT refuse_it");
        }
        try (DeadLetters letters = DeadLetters.open(Databases.target(url))) {
            assertThat(letters.replay(letters.list(false).get(0))).isNull();
        }
        assertThat(Sql.rows(url, "SELECT repeats, in_full, flag FROM events")).containsExactly("3|2|");
        assertThat(Sql.rows(url, "SELECT message FROM event_details ORDER BY 1"))
                .containsExactly("of 1.1", "of 1.2");
    }

    private static void refuse(Kind kind, String url, String table, String message) {
        Sql.execute(
                url,
                kind == Kind.SQLITE
                        ? "CREATE TRIGGER refuse_it BEFORE INSERT ON " + table + " WHEN new.message = '" + message
                                + "' BEGIN SELECT raise(ABORT, 'no such thing here'); END"
                        : "ALTER TABLE " + table + " ADD CONSTRAINT refuse_it CHECK (message <> '" + message + "')");
    }

    @ParameterizedTest
    @EnumSource
    void samples_ofARowUnderAnotherName_followIt(Kind kind) {
        String url = empty(kind);
        try (Sinks sinks = open(url)) {
            sinks.events().prepare();
            String name = group(1);
            Sql.execute(
                    url,
                    kind == Kind.SQLITE
                            ? "CREATE TRIGGER refuse_it BEFORE INSERT ON events WHEN new.group_id = '" + name
                                    + "' BEGIN SELECT raise(ABORT, 'no such thing here'); END"
                            : "ALTER TABLE events ADD CONSTRAINT refuse_it CHECK (group_id <> '" + name + "')");
            for (int attempts = 1; attempts <= 2; attempts++) {
                sinks.events()
                        .store(Windows.of(FIRST, attempts, List.of(row(FIRST, 1, 3, sample(1, 2)), row(FIRST, 2, 1))));

                String standIn = PlaceholderName.of(name);
                assertThat(Sql.rows(url, "SELECT group_id, repeats, in_full FROM events ORDER BY repeats"))
                        .containsExactly(group(2) + "|1|1", standIn + "|3|1");
                assertThat(Sql.rows(url, "SELECT group_id, message FROM event_samples"))
                        .containsExactly(standIn + "|of 1.2");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void samples_thatCannotBeRead_areDeadLettersOfTheirOwn(Kind kind) {
        String url = empty(kind);
        String name = group(1) + ":" + process(3) + ":12";
        UnreadablePayload unreadable = new UnreadablePayload(SECOND, name, FIRST, new byte[] {1}, "not an event");
        try (Sinks sinks = open(url)) {
            Stored stored = sinks.events()
                    .store(new SealedWindow(
                            FIRST,
                            1,
                            new EventWindow.Content(List.of(row(FIRST, 1, 2)), List.of(), List.of(unreadable))));
            assertThat(stored.deadLetters()).isEqualTo(Map.of("unreadable", 1L));
        }
        assertThat(Sql.rows(url, "SELECT stream, group_id FROM dead_letters")).containsExactly("samples|" + name);
        assertThat(Sql.rows(url, "SELECT repeats, in_full, flag FROM events")).containsExactly("2|1|");
    }

    @ParameterizedTest
    @EnumSource
    void samples_leftOut_areReportedAndNoDroppedEvents(Kind kind) {
        String url = empty(kind);
        DropReport leftOut =
                new DropReport(SECOND, "~left:" + process(1), FIRST, DropReport.SAMPLES, 12, "process", Origin.UNKNOWN);
        try (Sinks sinks = open(url)) {
            assertThat(sinks.events().store(Windows.ofDrops(1, leftOut)).totalDropped())
                    .isZero();
        }
        assertThat(Sql.rows(url, "SELECT stream, reason, count FROM drops")).containsExactly("samples|process|12");
    }
}
