// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.EventMarker;
import dev.centralog.KeyValue;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.SourceLocation;
import dev.centralog.ThreadRef;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.UnreadablePayload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sealed windows for tests of sinks. */
public final class Windows {
    /** The second of all windows here. */
    public static final Instant SECOND = Instant.parse("2026-01-31T23:59:58Z");
    /** The first delivery of that second. */
    public static final String FIRST = "c0ffee:0:1";
    /** A late delivery of that second. */
    public static final String LATE = "c0ffee:0:2";

    private static final LogEvent RICH = makeRich();

    private Windows() {}

    /** Returns a group's id. */
    public static String group(int number) {
        return String.format("%032x", number);
    }

    /** Returns a window of that delivery, gathered for the first time. */
    public static SealedWindow of(String delivery, GatheredEvent... events) {
        return of(delivery, 1, Arrays.asList(events));
    }

    /** Returns a window of that delivery. */
    public static SealedWindow of(String delivery, int attempts, List<GatheredEvent> events) {
        return new SealedWindow(delivery, attempts, new EventWindow.Content(events, List.of(), List.of()));
    }

    /** Stores a window of that delivery, and tries again as the gatherer does: after a deadlock, for instance. */
    static void storeWithRetries(Sinks sinks, String delivery, List<GatheredEvent> events) {
        for (int attempt = 1; ; attempt++) {
            try {
                sinks.events().store(of(delivery, attempt, events));
                return;
            } catch (SinkException e) {
                assertThat(e.kind()).isEqualTo(SinkException.Kind.AWAY);
                assertThat(attempt).isLessThan(50);
            }
        }
    }

    /** Returns a window of the first delivery with drop reports only. */
    public static SealedWindow ofDrops(int attempts, DropReport... drops) {
        return new SealedWindow(FIRST, attempts, new EventWindow.Content(List.of(), List.of(drops), List.of()));
    }

    /** Returns a window of the first delivery whose only group could not be read. */
    public static SealedWindow ofUnreadable(int attempts, byte[] raw) {
        GatheredEvent count = counted(FIRST, 1, GatheredEvent.Flag.UNREADABLE);
        UnreadablePayload payload = new UnreadablePayload(SECOND, group(1), FIRST, raw, "not an event");
        return new SealedWindow(FIRST, attempts, new EventWindow.Content(List.of(count), List.of(), List.of(payload)));
    }

    /** Returns a row of the first delivery. */
    public static GatheredEvent row(int group, long repeats, LogEvent event) {
        return row(FIRST, group, repeats, event);
    }

    /** Returns a row. */
    public static GatheredEvent row(String delivery, int group, long repeats, LogEvent event) {
        return new GatheredEvent(
                SECOND, group(group), delivery, ProcessCounts.ofUnknown(repeats), event, GatheredEvent.Flag.NONE);
    }

    /** Returns a row that has only a count, of 7. */
    public static GatheredEvent counted(String delivery, int group, GatheredEvent.Flag flag) {
        LogEvent bare = LogEvent.builder()
                .time(SECOND)
                .thread(ThreadRef.UNKNOWN)
                .message("")
                .build();
        return new GatheredEvent(SECOND, group(group), delivery, ProcessCounts.ofUnknown(7), bare, flag);
    }

    /** Returns a plain event. */
    public static LogEvent event(String message) {
        return LogEvent.builder()
                .time(SECOND.plusMillis(250))
                .logger("com.example.Shop")
                .thread(new ThreadRef("main", 1, 5))
                .message(message)
                .origin(new Origin("shop", "test", "host-1", 4711))
                .sequence(1)
                .build();
    }

    /** Returns an event with a value in every field, always the same. */
    public static LogEvent rich() {
        return RICH;
    }

    private static LogEvent makeRich() {
        IllegalStateException cause = new IllegalStateException("cause \\ with\ttab\nand line");
        IllegalArgumentException thrown = new IllegalArgumentException("bad \u00e4 \ud83d\ude00", cause);
        thrown.addSuppressed(new RuntimeException("suppressed"));
        Map<String, @Nullable String> mdc = new LinkedHashMap<>();
        mdc.put("zebra", "last in the alphabet, first here");
        mdc.put("apple", null);
        List<@Nullable Object> arguments = new ArrayList<>();
        arguments.add(42);
        arguments.add(null);
        arguments.add("text");
        arguments.add(1.5);
        arguments.add(List.of(1, true));
        return LogEvent.builder()
                .time(SECOND.plusNanos(123_456_789))
                .level(new Level("NOTICE", 10))
                .logger("com.example.Shop")
                .thread(new ThreadRef("worker \"1\"", 17, 5))
                .template("took {} of {}\\N")
                .arguments(arguments)
                .message("took 42 of null\\N \u00fc \ud83d\ude00\tx\r\ny")
                .thrown(thrown)
                .location(new SourceLocation("com.example.Shop", "sell", "Shop.java", 88))
                .markers(List.of(new EventMarker("CHILD", List.of(new EventMarker("PARENT")))))
                .mdc(mdc)
                .ndc(List.of("outer", "inner"))
                .keyValues(List.of(new KeyValue("k", 1), new KeyValue("k", "again")))
                .origin(new Origin("shop", "test", "host-1", 4711))
                .sequence(99)
                .cuts(Map.of("message", 70_000L))
                .build();
    }
}
