// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.DropReason;
import dev.centralog.StatusListener.Severity;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.time.OwnThread;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * How a producer ends: closed by its application, or with the JVM.
 *
 * <p>Thread-safety: any thread; each method blocks, bounded by the time it is given and a second and a half for disconnecting.
 */
final class ProducerShutdown {
    /** The JVM's hook takes the application to be quiet after this long without an event. */
    private static final long QUIET_NANOS = Duration.ofMillis(150).toNanos();

    private static final long DISCONNECT_NANOS = Duration.ofMillis(1500).toNanos();

    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(5).toNanos();

    private final Shipper shipper;
    private final OwnThread thread;
    private final ShipperEnd end;
    private final DurabilityWaiters waiters;
    private final ProducerTotals totals;
    private final Runnable closeFolders;
    private final RateLimitedStatus status;
    private final Clock clock;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * An end to come.
     *
     * @param closeFolders makes callers' events and actions be dropped from then on
     */
    ProducerShutdown(
            Shipper shipper,
            OwnThread thread,
            ShipperEnd end,
            DurabilityWaiters waiters,
            ProducerTotals totals,
            Runnable closeFolders,
            RateLimitedStatus status,
            Clock clock) {
        this.shipper = shipper;
        this.thread = thread;
        this.end = end;
        this.waiters = waiters;
        this.totals = totals;
        this.closeFolders = closeFolders;
        this.status = status;
        this.clock = clock;
    }

    /**
     * Ships what is there and stops; what can't be shipped in time goes to disk, or is counted as dropped.
     *
     * @param timeout how long it may take
     * @param wait how much of that the caller waits; the rest goes on without it
     * @return the events and actions left, which are neither in Redis nor on disk
     */
    long close(Duration timeout, Duration wait) {
        boolean isPatient = wait.compareTo(timeout) >= 0;
        if (!closed.compareAndSet(false, true)) {
            awaitEnd(wait, isPatient);
            return left();
        }
        closeFolders.run();
        shipper.finish(clock.nanos() + boundedNanos(timeout));
        awaitEnd(wait, isPatient);
        if (thread.isAlive() && !isPatient) {
            long waiting = totals.waiting();
            sayNotWaitedFor(waiting, timeout);
            end.whenEnded(() -> sayLeft(timeout));
            return waiting;
        }
        if (thread.isAlive()) {
            thread.interrupt(); // time is up, and it still waits for an answer or a connection
            awaitEnd(Duration.ZERO, true);
        }
        sayLeft(timeout);
        return left();
    }

    /** Says that the end is not waited for, if anything is not confirmed; what could not be verified is said at that end. */
    private void sayNotWaitedFor(long events, Duration timeout) {
        if (events > 0) {
            status.say(
                    Severity.WARN,
                    events
                            + " events or actions are not confirmed by Redis yet. Closing goes on without being waited for, for "
                            + timeout.toMillis()
                            + " ms (setting 'shutdownTimeout'), as others of this process have waited for"
                            + " this Redis in vain within the last minute");
        }
    }

    private void sayLeft(Duration timeout) {
        sayLost(left(), timeout);
        saySpilled();
        sayLate();
    }

    /** Given up, or still in the hands of a shipper that could not end in time. */
    private long left() {
        long held = thread.isAlive() && !OwnThread.isCurrent() ? totals.waiting() : 0;
        return held + totals.dropped(DropReason.SHUTDOWN);
    }

    /**
     * The shipper ends by itself at the deadline; some more for disconnecting. Goes on through
     * interrupts, for it is bounded: Logback's AsyncAppender stops what is behind it in a thread that it has interrupted.
     */
    private void awaitEnd(Duration timeout, boolean isPatient) {
        long end = clock.nanos() + boundedNanos(timeout) + (isPatient ? DISCONNECT_NANOS : 0);
        boolean interrupted = false;
        while (thread.isAlive() && end - clock.nanos() > 0) {
            try {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - clock.nanos())));
            } catch (InterruptedException ignored) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * For the JVM's hook: ships what is there without closing, since other hooks may still log; waits until all is
     * confirmed and nothing has been logged for a moment. The shipper goes on, with hardly a pause, until the JVM halts;
     * and that halts when the last hook has ended, so what is logged from then on is waited for by its caller.
     */
    void drainForExit(Duration timeout) {
        shipper.hurry();
        long start = clock.nanos();
        long limit = boundedNanos(timeout);
        long seen = totals.logged();
        long quietSince = seen == 0 ? start - QUIET_NANOS : start;
        boolean callersWait = false;
        while (!closed.get() && clock.nanos() - start < limit) {
            long logged = totals.logged();
            if (logged != seen) {
                seen = logged;
                quietSince = clock.nanos();
            }
            if (totals.waiting() == 0 && clock.nanos() - quietSince >= QUIET_NANOS) {
                if (callersWait) {
                    saySpilled();
                    return;
                }
                waiters.awaitUntil(start + limit);
                callersWait = true; // and one more look: a call in between was counted, or waits
            } else {
                LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
            }
        }
        if (closed.get()) { // by a thread that the JVM's end does not wait for
            awaitEnd(timeout, true);
            return;
        }
        sayLost(totals.waiting(), timeout);
        saySpilled();
    }

    /** For a producer that is opened while the JVM ends, when no hook can be added: ships without pause, and callers wait. */
    void shipForExit(Duration timeout) {
        shipper.hurry();
        waiters.awaitUntil(clock.nanos() + boundedNanos(timeout));
    }

    private static long boundedNanos(Duration timeout) {
        return Math.min(Clock.nanosOf(timeout), TimeUnit.DAYS.toNanos(1));
    }

    private void sayLost(long events, Duration timeout) {
        if (events > 0) {
            status.say(
                    Severity.WARN,
                    events + " events or actions were not confirmed by Redis within " + timeout.toMillis()
                            + " ms (setting 'shutdownTimeout') and are lost");
        }
    }

    private void sayLate() {
        long events = totals.dropped(DropReason.CLOSED);
        if (events > 0) {
            status.say(
                    Severity.WARN,
                    events
                            + " events or actions were logged while their appender or producer was being stopped, and are"
                            + " dropped (reason 'closed')");
        }
    }

    private void saySpilled() {
        long events = totals.spilled();
        if (events > 0) {
            status.say(
                    Severity.INFO,
                    events
                            + " events or actions are on disk (setting 'spillDirectory') and not in Redis; the next process"
                            + " that uses this directory ships them");
        }
    }
}
