// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The machine's clock with a date that is off, and can be changed repeatedly. Thread-safe. */
public final class ShiftedClock implements Clock {
    private final AtomicLong aheadMillis;

    /** Makes a clock that is ahead by that time. */
    public ShiftedClock(Duration ahead) {
        aheadMillis = new AtomicLong(ahead.toMillis());
    }

    /** Sets the time by which it is ahead. */
    public void set(Duration ahead) {
        aheadMillis.set(ahead.toMillis());
    }

    @Override
    public long epochMillis() {
        return Clock.system().epochMillis() + aheadMillis.get();
    }

    @Override
    public long nanos() {
        return Clock.system().nanos();
    }
}
