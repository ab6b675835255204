// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static dev.centralog.gatherer.sink.Windows.FIRST;
import static dev.centralog.gatherer.sink.Windows.SECOND;
import static dev.centralog.gatherer.sink.Windows.group;
import static dev.centralog.gatherer.sink.Windows.rich;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ProcessInfo;
import dev.centralog.SourceLocation;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.EventWindow.Processes;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.StoredEvent;
import dev.centralog.gatherer.stored.StoredEvents;
import dev.centralog.testsupport.StoredSums;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that rows which refer to groups and processes say the same as rows that have everything of their own. */
class EventRowsIT {
    private static final String PROCESS = String.format("%016x", 7);
    private static final String HOSTS = "SELECT host, pid, repeats, processes FROM events ORDER BY window_start";

    @TempDir
    Path directory = Path.of("");

    private String empty(Kind kind) {
        return Databases.shared().empty(kind, directory);
    }

    private static List<LogEvent> stored(String url) {
        try (StoredEvents events = StoredEvents.open(Databases.target(url))) {
            return events.last(EventQuery.ALL, 100).stream()
                    .map(StoredEvent::event)
                    .toList();
        }
    }

    /** Returns events that a group may have, each otherwise than the first one in another column. */
    private static List<LogEvent> ofOneGroup() {
        LogEvent first = rich();
        LogEvent.Builder other = first.toBuilder();
        List<LogEvent> all = new ArrayList<>(List.of(
                first,
                first,
                other.template("took {} of \"{}\"\\N \u00e4").build(),
                first.toBuilder().template(null).build(),
                first.toBuilder().message("took 43").build(),
                first.toBuilder().message(null).build(),
                first.toBuilder().message("").build(),
                first.toBuilder().thrown((Throwable) null).build(),
                first.toBuilder().thrown(new IllegalArgumentException("bad")).build(),
                first.toBuilder().thrown(new IllegalStateException()).build(),
                first.toBuilder().location(null).build()));
        for (SourceLocation place : List.of(
                new SourceLocation("com.example.Shop$1", "sell", "Shop.java", 88),
                new SourceLocation("com.example.Shop", "buy", "Shop.java", 88),
                new SourceLocation("com.example.Shop", "sell", "Shop.kt", 88),
                new SourceLocation("com.example.Shop", "sell", null, 88),
                new SourceLocation("com.example.Shop", "sell", "Shop.java", 89))) {
            all.add(first.toBuilder().location(place).build());
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void events_ofAGroupThatDifferInAnyColumn_areReadAsLogged(Kind kind) {
        List<LogEvent> events = ofOneGroup();
        for (boolean isReversed : new boolean[] {false, true}) {
            String url = empty(kind);
            List<LogEvent> logged = new ArrayList<>(events);
            if (isReversed) {
                Collections.reverse(logged);
            }
            for (int i = 0; i < logged.size(); i += 5) {
                // Each time a gatherer that knows nothing yet.
                try (Sinks sinks = Sinks.open(Databases.target(url))) {
                    for (int j = i; j < Math.min(i + 5, logged.size()); j++) {
                        Instant second = SECOND.plusSeconds(j);
                        sinks.events()
                                .store(Windows.of(
                                        FIRST,
                                        new GatheredEvent(
                                                second,
                                                group(1),
                                                FIRST,
                                                ProcessCounts.of(7, 2),
                                                logged.get(j),
                                                Flag.NONE)));
                    }
                }
            }

            assertThat(stored(url)).isEqualTo(logged);
            assertThat(Sql.number(url, "SELECT count(*) FROM groups")).isOne();
            StoredSums.assertAgree(url);
        }
    }

    private static SealedWindow window(Instant second, ProcessCounts counts, LogEvent event) {
        ProcessInfo info = new ProcessInfo("shop", "test", "1.0", "host-1", 4711, "");
        GatheredEvent row = new GatheredEvent(second, group(1), FIRST, counts, event, Flag.NONE);
        return new SealedWindow(
                FIRST,
                1,
                new EventWindow.Content(
                        List.of(row), List.of(), List.of(), new Processes(Map.of(PROCESS, info), List.of())));
    }

    @ParameterizedTest
    @EnumSource
    void hosts_areThoseOfTheEventAlsoWhereTheProcessSaysThem(Kind kind) {
        String url = empty(kind);
        LogEvent elsewhere = Windows.event("b").toBuilder()
                .origin(new Origin("shop", "test", "host-2", 12))
                .build();
        ProcessCounts both = ProcessCounts.builder().add(7, 3).add(8, 1).build();
        try (Sinks sinks = Sinks.open(Databases.target(url))) {
            sinks.events().store(window(SECOND, ProcessCounts.of(7, 3), Windows.event("a")));
            sinks.events().store(window(SECOND.plusSeconds(1), ProcessCounts.of(7, 3), elsewhere));
            assertThat(Sql.rows(url, "SELECT count(*) FROM event_rows WHERE host IS NULL AND processes IS NULL"))
                    .containsExactly("1");
            assertThat(Sql.rows(url, HOSTS))
                    .containsExactly("host-1|4711|3|{\"" + PROCESS + "\":3}", "host-2|12|3|{\"" + PROCESS + "\":3}");

            // Another copy of the window has a second process: the row names no process any more.
            sinks.events().store(window(SECOND, both, Windows.event("a")));
        }

        assertThat(Sql.rows(url, HOSTS))
                .containsExactly("host-1|4711|4|" + both.json(), "host-2|12|3|{\"" + PROCESS + "\":3}");
        assertThat(Sql.rows(url, "SELECT process_id, sum(repeats) FROM event_processes GROUP BY process_id ORDER BY 1"))
                .containsExactly(PROCESS + "|6", String.format("%016x", 8) + "|1");
        StoredSums.assertAgree(url);
    }

    @ParameterizedTest
    @EnumSource
    void process_thatWasDeletedAndIsHeardOfAgain_hasItsNewNumber(Kind kind) {
        String url = empty(kind);
        try (Sinks sinks = Sinks.open(Databases.target(url))) {
            sinks.events().store(window(SECOND, ProcessCounts.of(7, 3), Windows.event("a")));
            Sql.execute(url, "DELETE FROM event_rows");
            Sql.execute(url, "DELETE FROM processes");

            sinks.events().store(window(SECOND.plusSeconds(90), ProcessCounts.of(7, 5), Windows.event("a")));
        }

        assertThat(Sql.rows(url, "SELECT process_id, host, repeats FROM event_processes"))
                .containsExactly(PROCESS + "|host-1|5");
        assertThat(Sql.rows(url, HOSTS)).containsExactly("host-1|4711|5|{\"" + PROCESS + "\":5}");
    }
}
