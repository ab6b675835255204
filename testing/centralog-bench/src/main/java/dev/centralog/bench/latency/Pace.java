// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.latency;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Determines when a thread's calls start: in bursts of some calls in a row, one burst per millisecond. A call's time
 * counts from its intended start. So if one call takes long, the calls that it delays count as long, too, as they would
 * in an application that has to make them all. Only the time that the machine oversleeps before a burst is not
 * included, because it is not the callee's; the intended starts of the following calls are moved by it. Not
 * thread-safe.
 */
final class Pace {
    private static final long BURST_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** The time between the calls of a burst, which is longer than a call takes. */
    static final long WITHIN_BURST_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    private final int burst;
    private long burstNanos;
    private int inBurst;

    /**
     * Creates a pace.
     *
     * @param burst the number of calls per millisecond
     * @param startNanos the start of the first call
     */
    Pace(int burst, long startNanos) {
        this.burst = burst;
        this.burstNanos = startNanos;
    }

    /** Waits for the intended start of the next call, if it is in the future, and returns it. */
    long next() {
        if (inBurst == burst) {
            inBurst = 0;
            burstNanos += BURST_EVERY_NANOS;
        }
        if (inBurst == 0) {
            awaitBurst();
        }
        long intended = burstNanos + inBurst * WITHIN_BURST_NANOS;
        inBurst++;
        while (System.nanoTime() - intended < 0) {
            Thread.onSpinWait();
        }
        return intended;
    }

    private void awaitBurst() {
        boolean early = false;
        for (long left = burstNanos - System.nanoTime(); left > 0; left = burstNanos - System.nanoTime()) {
            early = true;
            LockSupport.parkNanos(left);
        }
        if (early) {
            burstNanos = System.nanoTime();
        }
    }
}
