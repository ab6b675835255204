// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The time that the closes of one process wait for a Redis that does not reply. The first may wait for as long as it is
 * given. Those that come within a minute after it, for the same Redis, share what it left, then get 100 ms each; the sum is
 * never more than twice the time. A framework may stop many appenders in one log call, as Logback's {@code <sift>} does, with
 * a lock held.
 *
 * <p>Thread-safety: any thread.
 */
public final class ClosingTime {
    private static final long REMEMBERED_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long SHORT_NANOS = Duration.ofMillis(100).toNanos();
    private static final Map<String, Waited> WAITED = new ConcurrentHashMap<>();

    private final Map<String, Waited> waited;
    private final Clock clock;

    /** The time that closes have waited in vain for one Redis, and when the last one did. */
    private record Waited(long nanos, long atNanos) {}

    ClosingTime(Map<String, Waited> waited, Clock clock) {
        this.waited = waited;
        this.clock = clock;
    }

    /** Returns the closing time that all closes of this process share. */
    public static ClosingTime ofProcess() {
        return new ClosingTime(WAITED, Clock.system());
    }

    /** Returns a closing time that shares nothing, for tests. */
    static ClosingTime of(Clock clock) {
        return new ClosingTime(new ConcurrentHashMap<>(), clock);
    }

    /** Returns the part of both limits of a close that it may wait. */
    EndLimits of(String redis, EndLimits given) {
        return new EndLimits(of(redis, given.timeout()), of(redis, given.away()));
    }

    /** Returns the part of the time of a close that it may wait. */
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

    /** Adds the time that a close has waited in vain. */
    void waitedInVain(String redis, long nanos) {
        waited.merge(
                redis,
                new Waited(nanos, clock.nanos()),
                (before, more) -> new Waited(before.nanos + more.nanos, more.atNanos));
    }
}
