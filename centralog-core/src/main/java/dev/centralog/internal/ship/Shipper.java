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
 * Once nothing more is logged: LAST_FLUSH ──failed──> LAST_FLUSH_FAILED ──waited──> LAST_FLUSH, until everything is shipped,
 * or on disk, or the time is up: ENDED.
 */

/**
 * The shipper's thread: it decides when to flush, and survives whatever a flush throws. {@link Flusher} does the flushes, and
 * {@link FlushSchedule} says how long to wait.
 *
 * <p>Thread-safety: {@link #queued}, {@link #wake}, {@link #hurry}, {@link #finish}, {@link #disconnect},
 * {@link #isAttempting} and {@link #leftForSignsNanos} may be called by any thread; the rest is the shipper thread's own.
 */
final class Shipper implements Runnable {
    /** The longest time between two looks for drops in a rest; entries end a rest, drops do not. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(1);

    /**
     * The most attempts at the end to verify what is confirmed: enough for a connection that is silent to be closed and made
     * anew, maybe to another server.
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
     * Waits and flushes, once; returns whether to go on. Any throwable, errors included, ends this turn alone: an application
     * may run out of memory, and have some again.
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

    /**
     * Notes a failure; returns whether to go on. If not even that works, it rests, and goes on only while it is not to
     * finish.
     */
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
        if (!urgency.isFinishing()) {
            return false;
        }
        boolean isOnlySigns = flusher.isEmptyButForSigns();
        urgency.setOnlySignsLeft(isOnlySigns);
        return urgency.isOverdue()
                || flusher.isEmpty()
                || (isOnlySigns && outage.isAway())
                || isLeftToTheNext()
                || isUnverifiable();
    }

    /** Whether Redis is unavailable and everything is on disk, so that the next process will ship it. */
    private boolean isLeftToTheNext() {
        return state == ShipperState.LAST_FLUSH_FAILED && flusher.isAllOnDisk();
    }

    /** Whether everything is shipped and Redis does not reply any more, so that there is nothing to wait for. */
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
     * Asks the shipper to disconnect as soon as it has nothing to ship; it connects again when it has. The returned latch
     * reaches zero when it has disconnected.
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

    /** Whether it may be waiting for Redis, a wait that an interrupt ends. Any thread may ask. */
    boolean isAttempting() {
        return attempting;
    }

    private boolean isPausing() {
        return clock.nanos() - failedNanos < outage.pauseNanos();
    }

    /**
     * Whether an attempt is due at once, as Redis may be available again. If it is not, the disk has everything, or pauses go
     * on as before.
     */
    private boolean isLastAttemptDue() {
        return attemptWanted || (urgency.isFinishing() && state != ShipperState.LAST_FLUSH_FAILED);
    }

    private void await() {
        if (isIdle()) {
            rest();
        }
        long startNanos = clock.nanos();
        if (state == ShipperState.COLLECTING) { // after a rest, or if something was logged before the first one
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
        long nowNanos = clock.nanos();
        return new Situation(
                isAway ? Link.UNAVAILABLE : Link.AVAILABLE,
                flusher.disk(),
                flusher.isHurried(),
                urgency.isFinishing(),
                isLastAttemptDue(),
                wanted(),
                nowNanos,
                nowNanos - (isAway ? failedNanos : startNanos),
                outage.pauseNanos(),
                urgency.leftNanos());
    }

    private Wanted wanted() {
        if (flusher.isNewCallWaiting()) {
            return Wanted.BY_CALL;
        }
        return woken ? Wanted.BY_BUFFER : Wanted.NO;
    }

    /**
     * Waits for that time, or until woken. A full buffer ends a wait for the flush interval, but not a pause while Redis is
     * unavailable: another attempt would only take time.
     */
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

    /**
     * Waits until there is something to ship. A thread that queues an entry either sees the state {@code IDLE}, or has queued
     * it in time to be seen here.
     */
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
     * Notes that an entry was queued: it ends a rest, and the wait for the flush interval if the buffer presses. Once the
     * shipper is woken, this is only a look at a field, as a flood of events calls it each time.
     */
    void queued(boolean pressing) {
        if ((pressing || state == ShipperState.IDLE) && !woken) {
            wake();
        }
    }

    /** Ends the present wait for the flush interval. */
    void wake() {
        woken = true;
        Thread sleeping = thread;
        if (sleeping != null) {
            LockSupport.unpark(sleeping);
        }
    }

    /** Ends the waits between flushes, as the JVM is ending. If Redis is unavailable, it is tried at once. */
    void hurry() {
        urgency.hurry();
        attemptWanted = true;
        wake();
    }

    /** Returns the time for which an end has to wait at most for signs of life, in nanoseconds, if nothing else is left. */
    long leftForSignsNanos() {
        return urgency.leftForSignsNanos();
    }

    /** Ships the rest from now on, and ends within these limits. The folders must be closed before. */
    void finish(EndLimits limits) {
        urgency.finish(limits);
        wake();
    }
}
