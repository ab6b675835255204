// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.gatherer.sink.OldRows.ById;
import dev.centralog.gatherer.sink.OldRows.ByTime;
import dev.centralog.gatherer.sink.OldRows.Chunk;
import dev.centralog.gatherer.sink.OldRows.Range;
import dev.centralog.gatherer.sink.RetentionMark;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The deletion of what lies before some times, a chunk at a time, table by table. Thread-safety: none. */
final class RetentionPass {
    /** The time from which rows are looked for. */
    static final Instant START = Instant.parse("0001-01-01T00:00:00Z");

    /** The age that rows without an id must have: what comes late for a window comes within 20 h. */
    static final Duration LEAST_AGE = Duration.ofDays(2);

    /** The time by which {@code last_seen} of a process may be behind. */
    private static final Duration SEEN_STEP = Duration.ofMinutes(2);

    /** The number of attempts to drop days. */
    private static final int MOST_ATTEMPTS = 5;

    private final Upkeep tables;
    private final Limits limits;
    private final Deque<Work> work = new ArrayDeque<>();
    private final Map<String, Long> deleted = new TreeMap<>();
    private Instant from = START;
    private int attempts;

    /**
     * The times before which rows go.
     *
     * @param now the present time, by Redis's clock
     * @param mark the state of the tables a day ago
     * @param events the time of events, and of all that belongs to them; null for none
     * @param actions the time of actions, and of all that belongs to them; null for none
     * @param minutes the time of sums by minute; null for none
     * @param hours the time of sums by hour; null for none
     */
    record Limits(
            Instant now,
            RetentionMark mark,
            @Nullable Instant events,
            @Nullable Instant actions,
            @Nullable Instant minutes,
            @Nullable Instant hours) {
        /** Returns the time of rows that have no id to tell when they were stored; null for none. */
        @Nullable
        Instant besides(@Nullable Instant before) {
            Instant upTo = mark.upTo();
            return before == null || upTo == null ? null : earlier(before, earlier(upTo, now.minus(LEAST_AGE)));
        }

        private static Instant earlier(Instant one, Instant other) {
            return one.isBefore(other) ? one : other;
        }
    }

    private record Work(String table, boolean mayBeLeft, Step step) {}

    private interface Step {
        Chunk take(Instant from);
    }

    RetentionPass(Upkeep tables, Limits limits) {
        this.tables = tables;
        this.limits = limits;
        Instant events = limits.events();
        Instant actions = limits.actions();
        if (events != null) {
            Range days = new Range(START, events, limits.mark().lastDelivery());
            work.add(new Work(ById.EVENTS.table(), true, start -> tables.dropDay(days)));
        }
        addById(ById.EVENTS, events, limits.mark().lastDelivery());
        addById(ById.ACTIONS, actions, limits.mark().lastAction());
        Instant besideEvents = limits.besides(events);
        addByTime(ByTime.SIGNS, besideEvents);
        addByTime(ByTime.DROPS, besideEvents);
        addByTime(ByTime.DELIVERIES, besideEvents);
        addByTime(ByTime.DEAD_LETTERS, besideEvents);
        addByTime(ByTime.PROCESSES, besideEvents == null ? null : besideEvents.minus(SEEN_STEP));
        Instant besideActions = limits.besides(actions);
        addByTime(ByTime.DROPS_OF_ACTIONS, besideActions);
        addByTime(ByTime.DELIVERIES_OF_ACTIONS, besideActions);
        Instant minutes = limits.besides(limits.minutes());
        addByTime(ByTime.GROUP_MINUTES, minutes);
        addByTime(ByTime.LEVEL_MINUTES, minutes);
        Instant hours = limits.besides(limits.hours());
        addByTime(ByTime.GROUP_HOURS, hours);
        addByTime(ByTime.LEVEL_HOURS, hours);
        addByTime(ByTime.GROUP_DAYS, hours == null ? null : hours.minus(1, ChronoUnit.DAYS));
        addByTime(ByTime.GROUP_RELEASES, hours);
        addByTime(ByTime.DEAD_LETTERS_OF_ACTIONS, besideActions);
    }

    private void addById(ById kind, @Nullable Instant before, long lastId) {
        if (before != null) {
            work.add(new Work(kind.table(), false, start -> tables.delete(kind, new Range(start, before, lastId))));
        }
    }

    private void addByTime(ByTime kind, @Nullable Instant before) {
        if (before != null) {
            work.add(new Work(kind.table(), false, start -> tables.delete(kind, before)));
        }
    }

    /** Deletes a chunk. Days that others use are left to the next pass after some attempts, so that they do not hold up the rest. */
    void step() {
        Work first = work.getFirst();
        Chunk chunk;
        try {
            chunk = first.step.take(from);
        } catch (SinkException e) {
            attempts++;
            if (first.mayBeLeft && attempts == MOST_ATTEMPTS) {
                work.removeFirst();
            }
            throw e;
        }
        attempts = 0;
        add(first.table, chunk.rows());
        add("sample_rows", chunk.samples());
        Instant next = chunk.next();
        if (next == null) {
            work.removeFirst();
        }
        from = next == null ? START : next;
    }

    private void add(String table, long rows) {
        if (rows > 0) {
            deleted.merge(table, rows, Long::sum);
        }
    }

    boolean isDone() {
        return work.isEmpty();
    }

    Limits limits() {
        return limits;
    }

    /** Returns the number of rows that were deleted, by table. */
    Map<String, Long> deleted() {
        return deleted;
    }

    /** Returns numbers of rows, by table, in words. */
    static String shown(Map<String, Long> rows) {
        return rows.entrySet().stream()
                .map(each -> each.getValue() + " of " + each.getKey())
                .collect(Collectors.joining(", ", "rows: ", ""));
    }
}
