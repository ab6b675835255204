// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static dev.centralog.gatherer.sink.Windows.FIRST;
import static dev.centralog.gatherer.sink.Windows.LATE;
import static dev.centralog.gatherer.sink.Windows.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.EventSection;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.gather.EventWire;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.StoredEvent;
import dev.centralog.gatherer.stored.StoredEvents;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of the table {@code throwables}. */
class ThrowablesIT {
    private static final int EVENTS = 40;

    @TempDir
    Path directory = Path.of("");

    private String empty(Kind kind) {
        return Databases.shared().empty(kind, directory);
    }

    /** Returns a throwable with three causes; its frames are always the same. */
    private static Throwable failure(int number) {
        Throwable innermost = new IllegalArgumentException("no account " + number);
        Throwable inner = new IllegalStateException(innermost); // its message is its cause's text
        Throwable cause = new OwnText("bank " + number, inner);
        Throwable failure = new IllegalStateException(number % 2 == 0 ? null : "order " + number, cause);
        failure.addSuppressed(new NumberFormatException());
        return failure;
    }

    /** A throwable whose text is not that of its class and message. */
    @SuppressWarnings("OverrideThrowableToString") // that is what is tested
    private static final class OwnText extends RuntimeException {
        private static final long serialVersionUID = 1;

        OwnText(String message, Throwable cause) {
            super(message, cause);
        }

        @Override
        public String toString() {
            return "<" + getMessage() + ">";
        }
    }

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    private static GatheredEvent failed(String delivery, int group, Throwable failure) {
        LogEvent event = Windows.event("failed").toBuilder()
                .level(Level.ERROR)
                .thrown(failure)
                .build();
        return row(delivery, group, 3, event);
    }

    private static List<String> texts(String url) {
        return Sql.rows(url, "SELECT thrown_text FROM events_flat ORDER BY group_id");
    }

    @ParameterizedTest
    @EnumSource
    void store_eventsOfOneStack_haveItOnce_andEachItsMessages(Kind kind) {
        String url = empty(kind);
        List<GatheredEvent> events = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            Throwable failure = failure(i);
            events.add(failed(FIRST, i, failure));
            expected.add(printed(failure));
        }
        try (Sinks one = Sinks.open(Databases.target(url));
                Sinks two = Sinks.open(Databases.target(url))) {
            one.events().store(Windows.of(FIRST, 1, events));
            two.events().store(Windows.of(LATE, 2, List.of(failed(LATE, EVENTS, failure(1)))));
            one.events().store(Windows.of(LATE, 1, List.of(row(LATE, EVENTS + 1, 1, Windows.event("without")))));
        }

        assertThat(Sql.number(url, "SELECT count(*) FROM throwables"))
                .as("one of the loop, one of the line below it")
                .isEqualTo(2);
        assertThat(Sql.number(url, "SELECT count(*) FROM events WHERE throwable_id IS NOT NULL"))
                .isEqualTo(EVENTS + 1L);
        assertThat(Sql.number(
                        url,
                        "SELECT count(*) FROM events WHERE thrown LIKE '%frames%'"
                                .replace("thrown LIKE", kind == Kind.POSTGRESQL ? "thrown::text LIKE" : "thrown LIKE")))
                .isZero();
        assertThat(texts(url).subList(0, EVENTS)).isEqualTo(expected);
        try (StoredEvents stored = StoredEvents.open(Databases.target(url))) {
            List<StoredEvent> all = stored.last(EventQuery.ALL, EVENTS + 2);
            for (StoredEvent each : all) {
                int group = Integer.parseInt(each.groupId(), 16);
                if (group < EVENTS) {
                    assertThat(each.event().thrown())
                            .isEqualTo(events.get(group).event().thrown());
                }
            }
            assertThat(all).hasSize(EVENTS + 2);
        }
    }

    /** Stores what a throwable may have in it to trouble a database, and one that is so deep that its last messages have no place. */
    @ParameterizedTest
    @EnumSource
    void store_strangeThrowables_areReadAsTheyCame(Kind kind) {
        String url = empty(kind);
        Throwable deep = new IllegalStateException("level 6");
        for (int level = 5; level >= 0; level--) {
            deep = new IllegalStateException("level " + level, deep);
        }
        Throwable bare = new IllegalStateException("no frames");
        bare.setStackTrace(new StackTraceElement[0]);
        Throwable strange = new IllegalStateException("\uE001 '; DROP TABLE events; -- \n\tat \\ \" null");
        strange.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("com.example.\u00dcbung$$Lambda/0x1", "l\u0000ambda$0", "a \ud83d\ude00.kt", -2)
        });
        Throwable circular = new IllegalStateException("circle");
        circular.addSuppressed(new IllegalStateException("around it", circular));
        List<Throwable> all = List.of(deep, bare, strange, circular);
        List<GatheredEvent> events = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            events.add(failed(FIRST, i, all.get(i)));
        }
        try (Sinks sinks = Sinks.open(Databases.target(url))) {
            sinks.events().store(Windows.of(FIRST, 1, events));
            sinks.events().store(Windows.of(FIRST, 2, events)); // again: nothing changes
        }

        assertThat(Sql.number(url, "SELECT count(*) FROM throwables")).isEqualTo(3);
        assertThat(texts(url).get(0))
                .contains("level 0\n", "Caused by: java.lang.IllegalStateException: level 3\n")
                .contains("Caused by: java.lang.IllegalStateException\n")
                .doesNotContain("level 4");
        try (StoredEvents stored = StoredEvents.open(Databases.target(url))) {
            for (StoredEvent each : stored.last(EventQuery.ALL, all.size())) {
                LogEvent came = events.get(Integer.parseInt(each.groupId(), 16)).event();
                String clean = Objects.requireNonNull(EventWire.section(EventSection.THROWN, came))
                        .replace("\\u0000", "\ufffd");
                assertThat(EventWire.section(EventSection.THROWN, each.event())).isEqualTo(clean);
            }
        }
    }
}
