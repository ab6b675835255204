// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.latency;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * When a thread's calls are to start: in bursts of some calls one behind the other, a burst every millisecond. The time of
 * a call counts from the start that was intended for it: so if one call takes long, those that it kept waiting count as long,
 * too, as they would in an application that has them all to make. Only what the machine oversleeps before a burst is not in
 * it, which is not the callee's; the times of the calls behind it are moved by that. Not thread-safe.
 */
final class Pace {
    private static final long BURST_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** So far apart are the calls of a burst: more than one takes. */
    static final long WITHIN_BURST_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    private final int burst;
    private long burstNanos;
    private int inBurst;

    /**
     * @param burst how many calls a millisecond
     * @param startNanos of the first
     */
    Pace(int burst, long startNanos) {
        this.burst = burst;
        this.burstNanos = startNanos;
    }

    /** Waits for the start of the next call, if it has not come, and gives it. */
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
