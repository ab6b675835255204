// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import dev.centralog.LogEvent;
import dev.centralog.ProcessInfo;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.ProcessSign;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.sink.Sink;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Stored;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * An hour of a release before the demo, so that there is a time to compare the next release with. It repeats what the
 * release has logged in the demo, at the same pace. Applications can't log into the past, as Redis's clock decides in
 * which second they are counted; so the hour is given to the sink.
 *
 * <p>Thread-safety: any thread.
 */
final class HourBefore {
    private static final int MINUTES = 60;
    private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();

    private final String release;
    private final Duration time;
    private final String delivery = UUID.randomUUID() + ":0:1";
    private final SortedMap<String, LogEvent> groups = new TreeMap<>();
    private final SortedMap<String, SortedMap<String, Long>> repeats = new TreeMap<>();
    private final SortedMap<String, ProcessSign.Content> processes = new TreeMap<>();
    private Instant start = Instant.MAX;

    /**
     * Creates an hour in which nothing has happened yet.
     *
     * @param release the release
     * @param time how long it runs in the demo
     */
    HourBefore(String release, Duration time) {
        this.release = release;
        this.time = time;
    }

    /** Returns the same sinks; what is stored by them is noted if it is of the release. */
    Sinks noting(Sinks sinks) {
        return new Sinks(new NotingSink(sinks.events()), sinks.actions(), sinks.upkeep());
    }

    private final class NotingSink implements Sink<SealedWindow> {
        private final Sink<SealedWindow> sink;

        NotingSink(Sink<SealedWindow> sink) {
            this.sink = sink;
        }

        @Override
        public void prepare() {
            sink.prepare();
        }

        @Override
        public Stored store(SealedWindow window) {
            Stored stored = sink.store(window);
            window.parts().forEach(part -> note(part.content()));
            return stored;
        }

        @Override
        public void close() {
            sink.close();
        }
    }

    private synchronized void note(EventWindow.Content part) {
        for (ProcessSign sign : part.processes().signs()) {
            ProcessSign.Content content = sign.content();
            if (sign.kind() == ProcessSign.Kind.START
                    && content != null
                    && content.info().release().equals(release)) {
                processes.put(sign.process(), content);
                start = sign.windowStart().isBefore(start) ? sign.windowStart() : start;
            }
        }
        Map<String, ProcessInfo> known = part.processes().known();
        for (GatheredEvent row : part.events()) {
            row.processes().asMap().forEach((process, count) -> {
                ProcessInfo info = known.get(process);
                if (row.flag() == Flag.NONE && info != null && info.release().equals(release)) {
                    groups.putIfAbsent(row.groupId(), row.event());
                    repeats.computeIfAbsent(row.groupId(), key -> new TreeMap<>())
                            .merge(process, count, Long::sum);
                }
            });
        }
    }

    /** Stores the hour that ends with the minute in which the release was started, and returns its number of events. Blocks. */
    synchronized long store(Sink<SealedWindow> sink) {
        if (processes.isEmpty()) {
            throw new DemoException("no process of release " + release + " has reported its start");
        }
        Instant end = start.truncatedTo(ChronoUnit.MINUTES);
        long events = 0;
        for (int minute = 0; minute < MINUTES; minute++) {
            Instant window = end.minus(MINUTES - minute, ChronoUnit.MINUTES);
            List<GatheredEvent> rows = rows(window);
            events += rows.stream().mapToLong(GatheredEvent::repeats).sum();
            store(sink, rows, minute == 0 ? signs(window, ProcessSign.Kind.START) : List.of());
        }
        store(sink, List.of(), signs(end, ProcessSign.Kind.END));
        return events;
    }

    private void store(Sink<SealedWindow> sink, List<GatheredEvent> rows, List<ProcessSign> signs) {
        SortedMap<String, ProcessInfo> known = new TreeMap<>();
        processes.forEach((process, content) -> known.put(earlier(process), content.info()));
        EventWindow.Processes said = new EventWindow.Processes(known, signs);
        sink.store(new SealedWindow(delivery, 1, new EventWindow.Content(rows, List.of(), List.of(), said)));
    }

    /** Returns the rows of a minute; all its events are in its first second, as one window takes no time to store. */
    private List<GatheredEvent> rows(Instant window) {
        List<GatheredEvent> rows = new ArrayList<>();
        groups.forEach((group, event) -> rows.add(new GatheredEvent(
                window,
                group,
                delivery,
                ofMinute(group),
                event.toBuilder().time(window).build(),
                Flag.NONE)));
        return rows;
    }

    private ProcessCounts ofMinute(String group) {
        ProcessCounts.Builder counts = ProcessCounts.builder();
        repeats.getOrDefault(group, new TreeMap<>()).forEach((process, count) -> {
            long ofMinute = Math.max(1, count * MINUTE_MILLIS / time.toMillis());
            counts.add(Long.parseUnsignedLong(earlier(process), 16), ofMinute);
        });
        return counts.build();
    }

    private List<ProcessSign> signs(Instant window, ProcessSign.Kind kind) {
        List<ProcessSign> signs = new ArrayList<>();
        processes.forEach(
                (process, content) -> signs.add(new ProcessSign(window, delivery, earlier(process), kind, content)));
        return signs;
    }

    /** Returns the id of the process that stands for a process of the demo in the hour before. */
    private static String earlier(String process) {
        return String.format("%016x", ~Long.parseUnsignedLong(process, 16));
    }
}
