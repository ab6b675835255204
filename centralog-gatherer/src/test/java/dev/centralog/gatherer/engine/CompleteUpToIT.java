// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.DeliverySource;
import dev.centralog.gather.EventSource;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.ReadProgress;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.gatherer.sink.Upkeep;
import dev.centralog.testkit.SharedRedis;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of the time up to which what is stored is complete. */
class CompleteUpToIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final StatusListener SILENT = (severity, message, cause) -> {};

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    Path directory = Path.of("");

    private final Clock clock = Clock.systemUTC();
    private final List<String> said = new CopyOnWriteArrayList<>();

    private static CentralogConfig config() {
        return CentralogConfig.defaults()
                .with(Settings.REDIS, REDIS.uri())
                .with(ReaderSettings.LEASE, Duration.ofSeconds(2))
                .with(ReaderSettings.LATE_HOLD, Duration.ofMillis(100));
    }

    private static void log(Instant time) {
        try (Centralog centralog = Centralog.open(config().with(Settings.ENVIRONMENT, "test"), SILENT)) {
            centralog.log(LogEvent.builder().time(time).message("one").build());
            assertThat(centralog.close(LIMIT)).isZero();
        }
    }

    private UpkeepLoop upkeep(Sinks sinks, @Nullable DeliverySource<?> events) {
        StatusListener status = (severity, message, cause) -> said.add(message + (cause == null ? "" : ": " + cause));
        Upkeep tables = Objects.requireNonNull(sinks.upkeep());
        return new UpkeepLoop(
                tables,
                new Retention(config(), tables, status, dev.centralog.internal.time.Clock.system()),
                Map.of("events", () -> events),
                status);
    }

    private static @Nullable Instant upTo(String url, String stream) {
        List<String> rows = Sql.rows(url, "SELECT up_to FROM complete_up_to WHERE stream = '" + stream + "'");
        assertThat(rows).hasSizeLessThan(2);
        return rows.isEmpty() ? null : Instant.parse(normal(rows.get(0)));
    }

    /** Returns a time of any of the databases in the form of ISO. */
    private static String normal(String time) {
        return time.endsWith("Z") ? time : time.replace(' ', 'T').replaceFirst("\\+00(:00)?$", "") + "Z";
    }

    private static EventWindow claim(EventSource source) {
        return Awaitility.await().atMost(LIMIT).until(() -> source.claim(Duration.ofSeconds(1)), Objects::nonNull);
    }

    private static void store(Sinks sinks, EventWindow window) {
        sinks.events().store(Pipeline.readWindow(window).apply(window.attempts()));
        assertThat(window.acknowledge()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void upTo_windowLeasedByAFrozenGatherer_staysBeforeItUntilItIsTakenOver(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        log(clock.instant());
        try (EventSource frozen = EventSource.open(config(), SILENT);
                EventSource source = EventSource.open(config(), SILENT);
                Sinks sinks = Sinks.open(Databases.target(url))) {
            sinks.events().prepare();
            EventWindow held = claim(frozen);
            held.release(); // as if its process were frozen: the lease ends by itself
            UpkeepLoop upkeep = upkeep(sinks, source);

            upkeep.writeCompleteUpTo();
            assertThat(upTo(url, "events")).isEqualTo(held.windowStart());
            log(clock.instant());
            upkeep.writeCompleteUpTo();
            assertThat(upTo(url, "events")).isEqualTo(held.windowStart());

            List<EventWindow> both = new ArrayList<>(List.of(claim(source), claim(source)));
            both.sort(Comparator.comparing(EventWindow::windowStart));
            assertThat(both.get(0).windowStart()).isEqualTo(held.windowStart());
            store(sinks, both.get(1));
            upkeep.writeCompleteUpTo();
            assertThat(upTo(url, "events")).isEqualTo(held.windowStart());
            store(sinks, both.get(0));
            upkeep.writeCompleteUpTo();
            assertThat(upTo(url, "events")).isAfter(both.get(1).windowStart());
        }
        assertThat(said).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void upTo_lateDelivery_isUnchangedAndGoesOnMeanwhile(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        try (EventSource source = EventSource.open(config(), SILENT);
                Sinks sinks = Sinks.open(Databases.target(url))) {
            sinks.events().prepare();
            UpkeepLoop upkeep = upkeep(sinks, source);
            Instant time = clock.instant();
            log(time);
            EventWindow first = claim(source);
            store(sinks, first);
            upkeep.writeCompleteUpTo();
            Instant before = Objects.requireNonNull(upTo(url, "events"));
            assertThat(before).isAfter(first.windowStart());

            log(time);
            upkeep.writeCompleteUpTo();
            assertThat(upTo(url, "events")).isAfterOrEqualTo(before);
            EventWindow late = claim(source);
            assertThat(late.windowStart()).isEqualTo(first.windowStart());
            assertThat(late.delivery()).isNotEqualTo(first.delivery());
            Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
                EventWindow ofSigns = source.claim(Duration.ZERO); // it may be of that very second
                if (ofSigns != null) {
                    store(sinks, ofSigns);
                }
                upkeep.writeCompleteUpTo();
                assertThat(upTo(url, "events")).isAfter(before);
            });
            Instant meanwhile = Objects.requireNonNull(upTo(url, "events"));
            store(sinks, late);
            upkeep.writeCompleteUpTo();

            assertThat(upTo(url, "events")).isAfterOrEqualTo(meanwhile);
        }
    }

    @ParameterizedTest
    @EnumSource
    void upTo_writtenBySeveralAtOnce_neverGoesBack(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        List<Sinks> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(Sinks.open(Databases.target(url)));
        }
        all.get(0).events().prepare();
        Instant start = Instant.parse("2026-01-31T12:00:00Z");

        all.parallelStream().forEach(sinks -> {
            Upkeep tables = Objects.requireNonNull(sinks.upkeep());
            int mine = all.indexOf(sinks);
            List<Instant> seen = new ArrayList<>();
            LongStream.range(0, 25).forEach(i -> {
                Instant time = start.plusSeconds(i * 4 % 25 * 4 + mine);
                ReadProgress progress = new ReadProgress("0123456789abcdef", time, time, List.of());
                // It gives way to another writer after 100 ms, and the gatherer's next pass tries again.
                Instant there = Awaitility.await()
                        .atMost(LIMIT)
                        .ignoreExceptionsInstanceOf(SinkException.class)
                        .until(() -> tables.writeCompleteUpTo("events", progress), Objects::nonNull);
                assertThat(there).isAfterOrEqualTo(time);
                seen.add(Objects.requireNonNull(upTo(url, "events")));
            });
            assertThat(seen).isSorted();
        });

        assertThat(upTo(url, "events")).isEqualTo(start.plusSeconds(99));
        all.forEach(Sinks::close);
    }

    /** Tests the daemon's own thread, and that the time moves while nothing is logged. */
    @Test
    void gatherer_idle_movesOn() {
        String url = Databases.shared().empty(Kind.SQLITE, directory);
        CentralogConfig config = config().with(ReaderSettings.SLICE_DISTANCE, 1);
        try (Gatherer gatherer = Gatherer.open(config, Sinks.open(Databases.target(url)), SILENT)) {
            gatherer.start();
            Awaitility.await().atMost(LIMIT).ignoreExceptions().until(() -> upTo(url, "actions") != null);
            Instant first = Objects.requireNonNull(upTo(url, "events"));

            Awaitility.await().atMost(LIMIT).until(() -> Objects.requireNonNull(upTo(url, "events"))
                    .isAfter(first));
        }
    }

    @Test
    void drain_writesBothTimesAtItsEnd() throws InterruptedException {
        String url = Databases.shared().empty(Kind.SQLITE, directory);
        Instant time = clock.instant();
        try (Centralog centralog = Centralog.open(config(), SILENT)) {
            centralog.log(LogEvent.builder().time(time).message("one").build());
            centralog.actions().log(Action.of(1, "buy").at(time));
            assertThat(centralog.close(LIMIT)).isZero();
        }
        CentralogConfig config = config().with(GathererSettings.GIVE_UP_AFTER, Duration.ofSeconds(1));
        try (Gatherer gatherer = Gatherer.open(config, Sinks.open(Databases.target(url)), SILENT)) {
            assertThat(gatherer.drain()).isTrue();
        }

        assertThat(upTo(url, "events")).isAfter(time);
        assertThat(upTo(url, "actions"))
                .isBetween(time.minusSeconds(601), Instant.ofEpochSecond(time.getEpochSecond() / 600 * 600));
    }

    private record FakeSource(List<Instant> times) implements DeliverySource<EventWindow> {
        @Override
        public @Nullable EventWindow claim(Duration wait) {
            return null;
        }

        @Override
        public Backlog backlog() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ReadProgress> progress() {
            Instant time = times.remove(0);
            return List.of(new ReadProgress("0123456789abcdef", time, time, List.of()));
        }

        @Override
        public void close() {}
    }

    private void looks(String url, Instant... times) {
        try (Sinks sinks = Sinks.open(Databases.target(url))) {
            sinks.events().prepare();
            UpkeepLoop upkeep = upkeep(sinks, new FakeSource(new ArrayList<>(List.of(times))));
            for (int i = 0; i < times.length; i++) {
                upkeep.writeCompleteUpTo();
            }
        }
    }

    @Test
    void upTo_clockOfRedisFarOff_isNotWrittenAndSaid() {
        String url = Databases.shared().empty(Kind.SQLITE, directory);

        looks(url, Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));

        assertThat(upTo(url, "events")).isNull();
        assertThat(said).hasSize(2).allMatch(each -> each.contains("the table complete_up_to stays as it is"));
    }

    @Test
    void upTo_clockOfRedisJumps_isNotWritten() {
        String url = Databases.shared().empty(Kind.SQLITE, directory);
        Instant now = clock.instant();

        looks(url, now, now.plus(Duration.ofMinutes(50)));

        assertThat(upTo(url, "events")).isEqualTo(now);
        assertThat(said).isEmpty();
    }

    @Test
    void upTo_clockOfRedisSetBackSince_isSaidAndTheStatementSaidMendsIt() {
        String url = Databases.shared().empty(Kind.SQLITE, directory);
        Instant now = clock.instant();
        looks(url, now.plus(Duration.ofMinutes(50)));

        looks(url, now);

        assertThat(upTo(url, "events")).isEqualTo(now.plus(Duration.ofMinutes(50)));
        assertThat(said).hasSize(1);
        String what = said.get(0);
        Sql.execute(url, what.substring(what.indexOf("DELETE FROM")));
        looks(url, now);
        assertThat(upTo(url, "events")).isEqualTo(now);
    }
}
