// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ProcessInfo;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.ProcessSign;
import dev.centralog.gather.ReadProgress;
import dev.centralog.gather.UnreadablePayload;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.sink.SealedSlice;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Slices;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.gatherer.sink.Upkeep;
import dev.centralog.gatherer.sink.Windows;
import dev.centralog.internal.claim.RedisClockWatch;
import dev.centralog.internal.time.Clock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The common part of tests of retention: a real database, and clocks that the test sets. */
abstract class RetentionFixture {
    private static final String PROCESS = "00000000000000ab";
    private static final ProcessInfo INFO = new ProcessInfo("shop", "test", "1.4.2", "web-7", 4711, "pod-7");
    private static final String REDIS_ID = "0123456789abcdef";
    static final Instant NOW = Instant.parse("2026-06-30T12:30:00Z");
    static final int MARKS = 27;
    private static final List<String> TABLES =
            List.of("events", "event_samples", "process_signs", "processes", "drops", "dead_letters", "actions");

    @TempDir
    Path directory = Path.of("");

    final List<String> said = new CopyOnWriteArrayList<>();
    final Map<String, List<ReadProgress>> looks = new HashMap<>();
    String url = "";
    Instant redisTime = NOW;
    Duration hostIsBehind = Duration.ZERO;
    private long nanos;
    private int stored;
    private @Nullable Sinks open;

    private final Clock clock = new Clock() {
        @Override
        public long epochMillis() {
            return redisTime.minus(hostIsBehind).toEpochMilli();
        }

        @Override
        public long nanos() {
            return nanos;
        }
    };
    final RedisClockWatch watch = new RedisClockWatch(clock);

    final Sinks open(Kind kind) {
        url = Databases.shared().empty(kind, directory);
        Sinks sinks = Sinks.open(Databases.target(url));
        sinks.events().prepare();
        open = sinks;
        return sinks;
    }

    @AfterEach
    final void close() {
        if (open != null) {
            open.close();
        }
    }

    final Retention retention(Sinks sinks, CentralogConfig config) {
        return new Retention(
                config,
                tables(sinks),
                (severity, message, cause) -> said.add(severity + " " + message + (cause == null ? "" : ": " + cause)),
                clock);
    }

    static Upkeep tables(Sinks sinks) {
        return Objects.requireNonNull(sinks.upkeep());
    }

    static CentralogConfig keeping(String events, String actions) {
        return CentralogConfig.parse(Map.of("keepEvents", events, "keepActions", actions), GathererSettings.ALL);
    }

    /** Stores a window with rows in all tables of events, and a slice. */
    final void store(Sinks sinks, Instant start) {
        String delivery = REDIS_ID + ":0:" + ++stored;
        LogEvent event = Windows.event("of " + start).toBuilder().time(start).build();
        GatheredEvent row = new GatheredEvent(
                start,
                Windows.group(1),
                delivery,
                ProcessCounts.of(0xab, 5),
                event,
                GatheredEvent.Flag.NONE,
                new GatheredEvent.Samples(true, List.of(new GatheredSample(PROCESS, 2, event))));
        List<UnreadablePayload> letters = List.of(
                new UnreadablePayload(start, Windows.group(2), delivery, new byte[] {1}, "replayed"),
                new UnreadablePayload(start, Windows.group(3), delivery, new byte[] {1}, "not replayed"));
        ProcessSign.Content content = new ProcessSign.Content(INFO, "0.1.0", "17", "log4j");
        String process = String.format("%016x", stored);
        ProcessSign sign = new ProcessSign(start, delivery, process, ProcessSign.Kind.ALIVE, content);
        Origin origin = new Origin("shop", "", "h", 1);
        sinks.events()
                .store(new SealedWindow(
                        delivery,
                        1,
                        new EventWindow.Content(
                                List.of(row),
                                List.of(
                                        new DropReport(start, "~d1", delivery, DropReport.EVENTS, 3, "full", origin),
                                        new DropReport(start, "~d2", delivery, DropReport.ACTIONS, 4, "full", origin)),
                                letters,
                                new EventWindow.Processes(Map.of(), List.of(sign)))));
        Sql.execute(url, "UPDATE dead_letters SET replayed_at = first_seen WHERE reason = 'replayed'");
        Instant slice = Instant.ofEpochSecond(start.getEpochSecond() / 600 * 600);
        sinks.actions()
                .store(SealedSlice.of(Windows.FIRST, 1, List.of(Slices.at(slice, Slices.action("bob", "buy", 2)))));
    }

    /** Returns the numbers of rows in {@link #TABLES}. */
    final List<Long> rows() {
        return TABLES.stream()
                .map(table -> Sql.number(url, "SELECT count(*) FROM " + table))
                .toList();
    }

    final void pass(Duration time) {
        redisTime = redisTime.plus(time);
        nanos += time.toNanos();
        watch.onTime(redisTime.toEpochMilli());
    }

    /** Looks at Redis, where these windows are leased. */
    final void look(Sinks sinks, Instant... leased) {
        List<ReadProgress.Pending> pending = new ArrayList<>();
        for (Instant start : leased) {
            pending.add(new ReadProgress.Pending(start, start.plusSeconds(1), true));
        }
        ReadProgress progress = new ReadProgress(REDIS_ID, redisTime, redisTime, pending);
        looks.put(DropReport.EVENTS, List.of(progress));
        looks.put(DropReport.ACTIONS, List.of(progress));
        tables(sinks).writeCompleteUpTo(DropReport.EVENTS, progress);
    }

    /** Makes the passes of that many hours. */
    final void hours(Retention retention, Sinks sinks, int hours, Instant... leased) {
        for (int hour = 0; hour < hours; hour++) {
            nextHour(sinks, leased);
            steps(retention, 10_000);
        }
    }

    /** Lets an hour pass, and looks at Redis; the pass of that hour is still to be made. */
    final void nextHour(Sinks sinks, Instant... leased) {
        pass(Duration.ofMinutes(59));
        pass(Duration.ofMinutes(1));
        look(sinks, leased);
    }

    final int steps(Retention retention, int most) {
        int steps = 0;
        while (steps < most && retention.step(looks, watch) != null) {
            steps++;
        }
        assertThat(steps).isLessThan(10_000);
        return steps;
    }

    static long count(Connection reader) throws SQLException {
        try (Statement statement = reader.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM events")) {
            row.next();
            return row.getLong(1);
        }
    }

    final void storeRows(Sinks sinks, Instant start, int rows) {
        String delivery = REDIS_ID + ":0:" + ++stored;
        LogEvent event = Windows.event("x".repeat(1000)).toBuilder().time(start).build();
        List<GatheredEvent> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            all.add(new GatheredEvent(
                    start,
                    Windows.group(i),
                    delivery,
                    ProcessCounts.of(0xab, 5),
                    event,
                    GatheredEvent.Flag.NONE,
                    new GatheredEvent.Samples(true, List.of(new GatheredSample(PROCESS, 2 + i, event)))));
        }
        sinks.events().store(Windows.of(delivery, 1, all));
    }
}
