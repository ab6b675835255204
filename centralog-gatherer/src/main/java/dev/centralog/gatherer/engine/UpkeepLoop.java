// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.CentralogException;
import dev.centralog.StatusListener;
import dev.centralog.gather.DeliverySource;
import dev.centralog.gather.ReadProgress;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.Upkeep;
import dev.centralog.internal.claim.RedisClockWatch;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The work on the database beside storing, on a thread of its own, so that it never delays storing: every
 * {@value #EVERY_SECONDS} s it writes up to when what is stored is complete; between that, it deletes what is old, and adds words
 * to the full-text index where storing does not.
 *
 * <p>Nothing is written while Redis's clock can't be trusted: a time that lies ahead would stay until the clock gets there.
 *
 * <p>Thread-safety: any thread ({@code synchronized}).
 */
final class UpkeepLoop {
    static final int EVERY_SECONDS = 10;
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(EVERY_SECONDS);
    private static final Duration AHEAD = Duration.ofMinutes(1);
    private static final Duration BETWEEN_STEPS = Duration.ofMillis(200);

    private final Upkeep tables;
    private final Retention retention;
    private final Map<String, Supplier<? extends @Nullable DeliverySource<?>>> sources;
    private final RateLimitedStatus status;
    private final Clock clock = Clock.system();
    private final Map<String, RedisClockWatch> watches = new HashMap<>();
    private final Map<String, List<ReadProgress>> looks = new HashMap<>();
    private volatile @Nullable String newerTables;

    /**
     * Makes one.
     *
     * @param sources return the source of each stream, or null as long as there is none
     */
    UpkeepLoop(
            Upkeep tables,
            Retention retention,
            Map<String, Supplier<? extends @Nullable DeliverySource<?>>> sources,
            StatusListener status) {
        this.tables = tables;
        this.retention = retention;
        this.sources = sources;
        this.status = new RateLimitedStatus(status, clock);
    }

    /** Starts the thread, which ends when the gatherer must stop. */
    Thread start(CountDownLatch stop) {
        Thread thread = GatherThreads.named("centralog-gatherer-upkeep", () -> run(stop));
        thread.start();
        return thread;
    }

    private void run(CountDownLatch stop) {
        try {
            long nextNanos = clock.nanos() + EVERY_NANOS;
            long pauseNanos = EVERY_NANOS;
            boolean isBehind = false;
            while (!stop.await(pauseNanos, TimeUnit.NANOSECONDS)) {
                if (clock.nanos() - nextNanos >= 0) {
                    nextNanos = clock.nanos() + EVERY_NANOS;
                    checkTables();
                    writeCompleteUpTo();
                    isBehind = true;
                }
                Duration pause = deleteOld();
                isBehind = isBehind && catchUp();
                if (isBehind && (pause == null || pause.compareTo(BETWEEN_STEPS) > 0)) {
                    pause = BETWEEN_STEPS;
                }
                long leftNanos = nextNanos - clock.nanos();
                pauseNanos = pause == null ? leftNanos : Math.min(leftNanos, pause.toNanos());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns why the tables are too new for this version, as they were looked at last; null if they are not. */
    @Nullable
    String newerTables() {
        return newerTables;
    }

    /** Returns what was deleted last, as it was old; null if nothing was yet. Does not block. */
    @Nullable
    Deletion lastDeletion() {
        return retention.lastDeletion();
    }

    private synchronized void checkTables() {
        try {
            tables.checkVersion();
            newerTables = null;
        } catch (SinkException e) {
            if (e.kind() == SinkException.Kind.UNUSABLE) {
                onNewerTables(e);
            }
        } catch (RuntimeException e) { // storing goes on, and so must this thread
            status.warn("version", "can't check the version of the tables", e);
        }
    }

    /** Says that the tables are too new, which all of the work here fails by from then on: once, and not as each one's failure. */
    private void onNewerTables(SinkException e) {
        newerTables = e.getMessage();
        status.warn("newer", e.getMessage() + "; this gatherer may not be able to store any more", null);
    }

    /** Does the next step of deleting what is old; returns the pause before the next one, or null for none at the moment. */
    private synchronized @Nullable Duration deleteOld() {
        if (newerTables != null) {
            return null;
        }
        try {
            return watches.isEmpty() ? null : retention.step(looks, leastSure());
        } catch (RuntimeException e) { // storing goes on, and so must this thread
            status.warn("old", "can't delete old rows", e);
            return null;
        }
    }

    /** Returns the watch of the clock that may be wrong; of clocks that are right, of the one that is behind the others. */
    private RedisClockWatch leastSure() {
        return Collections.min(
                watches.values(),
                Comparator.<RedisClockWatch, Boolean>comparing(each -> each.isSteady() && !each.isApart())
                        .thenComparing(RedisClockWatch::redisMillis));
    }

    /** Does some of what storing leaves for later; returns whether there is more. */
    private boolean catchUp() {
        boolean hasUnlabelled = later(
                "families",
                tables::labelFamilies,
                "can't give groups their families; events are stored, and 'centralog new' finds the families itself meanwhile");
        boolean hasWords = later(
                "words",
                tables::indexWords,
                "can't add words to the full-text index, so searches miss new texts; events are stored. To make it again, see"
                        + " 'Searching by words' in docs/schema.md");
        return hasUnlabelled || hasWords;
    }

    /** Takes a step of a kind of work; returns whether there is more. A failure is reported. */
    private synchronized boolean later(String kind, BooleanSupplier step, String failure) {
        if (newerTables != null) {
            return false;
        }
        try {
            return step.getAsBoolean();
        } catch (SinkException e) {
            if (e.isOfNewerTables()) {
                onNewerTables(e);
            } else if (e.kind() != SinkException.Kind.AWAY) {
                status.warn(kind, failure, e);
            }
        } catch (RuntimeException e) { // storing goes on, and so must this thread
            status.warn(kind, failure, e);
        }
        return false;
    }

    /** Does all that storing has left for later, when nothing waits in Redis any more. */
    void finish() {
        boolean more = true;
        while (more) {
            more = catchUp();
        }
    }

    /** Writes up to when what is stored is complete, of each stream that is gathered. A failure is reported. */
    synchronized void writeCompleteUpTo() {
        sources.forEach((stream, opened) -> {
            DeliverySource<?> source = opened.get();
            if (source != null) {
                write(stream, source);
            }
        });
    }

    private void write(String stream, DeliverySource<?> source) {
        looks.remove(stream);
        if (newerTables != null) {
            return;
        }
        try {
            List<ReadProgress> partitions = source.progress();
            looks.put(stream, partitions);
            watches.keySet()
                    .retainAll(looks.values().stream()
                            .flatMap(List::stream)
                            .map(ReadProgress::redisId)
                            .toList());
            if (areClocksRight(partitions)) { // of one that is wrong, none is written: the earliest time counts
                partitions.forEach(each -> warnIfAhead(stream, each, tables.writeCompleteUpTo(stream, each)));
            }
        } catch (SinkException e) {
            if (e.isOfNewerTables()) {
                onNewerTables(e);
            } else if (e.kind() != SinkException.Kind.AWAY) { // the loops report a database that is unavailable
                status.warn("complete up to", "can't write up to when " + stream + " are complete", e);
            }
        } catch (CentralogException ignored) {
            // the loops report that Redis is unavailable
        } catch (RuntimeException e) { // storing goes on, and so must this thread
            status.warn("complete up to", "can't write up to when " + stream + " are complete", e);
        }
    }

    private boolean areClocksRight(List<ReadProgress> partitions) {
        boolean areRight = true;
        for (ReadProgress each : partitions) {
            RedisClockWatch watch = watches.computeIfAbsent(each.redisId(), id -> new RedisClockWatch(clock));
            watch.onTime(each.redisTime().toEpochMilli());
            if (watch.isApart()) {
                status.warn(
                        "apart",
                        watch.shown() + ": the table complete_up_to stays as it is while they differ by an hour or"
                                + " more; correct the wrong clock",
                        null);
            }
            areRight &= !watch.isApart() && !watch.hasJumped();
        }
        return areRight;
    }

    private void warnIfAhead(String stream, ReadProgress progress, Instant upTo) {
        if (upTo.isAfter(progress.redisTime().plus(AHEAD))) {
            status.warn(
                    "ahead",
                    "the table complete_up_to says that " + stream + " are complete up to " + upTo
                            + ", but the clock of Redis shows " + progress.redisTime()
                            + ": it was set back. If it is right now, run: DELETE FROM complete_up_to WHERE redis_id = '"
                            + progress.redisId() + "'",
                    null);
        }
    }
}
