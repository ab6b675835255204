// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * A comparison of Redis's clock with those of this machine, for work that a clock that jumps must not mislead.
 *
 * <p>Thread-safety: none.
 */
public final class RedisClockWatch {
    /** The time for which Redis's clock must have advanced like this machine's. */
    public static final Duration WATCH = Duration.ofMinutes(1);

    /** The difference from which on two clocks do not agree. */
    public static final Duration MOST_APART = Duration.ofHours(1);

    static final Duration MOST_DRIFT = Duration.ofSeconds(10);

    private final Clock clock;
    private boolean hasSeen;
    private boolean isSteady;
    private boolean hasJumped;
    private long sinceNanos;
    private long sinceRedisMillis;
    private long redisMillis;

    public RedisClockWatch(Clock clock) {
        this.clock = clock;
    }

    /** Takes note of Redis's time, which was read just now. */
    public void onTime(long seenRedisMillis) {
        long now = clock.nanos();
        redisMillis = seenRedisMillis;
        long own = (now - sinceNanos) / 1_000_000;
        boolean wentOn = hasSeen && Math.abs(seenRedisMillis - sinceRedisMillis - own) <= MOST_DRIFT.toMillis();
        if (!wentOn) {
            isSteady = false;
            hasJumped = hasSeen;
        } else if (own >= WATCH.toMillis()) {
            isSteady = true;
            hasJumped = false;
        } else {
            return; // the start of the comparison stays, so that a slow drift is noticed as well
        }
        hasSeen = true;
        sinceNanos = now;
        sinceRedisMillis = seenRedisMillis;
    }

    /** Returns Redis's time when it was last read, in milliseconds. */
    public long redisMillis() {
        return redisMillis;
    }

    /** Returns whether Redis's clock has advanced for {@link #WATCH} as this machine's monotonic clock has. */
    public boolean isSteady() {
        return isSteady;
    }

    /** Returns whether Redis's clock was seen to jump, and was not steady since. */
    public boolean hasJumped() {
        return hasJumped;
    }

    /** Returns whether Redis's clock and this machine's clock differ by {@link #MOST_APART} or more. */
    public boolean isApart() {
        return Math.abs(redisMillis - clock.epochMillis()) >= MOST_APART.toMillis();
    }

    /** Returns both times as the start of a message. */
    public String shown() {
        return "the clock of Redis shows " + Instant.ofEpochMilli(redisMillis) + ", this machine's "
                + Instant.ofEpochMilli(clock.epochMillis());
    }
}
