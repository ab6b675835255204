// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock whose date advances only when a test advances it, so that no second ends by itself. Its nanoseconds run,
 * since threads wait by them. Thread-safe.
 */
public final class SteppedClock implements Clock {
    /** The date at the start: the middle of a second. */
    public static final long START_MILLIS = 1_767_225_600_500L;

    private final AtomicLong epochMillis = new AtomicLong(START_MILLIS);

    /** Advances the date by that time. */
    public void goOn(Duration time) {
        epochMillis.addAndGet(time.toMillis());
    }

    @Override
    public long epochMillis() {
        return epochMillis.get();
    }

    @Override
    public long nanos() {
        return Clock.system().nanos();
    }
}
