// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import static dev.centralog.gatherer.sink.Windows.FIRST;
import static dev.centralog.gatherer.sink.Windows.LATE;
import static dev.centralog.gatherer.sink.Windows.SECOND;
import static dev.centralog.gatherer.sink.Windows.event;
import static dev.centralog.gatherer.sink.Windows.rich;
import static dev.centralog.gatherer.sink.Windows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ThreadRef;
import dev.centralog.Thrown;
import dev.centralog.gather.EventWire;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.RowReplayer;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.gatherer.sink.Windows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoredEventsIT {
    @TempDir
    Path directory = Path.of("");

    private SinkTarget empty(Kind kind) {
        return Databases.target(Databases.shared().empty(kind, directory));
    }

    private static void store(SinkTarget target, String delivery, GatheredEvent... events) {
        try (Sinks sinks = Sinks.open(target)) {
            sinks.events().store(Windows.of(delivery, events));
        }
    }

    @ParameterizedTest
    @EnumSource
    void last_everyField_isAsLogged(Kind kind) {
        SinkTarget target = empty(kind);
        LogEvent bare =
                LogEvent.builder().time(SECOND).thread(ThreadRef.UNKNOWN).build();
        LogEvent distant = rich().toBuilder().time(Instant.MAX).build();
        store(target, FIRST, row(1, 3, rich()), row(2, 1, bare), row(3, 1, distant));
        store(target, LATE, row(LATE, 4, 3, rich()));

        try (StoredEvents events = StoredEvents.open(target)) {
            List<StoredEvent> last = events.last(EventQuery.ALL, 10);

            assertThat(last).extracting(StoredEvent::repeats).containsExactly(1L, 3L, 3L, 1L);
            assertThat(last.get(0).event()).isEqualTo(bare);
            assertThat(last.get(1).event()).isEqualTo(rich());
            assertThat(last.get(2).event()).isEqualTo(rich());
            assertThat(last.get(3).event().time()).isEqualTo(Instant.MAX);
            assertThat(last.get(3).event().thrown()).isEqualTo(distant.thrown());
            assertThat(last.get(1).windowStart()).isEqualTo(SECOND);
            assertThat(last.get(1).groupId()).isEqualTo(Windows.group(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void last_conditions_chooseTheLastOfThose(Kind kind) {
        SinkTarget target = empty(kind);
        LogEvent.Builder event = event("x").toBuilder();
        store(
                target,
                FIRST,
                row(1, 1, event.message("old").time(SECOND.minusSeconds(60)).build()),
                row(2, 1, event.message("info").time(SECOND).sequence(1).build()),
                row(3, 1, event.message("warn").sequence(2).level(Level.WARN).build()),
                row(4, 1, event.message("error").sequence(3).level(Level.ERROR).build()),
                row(5, 1, event.message("other").sequence(4).logger("org.other").build()),
                row(
                        6,
                        1,
                        event.message("own")
                                .sequence(5)
                                .level(new Level("AUDIT", 0))
                                .build()));

        try (StoredEvents events = StoredEvents.open(target)) {
            assertThat(messages(events.last(EventQuery.ALL, 3))).containsExactly("error", "other", "own");
            assertThat(messages(events.last(EventQuery.ALL.with(EventFilter.Kind.LEVEL, "WARN"), 9)))
                    .containsExactly("warn", "error", "other");
            assertThat(messages(events.last(EventQuery.ALL.with(EventFilter.Kind.LEVEL, "AUDIT"), 9)))
                    .containsExactly("own");
            assertThat(messages(events.last(
                            EventQuery.in(new TimeRange(SECOND, null)).with(EventFilter.Kind.LOGGER, "com.exa"), 9)))
                    .containsExactly("old", "info", "warn", "error");
            for (String app : List.of("nobody", "Shop", "shop ")) {
                assertThat(events.last(EventQuery.ALL.with(EventFilter.Kind.APP, app), 9))
                        .isEmpty();
            }
            assertThat(events.last(EventQuery.ALL.with(EventFilter.Kind.LOGGER, "com.Exa"), 9))
                    .isEmpty();
        }
    }

    /** Looks for rows of a few groups that are older than an hour, and than eight hours, among others. */
    @ParameterizedTest
    @EnumSource
    void last_rowsOfFewGroups_areFoundHowFarBackTheyAre(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        try (StoredLog log = new StoredLog(url)) {
            StoredLog.Runner process = StoredLog.process(1, "test", "1.0");
            for (int minute = 0; minute < 900; minute += 5) {
                Instant time = SECOND.minusSeconds(60L * minute);
                boolean isError = minute % 30 == 5;
                log.log(
                        time,
                        process,
                        StoredLog.event(
                                isError ? Level.ERROR : Level.INFO, (isError ? "lost {} " : "paid {} ") + minute % 7),
                        1);
            }
            log.store();
        }

        try (StoredEvents events = StoredEvents.open(Databases.target(url))) {
            EventQuery errors = EventQuery.ALL.with(EventFilter.Kind.LEVEL, "ERROR");
            for (int limit : new int[] {1, 2, 3, 16, 17, 30, 99}) {
                assertThat(events.last(errors, limit))
                        .as("%s", limit)
                        .hasSize(Math.min(limit, 30))
                        .allMatch(each -> each.event().level().equals(Level.ERROR))
                        .last()
                        .extracting(StoredEvent::windowStart)
                        .isEqualTo(SECOND.minusSeconds(60 * 5));
            }
            assertThat(events.last(errors.since(SECOND.minusSeconds(3600 * 2)), 99))
                    .hasSize(4);
            assertThat(events.last(EventQuery.ALL.with(EventFilter.Kind.LEVEL, "FATAL"), 9))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void samples_everyField_isAsLogged(Kind kind) {
        SinkTarget target = empty(kind);
        LogEvent first = rich();
        Thrown thrown = Objects.requireNonNull(first.thrown());
        Thrown cause = Objects.requireNonNull(thrown.cause());
        Thrown own = new Thrown(
                thrown.className(),
                "own",
                null,
                thrown.frames(),
                0,
                new Thrown(cause.className(), null, null, cause.frames(), 0, null, List.of(), -1),
                List.of(),
                -1);
        LogEvent far = first.toBuilder()
                .time(Instant.MIN)
                .thread(new ThreadRef(null, 3, 1))
                .template("another")
                .message("own message")
                .arguments(1, "b")
                .mdc(Map.of("user", "bob"))
                .ndc(List.of("n"))
                .keyValues(List.of())
                .thrown(own)
                .origin(new Origin("shop", "test", "", 0))
                .sequence(7)
                .build();
        LogEvent near = far.toBuilder()
                .time(SECOND.plusNanos(1))
                .template(first.template())
                .mdc(Map.of())
                .cuts(Map.of())
                .build();
        GatheredEvent.Samples samples = new GatheredEvent.Samples(
                true,
                List.of(
                        new GatheredSample("00000000000000ab", 7, near),
                        new GatheredSample("00000000000000ac", 7, far)));
        GatheredEvent counted = row(1, 3, first);
        store(
                target,
                FIRST,
                new GatheredEvent(
                        counted.windowStart(),
                        counted.groupId(),
                        FIRST,
                        counted.processes(),
                        first,
                        counted.flag(),
                        samples),
                row(2, 1, event("alone")));

        try (StoredEvents events = StoredEvents.open(target)) {
            List<StoredEvent> last = events.last(EventQuery.ALL, 10);

            assertThat(last)
                    .extracting(StoredEvent::inFull)
                    .containsExactly(new StoredEvent.InFull(3, true), new StoredEvent.InFull(1, true));
            assertThat(events.samples(last.get(1))).isEmpty();
            List<GatheredSample> read = events.samples(last.get(0));
            assertThat(read)
                    .extracting(GatheredSample::process)
                    .containsExactly("00000000000000ac", "00000000000000ab");
            assertThat(read.get(1).event()).isEqualTo(near);
            assertThat(read.get(0).event().toBuilder().cuts(far.cuts()).build()).isEqualTo(far);
        }
    }

    private static List<String> messages(List<StoredEvent> events) {
        return events.stream()
                .map(each -> String.valueOf(each.event().message()))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void news_whateverItsTime_isToldOnce(Kind kind) {
        SinkTarget target = empty(kind);
        store(target, FIRST, row(1, 1, event("before")));

        try (StoredEvents events = StoredEvents.open(target)) {
            events.follow();
            assertThat(events.news(EventQuery.ALL)).isEmpty();

            LogEvent old = event("a day old").toBuilder()
                    .time(SECOND.minusSeconds(86_400))
                    .build();
            store(target, LATE, row(LATE, 2, 1, event("new")), row(LATE, 3, 1, old));

            assertThat(messages(events.news(EventQuery.ALL))).containsExactly("a day old", "new");
            assertThat(events.news(EventQuery.ALL)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE", mode = EnumSource.Mode.EXCLUDE) // because it allows one writer at a time
    void news_committedAfterLaterRows_isToldToo(Kind kind) throws Exception {
        SinkTarget target = empty(kind);
        store(target, FIRST, row(1, 1, event("before")));
        Database database = Database.of(target);

        try (StoredEvents events = StoredEvents.open(target);
                Connection slow = database.openToWrite()) {
            database.begin(slow);
            RowReplayer.fill(slow, database, row("redis:0:9", 2, 1, event("slow")));
            events.follow();
            store(target, LATE, row(LATE, 3, 1, event("fast")));
            assertThat(messages(events.news(EventQuery.ALL))).containsExactly("fast");

            database.commit(slow);

            assertThat(messages(events.news(EventQuery.ALL))).containsExactly("slow");
            assertThat(events.news(EventQuery.ALL)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void open_noTables_saysSo(Kind kind) {
        SinkTarget target = Databases.target(Databases.shared().withoutTables(kind, directory));

        assertThatThrownBy(() -> StoredEvents.open(target))
                .isInstanceOf(SinkException.class)
                .hasMessageMatching("(there is no database file|the tables of Centralog in .* are missing).*");
    }

    @ParameterizedTest
    @EnumSource
    void replay_readableBytes_fillTheRowAndKeepItsCount(Kind kind) {
        SinkTarget target = empty(kind);
        try (Sinks sinks = Sinks.open(target)) {
            sinks.events().store(Windows.ofUnreadable(1, EventWire.encode(rich())));
        }

        try (DeadLetters letters = DeadLetters.open(target);
                StoredEvents events = StoredEvents.open(target)) {
            DeadLetter letter = letters.list(false).get(0);
            assertThat(letter).returns("not an event", DeadLetter::reason).returns(null, DeadLetter::replayedAt);

            assertThat(letters.replay(letter)).isNull();

            StoredEvent filled = events.last(EventQuery.ALL, 2).get(0);
            assertThat(filled.event()).isEqualTo(rich());
            assertThat(filled).returns(7L, StoredEvent::repeats).returns("", StoredEvent::flag);
            assertThat(letters.list(false)).isEmpty();
            assertThat(letters.list(true))
                    .singleElement()
                    .extracting(DeadLetter::replayedAt)
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void replay_eventOfAVaryingRow_givesTheRowItsFlag(Kind kind) {
        SinkTarget target = empty(kind);
        try (Sinks sinks = Sinks.open(target)) {
            sinks.events().store(Windows.ofUnreadable(1, EventWire.encode(rich(), true)));
        }

        try (DeadLetters letters = DeadLetters.open(target)) {
            assertThat(letters.replay(letters.list(false).get(0))).isNull();
        }

        assertThat(Sql.rows(target.url(), "SELECT repeats, flag FROM events")).containsExactly("7|varying");
    }

    @ParameterizedTest
    @EnumSource
    void replay_garbage_saysWhyAndKeepsIt(Kind kind) {
        SinkTarget target = empty(kind);
        byte[] garbage = "{\"v\":99}".getBytes(StandardCharsets.UTF_8);
        try (Sinks sinks = Sinks.open(target)) {
            sinks.events().store(Windows.ofUnreadable(1, garbage));
        }

        try (DeadLetters letters = DeadLetters.open(target)) {
            assertThat(letters.replay(letters.list(false).get(0))).contains("99");

            DeadLetter after = letters.list(false).get(0);
            assertThat(after.attempts()).isEqualTo(2);
            assertThat(after.raw()).isEqualTo(garbage);
            assertThat(Sql.rows(target.url(), "SELECT repeats, flag FROM events"))
                    .containsExactly("7|unreadable");
            assertThat(letters.drop(after.id())).isTrue();
            assertThat(letters.drop(after.id())).isFalse();
            assertThat(letters.find(after.id())).isNull();
        }
    }
}
