// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.CentralogConfig;
import dev.centralog.StatusListener;
import dev.centralog.StatusListener.Severity;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.ReadProgress;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.engine.RetentionPass.Limits;
import dev.centralog.gatherer.sink.OldRows.ById;
import dev.centralog.gatherer.sink.OldRows.Range;
import dev.centralog.gatherer.sink.RetentionMark;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.Upkeep;
import dev.centralog.internal.claim.RedisClockWatch;
import dev.centralog.internal.retry.ExponentialBackoff;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The deletion of rows that are older than they are kept, in small steps. Each hour by Redis's clock, one of the gatherers of a
 * database makes a pass: the one that has marked the hour in the table {@code retention_marks}.
 *
 * <p>What goes was stored a day ago, as these marks show, and is of no window that is leased. While Redis's clock can't be
 * trusted, nothing goes.
 *
 * <p>Thread-safety: none.
 */
final class Retention {
    /** The longest time that sums by minute are kept: five weeks, so that a week can be compared with the four before. */
    private static final Duration MINUTES_KEPT = Duration.ofDays(35);

    /** The number of days ahead, beside the present one, whose places are made. */
    private static final int DAYS_AHEAD = 3;

    /** The longest time that events are kept in days apart: a query locks all days that it may read, and locks are limited. */
    private static final Duration MOST_DAYS = Duration.ofDays(100);

    private static final Duration SAY_EVERY = Duration.ofHours(23);
    private static final Duration SAY_PROGRESS_EVERY = Duration.ofSeconds(30);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
    private static final Duration AFTER_REFUSAL = Duration.ofHours(1);
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final int FAILURES_TO_SAY = 3;
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final Upkeep tables;
    private final Duration keepEvents;
    private final Duration keepActions;
    private final Duration keepRollUps;
    private final long mostBytes;
    private final RateLimitedStatus status;
    private final Clock clock;
    private final Map<String, Long> deleted = new TreeMap<>();
    private volatile @Nullable Deletion deletion;
    private @Nullable Instant marked;
    private @Nullable Instant daysMade;
    private @Nullable RetentionPass pass;
    private @Nullable Instant dayForRoom;
    private boolean isShrinking;
    private boolean hasSaid;
    private long saidNanos;
    private long progressNanos;
    private int failures;
    private boolean refused;
    private long refusedNanos;

    Retention(CentralogConfig config, Upkeep tables, StatusListener status, Clock clock) {
        this.tables = tables;
        this.status = new RateLimitedStatus(status, clock);
        this.clock = clock;
        keepEvents = config.get(GathererSettings.KEEP_EVENTS);
        keepActions = config.get(GathererSettings.KEEP_ACTIONS);
        keepRollUps = config.get(GathererSettings.KEEP_ROLL_UPS);
        mostBytes = config.get(GathererSettings.MAX_DATABASE_BYTES);
    }

    /**
     * Does the next step, which is one short transaction.
     *
     * @param looks the last look at each partition in Redis for each stream that is gathered; others are left alone
     * @return the pause before the next step; null if there is nothing to do at the moment
     */
    @Nullable
    Duration step(Map<String, List<ReadProgress>> looks, RedisClockWatch watch) {
        long start = clock.nanos();
        boolean isRefused = refused && start - refusedNanos < AFTER_REFUSAL.toNanos();
        if (looks.isEmpty() || isRefused || !watch.isSteady() || watch.isApart()) {
            return null;
        }
        try {
            Duration wait = work(Instant.ofEpochMilli(watch.redisMillis()), looks);
            failures = 0;
            Duration pause = Duration.ofNanos(clock.nanos() - start).multipliedBy(2);
            return wait == null || wait.compareTo(pause) > 0 ? wait : pause;
        } catch (SinkException e) {
            return afterFailure(e);
        }
    }

    private @Nullable Duration work(Instant now, Map<String, List<ReadProgress>> looks) {
        RetentionPass current = pass;
        if (current == null && !isShrinking) {
            makeDays(now);
            pass = begin(now, looks);
            return pass == null ? null : SHORTEST_PAUSE;
        }
        String why = tables.whyToWait();
        if (why != null) {
            status.warn("wait", "deleting old rows waits: " + why, null);
            return WAIT;
        }
        if (current == null) {
            isShrinking = tables.shrink();
            return isShrinking ? SHORTEST_PAUSE : null;
        }
        if (!current.isDone()) {
            current.step();
            sayProgress(current);
            return SHORTEST_PAUSE;
        }
        pass = next(current, looks);
        isShrinking = pass == null;
        return SHORTEST_PAUSE;
    }

    /** Makes the places of the days that come, once an hour. Where that fails it is tried again, and holds up nothing. */
    private void makeDays(Instant now) {
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        if (hour.equals(daysMade) || keepEvents.isZero() || keepEvents.compareTo(MOST_DAYS) > 0) {
            return;
        }
        try {
            Instant today = now.truncatedTo(ChronoUnit.DAYS);
            boolean made = true;
            for (int ahead = 0; made && ahead <= DAYS_AHEAD; ahead++) {
                made = tables.makeDay(today.plus(ahead, ChronoUnit.DAYS), now);
            }
            daysMade = made ? hour : daysMade;
        } catch (SinkException e) {
            if (e.kind() != SinkException.Kind.AWAY && !e.isOfNewerTables()) {
                status.warn("days", "can't make the places of the days that come; trying again", e);
            }
        }
    }

    private @Nullable Duration afterFailure(SinkException e) {
        boolean mayPass = e.kind() == SinkException.Kind.AWAY;
        failures++;
        boolean isSaid = e.isOfNewerTables(); // by the loop that this is a step of
        if (!isSaid && (!mayPass || failures >= FAILURES_TO_SAY)) {
            status.warn("failure", "can't delete old rows; trying again" + (mayPass ? "" : " in an hour"), e);
        }
        if (mayPass) {
            return Duration.ofNanos(BACKOFF.pauseNanos(failures));
        }
        refused = true;
        refusedNanos = clock.nanos();
        pass = null;
        isShrinking = false;
        return null;
    }

    /** Returns what the last pass that has deleted something has deleted; null if none has yet. Any thread. */
    @Nullable
    Deletion lastDeletion() {
        return deletion;
    }

    /** Marks the hour, and returns a pass; null if the hour is marked already, or if nothing is to be deleted. */
    private @Nullable RetentionPass begin(Instant now, Map<String, List<ReadProgress>> looks) {
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        if (hour.equals(marked)) {
            return null;
        }
        RetentionMark mark = tables.mark(hour);
        marked = hour;
        dayForRoom = null;
        if (mark == null) {
            return null;
        }
        progressNanos = clock.nanos();
        return new RetentionPass(
                tables,
                new Limits(
                        now,
                        mark,
                        keepEvents.isZero() ? null : free(now.minus(keepEvents), looks.get(DropReport.EVENTS)),
                        keepActions.isZero() ? null : free(now.minus(keepActions), looks.get(DropReport.ACTIONS)),
                        keepRollUps.isZero() ? null : now.minus(shorter(keepRollUps, MINUTES_KEPT)),
                        keepRollUps.isZero() ? null : now.minus(keepRollUps)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Returns the time before which rows of a stream may go: not those of windows that are leased. Null: none may. */
    private static @Nullable Instant free(Instant before, @Nullable List<ReadProgress> partitions) {
        return partitions == null
                ? null
                : partitions.stream()
                        .flatMap(look -> look.pending().stream())
                        .filter(ReadProgress.Pending::isSealed)
                        .map(ReadProgress.Pending::start)
                        .filter(start -> start.isBefore(before))
                        .min(Instant::compareTo)
                        .orElse(before);
    }

    /** Says what a pass has done; returns another one if the database is still too large. */
    private @Nullable RetentionPass next(RetentionPass done, Map<String, List<ReadProgress>> looks) {
        Limits limits = done.limits();
        Instant day = dayForRoom;
        long used = mostBytes == 0 ? 0 : tables.usedBytes();
        Instant oldest = used > mostBytes ? oldest(limits) : null;
        if (!done.deleted().isEmpty()) {
            deletion = new Deletion(limits.now(), done.deleted());
        }
        if (day == null) {
            done.deleted().forEach((table, rows) -> deleted.merge(table, rows, Long::sum));
            done.deleted().clear(); // in case that saying it fails and is tried again
            sayOld(limits);
        } else if (!done.deleted().isEmpty()) {
            status.say(
                    Severity.WARN,
                    "the database was larger than the " + mostBytes
                            + " bytes of the setting 'maxDatabaseBytes', so what" + " is of before " + day
                            + " was deleted; " + RetentionPass.shown(done.deleted()));
        }
        if (used <= mostBytes) {
            return null;
        }
        if (oldest == null || (day != null && done.deleted().isEmpty())) {
            status.warn(
                    "room",
                    "the database uses " + used + " bytes, which is more than the setting 'maxDatabaseBytes' allows ("
                            + mostBytes
                            + "), but nothing in it may be deleted yet: all was stored within the last day, or"
                            + " is leased",
                    null);
            return null;
        }
        Instant before = oldest.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
        dayForRoom = before;
        progressNanos = clock.nanos();
        return new RetentionPass(
                tables,
                new Limits(
                        limits.now(),
                        limits.mark(),
                        free(before, looks.get(DropReport.EVENTS)),
                        free(before, looks.get(DropReport.ACTIONS)),
                        null,
                        null));
    }

    private @Nullable Instant oldest(Limits limits) {
        RetentionMark mark = limits.mark();
        Instant event = tables.earliest(ById.EVENTS, all(limits, mark.lastDelivery()));
        Instant action = tables.earliest(ById.ACTIONS, all(limits, mark.lastAction()));
        return event == null || (action != null && action.isBefore(event)) ? action : event;
    }

    private static Range all(Limits limits, long lastId) {
        return new Range(RetentionPass.START, limits.now(), lastId);
    }

    /** Says from time to time how much a pass has deleted so far. */
    private void sayProgress(RetentionPass current) {
        if (!current.deleted().isEmpty() && clock.nanos() - progressNanos >= SAY_PROGRESS_EVERY.toNanos()) {
            progressNanos = clock.nanos();
            status.say(
                    Severity.INFO,
                    "still deleting what is old; so far in this pass: " + RetentionPass.shown(current.deleted()));
        }
    }

    /** Says what was deleted since the last time, once a day. */
    private void sayOld(Limits limits) {
        if (deleted.isEmpty() || (hasSaid && clock.nanos() - saidNanos < SAY_EVERY.toNanos())) {
            return;
        }
        hasSaid = true;
        saidNanos = clock.nanos();
        Range any = new Range(RetentionPass.START, limits.now(), Long.MAX_VALUE);
        status.say(
                Severity.INFO,
                "deleted what is older than events (" + shown(keepEvents) + "), actions (" + shown(keepActions)
                        + ") and sums (" + shown(keepRollUps) + ") are kept; " + RetentionPass.shown(deleted)
                        + "; the oldest left: events "
                        + shown(tables.earliest(ById.EVENTS, any)) + ", actions "
                        + shown(tables.earliest(ById.ACTIONS, any)));
        deleted.clear();
    }

    private static String shown(@Nullable Instant time) {
        return time == null ? "none" : "of " + time;
    }

    private static String shown(Duration kept) {
        if (kept.isZero()) {
            return "for ever";
        }
        return kept.toDays() > 0 ? kept.toDays() + " days" : kept.toMinutes() + " minutes";
    }
}
