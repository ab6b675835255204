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
 * Whether Redis is away: since when, how long to pause before the next attempt, and what it came to when it is over.
 *
 * <p>Thread-safety: the shipper thread alone, but for {@link #stats}: any thread.
 */
final class OutageTracker {
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    private final Map<Signal, ProducerCounters> counters;
    private final RateLimitedStatus status;
    private final Clock clock;

    private volatile RedisLinkStats stats = RedisLinkStats.FINE;
    private boolean away;
    private long sinceNanos;
    private long attempts;
    private long pauseNanos;

    private final Map<Signal, Map<DropReason, Long>> droppedBefore = new EnumMap<>(Signal.class);

    /** As of the last attempt that failed: nothing is confirmed between that and the next. */
    private final Map<Signal, Long> acknowledged = new EnumMap<>(Signal.class);

    private int batchesUnanswered;

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

    /** How many attempts have failed since it is away. */
    long failures() {
        return away ? attempts : 0;
    }

    /** How long to wait before the next attempt, by {@link ExponentialBackoff}: 50 to 100 ms at first, 1 to 2 s at last. */
    long pauseNanos() {
        return pauseNanos;
    }

    /** An attempt failed; so many batches were sent and have no answer. */
    void failed(Throwable trouble, int unanswered) {
        String words = wordsFor(trouble);
        if (!away) {
            away = true;
            sinceNanos = clock.nanos();
            attempts = 0;
            counters.forEach((signal, ofSignal) -> droppedBefore.put(signal, ofSignal.dropped()));
        }
        pauseNanos = BACKOFF.pauseNanos(++attempts);
        counters.forEach((signal, ofSignal) -> acknowledged.put(signal, ofSignal.acknowledged.sum()));
        batchesUnanswered = unanswered;
        Instant now = Instant.ofEpochMilli(clock.epochMillis());
        Instant since = stats.awaySince();
        stats = new RedisLinkStats(since == null ? now : since, stats.outages() + (since == null ? 1 : 0), words, now);
        status.warn("away", "events wait: " + words, null);
    }

    private static String wordsFor(Throwable trouble) {
        if (trouble instanceof LinkageError) {
            return "the Redis client does not run beside another version of Netty or Reactor here; use the self-contained"
                    + " jar of the appender: " + trouble;
        }
        String message = trouble instanceof Error ? null : trouble.getMessage();
        return message == null ? trouble.toString() : message;
    }

    /** Redis has answered. */
    void over() {
        if (away) {
            away = false;
            stats = new RedisLinkStats(null, stats.outages(), stats.lastError(), stats.lastErrorAt());
            status.say(Severity.INFO, summary());
        }
    }

    private String summary() {
        long tenths = TimeUnit.NANOSECONDS.toMillis(clock.nanos() - sinceNanos) / 100;
        return "Redis is back after " + tenths / 10 + "." + tenths % 10 + " s; until then waited "
                + waited(Signal.EVENTS) + " events and " + waited(Signal.ACTIONS) + " actions; dropped meanwhile: "
                + dropped() + "; batches sent again: " + batchesUnanswered;
    }

    /** When it ended: what has been confirmed since was still waiting then. */
    private long waited(Signal signal) {
        ProducerCounters ofSignal = counters.get(signal);
        Long before = acknowledged.get(signal);
        return ofSignal == null || before == null ? 0 : ofSignal.unconfirmed(before);
    }

    private String dropped() {
        StringJoiner all = new StringJoiner(", ").setEmptyValue("nothing");
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
