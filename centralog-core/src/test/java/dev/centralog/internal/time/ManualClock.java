// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock of which both, the date and the nanoseconds, go on when a test has them go on, and not before. Thread-safe. */
public final class ManualClock implements Clock {
    private final AtomicLong epochMillis;
    private final AtomicLong nanos;

    /** A clock that shows this. */
    public ManualClock(long epochMillis, long nanos) {
        this.epochMillis = new AtomicLong(epochMillis);
        this.nanos = new AtomicLong(nanos);
    }

    /** Lets time go by. */
    public void goOn(Duration time) {
        epochMillis.addAndGet(time.toMillis());
        nanos.addAndGet(time.toNanos());
    }

    /** Sets the date forward, or back, while no time goes by. */
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
