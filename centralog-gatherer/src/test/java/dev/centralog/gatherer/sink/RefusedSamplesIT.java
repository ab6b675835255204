// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static dev.centralog.gatherer.sink.SampledRows.process;
import static dev.centralog.gatherer.sink.SampledRows.row;
import static dev.centralog.gatherer.sink.SampledRows.sample;
import static dev.centralog.gatherer.sink.SampledRows.window;
import static dev.centralog.gatherer.sink.Windows.FIRST;
import static dev.centralog.gatherer.sink.Windows.SECOND;
import static dev.centralog.gatherer.sink.Windows.group;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gather.UnreadablePayload;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.stored.DeadLetter;
import dev.centralog.gatherer.stored.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of samples that can't be read or stored, and of those whose row can't. */
class RefusedSamplesIT {
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
    void samples_theDatabaseRefuses_areDeadLettersAndTheRestIsStored(Kind kind) {
        String url = empty(kind);
        List<GatheredSample> samples = new ArrayList<>();
        for (int number = 2; number <= 700; number++) {
            samples.add(sample(1, number));
        }
        try (Sinks sinks = open(url)) {
            sinks.events().prepare();
            refuse(kind, url, "sample_rows", "of 1.9");
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
            refuse(kind, url, "groups", "of 1.1");
            sinks.events().store(window(row(FIRST, 1, 3, sample(1, 2))));

            assertThat(Sql.rows(url, "SELECT repeats, in_full, flag FROM events"))
                    .containsExactly("3|1|rejected");
            assertThat(Sql.rows(url, "SELECT template, message FROM event_samples"))
                    .containsExactly("of {}.{}|of 1.2");
            assertThat(Sql.rows(url, "SELECT message FROM event_details")).containsExactly("of 1.2");
            Sql.execute(
                    url,
                    kind == Kind.SQLITE ? "DROP TRIGGER refuse_it" : "ALTER TABLE groups DROP CONSTRAINT refuse_it");
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
                            ? "CREATE TRIGGER refuse_it BEFORE INSERT ON groups WHEN new.group_id = '" + name
                                    + "' BEGIN SELECT raise(ABORT, 'no such thing here'); END"
                            : "ALTER TABLE groups ADD CONSTRAINT refuse_it CHECK (group_id <> '" + name + "')");
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
}
