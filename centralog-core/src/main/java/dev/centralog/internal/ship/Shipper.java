// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.ship.FlushSchedule.Link;
import dev.centralog.internal.ship.FlushSchedule.Situation;
import dev.centralog.internal.ship.FlushSchedule.Wanted;
import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 *   IDLE ──queued──> COLLECTING ──waited──> FLUSHING ──confirmed──> IDLE, or COLLECTING again
 *                                              │failed
 *                                              v
 *                        FLUSHING <──waited── UNAVAILABLE
 *
 * and once nothing more is logged: LAST_FLUSH ──failed──> LAST_FLUSH_FAILED ──waited──> LAST_FLUSH, until all is shipped, or
 * on disk, or the time is up: ENDED.
 */

/**
 * The shipper's thread: when to flush, and how to survive what a flush throws. What a flush does is {@link Flusher}'s, how
 * long to wait {@link FlushSchedule}'s.
 *
 * <p>Thread-safety: {@link #queued}, {@link #wake}, {@link #hurry}, {@link #finish}, {@link #disconnect} and {@link #isAttempting} may be called by any thread; the
 * rest is the shipper thread's own.
 */
final class Shipper implements Runnable {
    /** Entries end a rest; a count of drops, which nobody waits for, is looked for this often. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(1);

    /**
     * The most attempts that are made to verify what is confirmed, at the end: enough for a connection that has gone silent to be
     * cut and made anew, maybe to another server.
     */
    private static final int LAST_ATTEMPTS = 5;

    private final Flusher flusher;
    private final FlushSchedule schedule;
    private final OutageTracker outage;
    private final Urgency urgency;
    private final Clock clock;
    private volatile ShipperState state = ShipperState.COLLECTING;
    private volatile boolean woken;
    private volatile boolean attemptWanted;
    private volatile boolean attempting;
    private volatile @Nullable CountDownLatch disconnecting;
    private volatile @Nullable Thread thread;
    private long failedNanos;

    Shipper(Flusher flusher, FlushSchedule schedule, OutageTracker outage, Urgency urgency, Clock clock) {
        this.flusher = flusher;
        this.schedule = schedule;
        this.outage = outage;
        this.urgency = urgency;
        this.clock = clock;
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        flusher.adopt();
        boolean goesOn = true;
        while (goesOn) {
            goesOn = turn();
        }
        try {
            flusher.bringToDisk();
            flusher.close();
        } finally {
            state = ShipperState.ENDED;
            flusher.releaseWaiters();
        }
    }

    /**
     * Waits and flushes, once; returns whether that was not the last time. Whatever is thrown ends this turn alone, be it
     * no exception even: an application may run out of memory, and have some again.
     */
    private boolean turn() {
        try {
            if (isDone()) {
                return false;
            }
            await();
            step();
            restIfWanted();
        } catch (Throwable e) {
            return survives(e);
        }
        return true;
    }

    /** Notes a failure; returns whether to go on. Where not even that works, there is no use in trying for long. */
    private boolean survives(Throwable trouble) {
        try {
            Thread.interrupted(); // it ended an attempt, and must not end what goes to disk now
            failedNanos = clock.nanos();
            state = state.afterFailure();
            flusher.onFailure(trouble);
            return true;
        } catch (Throwable ignored) {
            LockSupport.parkNanos(this, LONGEST_REST.toNanos());
            return !urgency.isFinishing();
        }
    }

    private boolean isDone() {
        return urgency.isFinishing()
                && (urgency.isOverdue() || flusher.isEmpty() || isLeftToTheNext() || isUnverifiable());
    }

    /** Whether all is on disk that a Redis which is unavailable should get: the next process will ship it. */
    private boolean isLeftToTheNext() {
        return state == ShipperState.LAST_FLUSH_FAILED && flusher.isAllOnDisk();
    }

    /** Whether all is shipped, and Redis does not answer any more: nobody has to wait for that. */
    private boolean isUnverifiable() {
        return state == ShipperState.LAST_FLUSH_FAILED && outage.failures() >= LAST_ATTEMPTS && flusher.isShipped();
    }

    private void step() {
        if (outage.isAway() && flusher.disk() != FlushSchedule.Disk.OFF) {
            flusher.bringToDisk();
            if (isDone() || (isPausing() && !isLastAttemptDue())) {
                return;
            }
        }
        state = urgency.isFinishing() ? ShipperState.LAST_FLUSH : ShipperState.FLUSHING;
        attemptWanted = false;
        attempt(flusher::flush);
    }

    private void restIfWanted() {
        CountDownLatch told = disconnecting;
        if (told != null && flusher.isShipped()) {
            flusher.disconnect();
            disconnecting = null;
            told.countDown();
        }
    }

    /**
     * Asks it to disconnect as soon as it has nothing to ship; it connects again when it has. The latch goes to zero then.
     */
    CountDownLatch disconnect() {
        CountDownLatch told = new CountDownLatch(1);
        disconnecting = told;
        wake();
        return told;
    }

    private void attempt(Runnable work) {
        attempting = true;
        try {
            work.run();
        } finally {
            attempting = false;
        }
    }

    /** Whether it may be waiting for Redis, which an interrupt ends; for any thread. */
    boolean isAttempting() {
        return attempting;
    }

    private boolean isPausing() {
        return clock.nanos() - failedNanos < outage.pauseNanos();
    }

    /** Redis may be back; if not, the disk has all, or pauses go on as before. */
    private boolean isLastAttemptDue() {
        return attemptWanted || (urgency.isFinishing() && state != ShipperState.LAST_FLUSH_FAILED);
    }

    private void await() {
        if (isIdle()) {
            rest();
        }
        long startNanos = clock.nanos();
        if (state == ShipperState.COLLECTING) { // after a rest, or where something was logged before the first one
            attempt(flusher::connectAhead);
        }
        if (state == ShipperState.FLUSHING) {
            state = ShipperState.COLLECTING;
        }
        long nanos = schedule.waitNanos(situation(startNanos));
        if (nanos > 0) {
            pause(nanos);
        }
        woken = false;
        // A container that shuts down may interrupt us, but the way to end us is finish().
        Thread.interrupted();
    }

    private Situation situation(long startNanos) {
        boolean isAway = outage.isAway();
        return new Situation(
                isAway ? Link.UNAVAILABLE : Link.AVAILABLE,
                flusher.disk(),
                flusher.isHurried(),
                urgency.isFinishing(),
                isLastAttemptDue(),
                wanted(),
                clock.nanos() - (isAway ? failedNanos : startNanos),
                outage.pauseNanos(),
                urgency.leftNanos());
    }

    private Wanted wanted() {
        if (flusher.isNewCallWaiting()) {
            return Wanted.BY_CALL;
        }
        return woken ? Wanted.BY_BUFFER : Wanted.NO;
    }

    /** A full buffer ends a wait for the flush interval, but not for a Redis that is away: that would only take time. */
    private void pause(long nanos) {
        long end = clock.nanos() + nanos;
        do {
            LockSupport.parkNanos(this, Math.min(end - clock.nanos(), outage.nanosUntilSaid()));
            outage.sayIfDue();
        } while (outage.isAway()
                && !urgency.isFinishing()
                && !attemptWanted
                && !flusher.isNewCallWaiting()
                && !Thread.interrupted()
                && clock.nanos() - end < 0);
    }

    /** A thread that queues an entry either sees this state, or was in time to be seen here. */
    private void rest() {
        state = ShipperState.IDLE;
        woken = false;
        while (isIdle()) {
            LockSupport.parkNanos(this, LONGEST_REST.toNanos());
            Thread.interrupted();
            woken = false;
        }
        state = ShipperState.COLLECTING;
    }

    private boolean isIdle() {
        return !outage.isAway() && !flusher.isHurried() && !urgency.isFinishing() && flusher.isEmpty();
    }

    /**
     * Something was queued: it ends a rest, and the wait for the flush interval if the buffer presses. One look, once that
     * is said: a flood of events says it each time.
     */
    void queued(boolean pressing) {
        if ((pressing || state == ShipperState.IDLE) && !woken) {
            wake();
        }
    }

    /** Does not wait for the flush interval this time. */
    void wake() {
        woken = true;
        Thread sleeping = thread;
        if (sleeping != null) {
            LockSupport.unpark(sleeping);
        }
    }

    /** Ends the waits between flushes, as the JVM is ending. If Redis is away, it is tried at once. */
    void hurry() {
        urgency.hurry();
        attemptWanted = true;
        wake();
    }

    /** Ships what is there from now on, and ends within these limits. The folders must be closed before. */
    void finish(EndLimits limits) {
        urgency.finish(limits);
        wake();
    }
}
