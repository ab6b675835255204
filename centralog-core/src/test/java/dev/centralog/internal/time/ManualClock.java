// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock whose date and nanoseconds advance only when a test advances them. Thread-safe. */
public final class ManualClock implements Clock {
    private final AtomicLong epochMillis;
    private final AtomicLong nanos;

    /** Makes a clock that shows these values. */
    public ManualClock(long epochMillis, long nanos) {
        this.epochMillis = new AtomicLong(epochMillis);
        this.nanos = new AtomicLong(nanos);
    }

    /** Advances the date and the nanoseconds. */
    public void goOn(Duration time) {
        epochMillis.addAndGet(time.toMillis());
        nanos.addAndGet(time.toNanos());
    }

    /** Sets the date forward or back, in milliseconds, without advancing the nanoseconds. */
    public void set(long byMillis) {
        epochMillis.addAndGet(byMillis);
    }

    @Override
    public long epochMillis() {
        return epochMillis.get();
    }

    @Override
    public long nanos() {
        return nanos.get();
    }
}
