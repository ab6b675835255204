// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The machine's clock, with a date that is off, and may be set again and again. Thread-safe. */
public final class ShiftedClock implements Clock {
    private final AtomicLong aheadMillis;

    /** A clock that is ahead by so much. */
    public ShiftedClock(Duration ahead) {
        aheadMillis = new AtomicLong(ahead.toMillis());
    }

    /** Sets how far ahead it is. */
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
