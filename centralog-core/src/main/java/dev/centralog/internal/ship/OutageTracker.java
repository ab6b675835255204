// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.DropReason;
import dev.centralog.RedisLinkStats;
import dev.centralog.StatusListener.Severity;
import dev.centralog.internal.fold.ProducerCounters;
import dev.centralog.internal.retry.ExponentialBackoff;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.Window.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/**
 * The state of an outage: whether there is one, since when, how long to pause before the next attempt, and a summary when it
 * is over.
 *
 * <p>Thread-safety: the shipper thread alone, but for {@link #stats}, {@link #isAway} and {@link #nanosSinceFailure}: any
 * thread.
 */
final class OutageTracker {
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    /**
     * The time after which an outage is reported while it lasts; shorter ones are normal: a failover, a restart, a full
     * accept queue.
     */
    private static final long SAID_AFTER_NANOS = Duration.ofSeconds(2).toNanos();

    private static final long FULL_AGAIN_NANOS = Duration.ofMinutes(5).toNanos();

    private final Map<Signal, ProducerCounters> counters;
    private final RateLimitedStatus status;
    private final Clock clock;

    private volatile RedisLinkStats stats = RedisLinkStats.FINE;
    private volatile boolean away;
    private volatile long sinceNanos;
    private long beganNanos;
    private boolean isBegun;
    private boolean isDecided;
    private boolean isSaid;
    private long attempts;
    private long pauseNanos;

    private final Map<Signal, Map<DropReason, Long>> droppedBefore = new EnumMap<>(Signal.class);

    /** The confirmed counts as of the last attempt that failed: nothing is confirmed between that and the next. */
    private final Map<Signal, Long> acknowledged = new EnumMap<>(Signal.class);

    private int batchesUnanswered;
    private long saidFull;
    private long saidFullNanos;

    OutageTracker(Map<Signal, ProducerCounters> counters, RateLimitedStatus status, Clock clock) {
        this.counters = new EnumMap<>(counters);
        this.status = status;
        this.clock = clock;
    }

    RedisLinkStats stats() {
        return stats;
    }

    boolean isAway() {
        return away;
    }

    /** Returns the number of failed attempts of this outage; 0 if there is none. */
    long failures() {
        return away ? attempts : 0;
    }

    /**
     * Returns the time to wait before the next attempt, in nanoseconds, by {@link ExponentialBackoff}: 50 to 100 ms at first,
     * 1 to 2 s at last.
     */
    long pauseNanos() {
        return pauseNanos;
    }

    /** Returns the time since the first attempt that failed, in nanoseconds; meaningless unless Redis is unavailable. */
    long nanosSinceFailure() {
        return clock.nanos() - sinceNanos;
    }

    /** Notes that an attempt begins, which may become the first one of an outage. */
    void attempt() {
        if (!away) {
            beganNanos = clock.nanos();
            isBegun = true;
        }
    }

    /** Notes that an attempt failed, and the number of batches that were sent and have no reply. */
    void failed(Throwable trouble, int unanswered) {
        String words = wordsFor(trouble);
        if (!away) {
            sinceNanos = clock.nanos();
            beganNanos = isBegun ? beganNanos : sinceNanos;
            away = true;
            isDecided = false;
            isSaid = false;
            attempts = 0;
            counters.forEach((signal, ofSignal) -> droppedBefore.put(signal, ofSignal.dropped()));
        }
        pauseNanos = BACKOFF.pauseNanos(++attempts);
        counters.forEach((signal, ofSignal) -> acknowledged.put(signal, ofSignal.acknowledged.sum()));
        batchesUnanswered = unanswered;
        Instant now = Instant.ofEpochMilli(clock.epochMillis());
        Instant since = stats.awaySince();
        stats = new RedisLinkStats(since == null ? now : since, stats.outages() + (since == null ? 1 : 0), words, now);
        sayIfDue();
    }

    /** Returns the time until {@link #sayIfDue} has something to say, in nanoseconds, if nothing changes. */
    long nanosUntilSaid() {
        return away && !isDecided ? beganNanos + SAID_AFTER_NANOS - clock.nanos() : Long.MAX_VALUE;
    }

    /** Warns that Redis is unavailable, once an outage: when it has lasted for two seconds, and unless too many came lately. */
    void sayIfDue() {
        if (nanosUntilSaid() <= 0) {
            isDecided = true;
            isSaid = status.warn("away", awayLine(), null);
        }
    }

    private String awayLine() {
        long spilled = counters.values().stream()
                .mapToLong(ofSignal -> ofSignal.spilled.sum())
                .sum();
        return "Redis has been unavailable for " + seconds(clock.nanos() - beganNanos) + " s: " + stats.lastError()
                + "; "
                + unconfirmed(Signal.EVENTS) + " events and " + unconfirmed(Signal.ACTIONS)
                + " actions are waiting"
                + (spilled > 0 ? ", " + spilled + " of these on disk" : " in memory (setting 'bufferBytes')");
    }

    private long unconfirmed(Signal signal) {
        ProducerCounters ofSignal = counters.get(signal);
        return ofSignal == null ? 0 : ofSignal.unconfirmed(ofSignal.acknowledged.sum());
    }

    /**
     * Warns how many events and actions found no room, as Redis is unavailable or too slow: at once, then at most every five
     * minutes.
     */
    void sayFull() {
        long full = counters.values().stream()
                .mapToLong(ofSignal -> ofSignal.dropped(DropReason.BUFFER_FULL))
                .sum();
        long now = clock.nanos();
        if (full > saidFull && (saidFull == 0 || now - saidFullNanos >= FULL_AGAIN_NANOS)) {
            saidFull = full;
            saidFullNanos = now;
            status.say(
                    Severity.WARN,
                    full
                            + " events or actions have been dropped so far: the memory for what waits for Redis is full"
                            + " (setting"
                            + " 'bufferBytes')");
        }
    }

    private static String seconds(long nanos) {
        long tenths = TimeUnit.NANOSECONDS.toMillis(nanos) / 100;
        return tenths / 10 + "." + tenths % 10;
    }

    private static String wordsFor(Throwable trouble) {
        if (trouble instanceof LinkageError) {
            return "the Redis client does not work with the version of Netty or Reactor on the class path; use the"
                    + " self-contained"
                    + " jar of the appender: " + trouble;
        }
        String message = trouble instanceof Error ? null : trouble.getMessage();
        return message == null ? trouble.toString() : message;
    }

    /** Notes that Redis has replied, and reports the outage that this ends, if there was one. */
    void over() {
        isBegun = false;
        if (away) {
            away = false;
            stats = new RedisLinkStats(null, stats.outages(), stats.lastError(), stats.lastErrorAt());
            String dropped = dropped();
            boolean isLoud = isSaid || !dropped.isEmpty();
            status.say(isLoud ? Severity.WARN : Severity.INFO, summary(dropped.isEmpty() ? "nothing" : dropped));
        }
    }

    private String summary(String dropped) {
        return "Redis is available again after " + seconds(clock.nanos() - sinceNanos) + " s (failed attempts: "
                + attempts + "); until then " + waited(Signal.EVENTS) + " events and " + waited(Signal.ACTIONS)
                + " actions were waiting; dropped meanwhile: "
                + dropped + "; batches sent again: " + batchesUnanswered
                + (isSaid ? "" : "; last error: " + stats.lastError());
    }

    /** Returns how much waited when the outage ended: what has been confirmed since was still waiting then. */
    private long waited(Signal signal) {
        ProducerCounters ofSignal = counters.get(signal);
        Long before = acknowledged.get(signal);
        return ofSignal == null || before == null ? 0 : ofSignal.unconfirmed(before);
    }

    private String dropped() {
        StringJoiner all = new StringJoiner(", ");
        counters.forEach((signal, ofSignal) -> ofSignal.dropped().forEach((reason, count) -> {
            long meanwhile =
                    count - droppedBefore.getOrDefault(signal, Map.of()).getOrDefault(reason, 0L);
            if (meanwhile > 0) {
                all.add(meanwhile + " " + (signal == Signal.EVENTS ? "events" : "actions") + " (" + reason.label()
                        + ")");
            }
        }));
        return all.toString();
    }
}
