// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long the closes of one process wait for a Redis that does not answer. One may wait for as long as it is given; those
 * that come within a minute of it, for the same Redis, share what it left, then 100 ms each, and never twice the time in sum:
 * a framework may stop many appenders in one log call, as Logback's {@code <sift>} does, with a lock held.
 *
 * <p>Thread-safety: any thread.
 */
public final class ClosingTime {
    private static final long REMEMBERED_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long SHORT_NANOS = Duration.ofMillis(100).toNanos();
    private static final Map<String, Waited> WAITED = new ConcurrentHashMap<>();

    private final Map<String, Waited> waited;
    private final Clock clock;

    /** How long closes have waited in vain for one Redis, and when last. */
    private record Waited(long nanos, long atNanos) {}

    ClosingTime(Map<String, Waited> waited, Clock clock) {
        this.waited = waited;
        this.clock = clock;
    }

    /** Returns the one that all closes of this process share. */
    public static ClosingTime ofProcess() {
        return new ClosingTime(WAITED, Clock.system());
    }

    /** Returns one that shares nothing, for tests. */
    static ClosingTime of(Clock clock) {
        return new ClosingTime(new ConcurrentHashMap<>(), clock);
    }

    /** Returns how much of both limits that a close is given it may wait. */
    EndLimits of(String redis, EndLimits given) {
        return new EndLimits(of(redis, given.timeout()), of(redis, given.away()));
    }

    /** Returns how much of the time that a close is given it may wait. */
    Duration of(String redis, Duration given) {
        long now = clock.nanos();
        waited.values().removeIf(each -> now - each.atNanos >= REMEMBERED_NANOS);
        Waited before = waited.get(redis);
        if (before == null) {
            return given;
        }
        long nanos = Clock.nanosOf(given);
        return Duration.ofNanos(
                before.nanos < nanos
                        ? nanos - before.nanos
                        : Math.max(0, Math.min(SHORT_NANOS, nanos - (before.nanos - nanos))));
    }

    /** Adds what a close has waited in vain. */
    void waitedInVain(String redis, long nanos) {
        waited.merge(
                redis,
                new Waited(nanos, clock.nanos()),
                (before, more) -> new Waited(before.nanos + more.nanos, more.atNanos));
    }
}
