// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ProcessInfo;
import dev.centralog.SourceLocation;
import dev.centralog.ThreadRef;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.ProcessSign;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.sink.Sinks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A database that is filled, by its sink, with what processes have logged, second by second. */
public final class StoredLog implements AutoCloseable {
    private static final String DELIVERY = "c0ffee:0:1";

    private final Sinks sinks;
    private final Map<String, ProcessInfo> processes = new TreeMap<>();
    private final Map<Instant, Second> seconds = new TreeMap<>();

    private record Second(Map<String, Row> rows, List<ProcessSign> signs) {}

    private record Row(LogEvent event, Flag flag, ProcessCounts.Builder counts) {}

    /** Opens a database. */
    public StoredLog(String url) {
        sinks = Sinks.open(Databases.target(url));
    }

    /** A process, by a small number. */
    public record Runner(int number, ProcessInfo info) {
        String id() {
            return String.format("%016x", number);
        }
    }

    /** Returns a process on the host {@code web-<number>}. */
    public static Runner process(int number, String environment, String release) {
        return new Runner(number, new ProcessInfo("shop", environment, release, "web-" + number, 4700 + number, ""));
    }

    /** Adds the sign of a process's start, and one that it is alive later. */
    public void run(Runner process, Instant start, Instant alive) {
        sign(process, ProcessSign.Kind.START, start);
        sign(process, ProcessSign.Kind.ALIVE, alive);
    }

    /** Adds a sign of a process. */
    public void sign(Runner process, ProcessSign.Kind kind, Instant time) {
        second(time)
                .signs
                .add(new ProcessSign(
                        time,
                        DELIVERY,
                        process.id(),
                        kind,
                        new ProcessSign.Content(process.info, "0.1.0", "17", "log4j2")));
    }

    private Second second(Instant time) {
        return seconds.computeIfAbsent(time, key -> new Second(new TreeMap<>(), new ArrayList<>()));
    }

    /** Adds an event that a process has logged in a second. */
    public void log(Instant time, Runner process, LogEvent event, long repeats) {
        log(time, process, event, new Count(repeats, Flag.NONE));
    }

    /** A number of events, and the flag of their row. */
    public record Count(long repeats, Flag flag) {}

    /** Adds an event with a flag. */
    public void log(Instant time, Runner process, LogEvent event, Count count) {
        processes.put(process.id(), process.info);
        LogEvent logged = event.toBuilder()
                .time(time)
                .origin(new Origin("shop", process.info.environment(), process.info.host(), process.info.pid()))
                .build();
        String group = String.format(
                "%032x",
                Integer.toUnsignedLong(List.of(
                                process.info.environment(),
                                event.level().name(),
                                String.valueOf(event.template()),
                                count.flag.label())
                        .hashCode()));
        second(time)
                .rows
                .computeIfAbsent(group, key -> new Row(logged, count.flag, ProcessCounts.builder()))
                .counts
                .add(process.number, count.repeats);
    }

    /** Returns an event of the shop, with a place of its own for each template. */
    public static LogEvent event(Level level, String template) {
        return LogEvent.builder()
                .time(Instant.EPOCH)
                .level(level)
                .logger("com.example.Shop")
                .thread(ThreadRef.UNKNOWN)
                .template(template)
                .message(template.replace("{}", "42"))
                .location(new SourceLocation("com.example.Shop", "m" + template.length(), "Shop.java", 1))
                .build();
    }

    /** Stores all that was added. */
    public void store() {
        seconds.forEach((time, second) -> {
            List<GatheredEvent> rows = new ArrayList<>();
            Map<String, ProcessInfo> known = new TreeMap<>();
            second.rows.forEach((group, row) -> {
                ProcessCounts counts = row.counts.build();
                rows.add(new GatheredEvent(time, group, DELIVERY, counts, row.event, row.flag));
                counts.asMap().keySet().forEach(id -> known.put(id, Objects.requireNonNull(processes.get(id))));
            });
            EventWindow.Processes said = new EventWindow.Processes(known, second.signs);
            sinks.events()
                    .store(new SealedWindow(DELIVERY, 1, new EventWindow.Content(rows, List.of(), List.of(), said)));
        });
        seconds.clear();
    }

    /** Gives all groups their families, as the gatherer does a moment after storing. */
    public void label() {
        boolean more = true;
        while (more) {
            more = Objects.requireNonNull(sinks.upkeep()).labelFamilies();
        }
    }

    /** Returns the sinks. */
    public Sinks sinks() {
        return sinks;
    }

    @Override
    public void close() {
        sinks.close();
    }
}
