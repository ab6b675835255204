// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.DropReason;
import dev.centralog.StatusListener.Severity;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.time.OwnThread;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The end of a producer: closed by its application, or with the JVM.
 *
 * <p>Thread-safety: any thread; each method blocks, bounded by the time it is given and a second and a half for
 * disconnecting.
 */
final class ProducerShutdown {
    /** The time without an event after which the JVM's hook takes the application to be quiet. */
    private static final long QUIET_NANOS = Duration.ofMillis(150).toNanos();

    private static final long DISCONNECT_NANOS = Duration.ofMillis(1500).toNanos();

    /** The time in which a shipper whose time is over ends, unless it waits for Redis. */
    private static final long END_NANOS = Duration.ofMillis(100).toNanos();

    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(5).toNanos();

    private final Shipper shipper;
    private final OwnThread thread;
    private final ShipperEnd end;
    private final DurabilityWaiters waiters;
    private final ProducerTotals totals;
    private final OutageTracker outage;
    private final Runnable closeFolders;
    private final RateLimitedStatus status;
    private final Clock clock;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong saidLost = new AtomicLong();

    /**
     * Creates the end of a producer that still runs.
     *
     * @param closeFolders closes the folders, so that callers' events and actions are dropped from then on
     */
    ProducerShutdown(
            Shipper shipper,
            OwnThread thread,
            ShipperEnd end,
            DurabilityWaiters waiters,
            ProducerTotals totals,
            OutageTracker outage,
            Runnable closeFolders,
            RateLimitedStatus status,
            Clock clock) {
        this.shipper = shipper;
        this.thread = thread;
        this.end = end;
        this.waiters = waiters;
        this.totals = totals;
        this.outage = outage;
        this.closeFolders = closeFolders;
        this.status = status;
        this.clock = clock;
    }

    /**
     * Ships the rest and stops; what can't be shipped in time is written to disk, or counted as dropped.
     *
     * @param limits the time that it may take
     * @param wait the part of that time for which the caller waits; the rest goes on without it
     * @return the number of events and actions left, which are neither in Redis nor on disk
     */
    long close(EndLimits limits, EndLimits wait) {
        boolean isPatient = wait.areAtLeast(limits);
        if (!closed.compareAndSet(false, true)) {
            awaitEnd(wait, isPatient);
            return left();
        }
        closeFolders.run();
        shipper.finish(limits);
        awaitEnd(wait, isPatient);
        if (thread.isAlive() && !isPatient) {
            long waiting = totals.waiting();
            sayNotWaitedFor(waiting, limits);
            end.whenEnded(() -> sayLeft(limits));
            return waiting;
        }
        sayLeft(limits);
        return left();
    }

    /**
     * Warns that the end is not waited for, if anything is not confirmed. What could not be verified is reported at that end.
     */
    private void sayNotWaitedFor(long events, EndLimits limits) {
        if (events > 0) {
            status.say(
                    Severity.WARN,
                    events
                            + " events or actions are not confirmed by Redis yet. Closing continues in the background for"
                            + " at most "
                            + within(limits)
                            + ", because other producers of this process have waited in vain for this Redis within the"
                            + " last minute");
        }
    }

    private void sayLeft(EndLimits limits) {
        sayLost(left(), limits);
        saySpilled();
        sayLate();
    }

    /**
     * Returns the number of events and actions that were given up, or are still held by a shipper that could not end in time.
     */
    private long left() {
        long held = thread.isAlive() && !OwnThread.isCurrent() ? totals.waiting() : 0;
        return held + totals.dropped(DropReason.SHUTDOWN);
    }

    /**
     * Waits for the shipper, which ends by itself when its time is over. If this caller waits for the whole time, it then
     * also ends the shipper's wait for a reply or a connection, and gives it some more time for disconnecting.
     */
    private void awaitEnd(EndLimits limits, boolean isPatient) {
        long begun = clock.nanos();
        boolean interrupted = join(() -> Math.min(shipper.leftForSignsNanos(), limits.leftNanos(begun, outage, clock)));
        if (isPatient && thread.isAlive()) {
            long over = clock.nanos();
            interrupted |= join(() -> END_NANOS - (clock.nanos() - over));
            if (shipper.isAttempting()) {
                thread.interrupt();
            }
            interrupted |= join(() -> DISCONNECT_NANOS - (clock.nanos() - over));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits for the shipper's end; returns whether it was interrupted. An interrupt does not end the wait, which is bounded:
     * Logback's AsyncAppender stops the appenders behind it in a thread that it has interrupted. The time left is looked up
     * again now and then, as an attempt that fails meanwhile makes it shorter.
     */
    private boolean join(LongSupplier leftNanos) {
        boolean interrupted = false;
        long left = leftNanos.getAsLong();
        while (thread.isAlive() && left > 0) {
            try {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(Math.min(left, LOOK_AGAIN_NANOS))));
            } catch (InterruptedException ignored) {
                interrupted = true;
            }
            left = leftNanos.getAsLong();
        }
        return interrupted;
    }

    /**
     * Ships the rest for the JVM's hook, without closing, since other hooks may still log. Waits until all is confirmed and
     * nothing has been logged for a moment. The shipper goes on, with hardly a pause, until the JVM halts. That is when the
     * last hook has ended, so from then on each caller waits until what it logs is durable.
     */
    void drainForExit(EndLimits limits) {
        shipper.hurry();
        long start = clock.nanos();
        long seen = totals.logged();
        long quietSince = seen == 0 ? start - QUIET_NANOS : start;
        boolean callersWait = false;
        while (!closed.get() && limits.leftNanos(start, outage, clock) > 0) {
            long logged = totals.logged();
            if (logged != seen) {
                seen = logged;
                quietSince = clock.nanos();
            }
            if (totals.waiting() == 0 && clock.nanos() - quietSince >= QUIET_NANOS) {
                if (callersWait) {
                    saySpilled();
                    disconnect();
                    return;
                }
                waiters.awaitUntil(start + Clock.nanosOf(limits.timeout()));
                callersWait = true; // and one more look: a call in between was counted, or waits
            } else {
                LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
            }
        }
        if (closed.get()) { // by a thread that the JVM's end does not wait for
            awaitEnd(limits, true);
            return;
        }
        sayLost(totals.waiting(), limits);
        saySpilled();
    }

    /** Disconnects, as the JVM waits 0.3 s for threads that wait in native code, and those of a connection do. */
    private void disconnect() {
        if (outage.isAway()) {
            return;
        }
        CountDownLatch done = shipper.disconnect();
        try {
            boolean unused = done.await(DISCONNECT_NANOS / 2, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ships without pause from now on, and lets callers wait: for a producer that is opened while the JVM ends, when no hook
     * can be added.
     */
    void shipForExit(Duration timeout) {
        shipper.hurry();
        waiters.awaitUntil(clock.nanos() + Clock.nanosOf(timeout));
    }

    /** Returns the limit of the time that it took, with its setting, for a message. */
    private String within(EndLimits limits) {
        return limits.endByAway(outage)
                ? limits.away().toMillis() + " ms (setting 'shutdownTimeoutAway')"
                : limits.timeout().toMillis() + " ms (setting 'shutdownTimeout')";
    }

    /** Reports once what is lost, whichever ends first: the JVM's hook, or the application that closes after it. */
    private void sayLost(long events, EndLimits limits) {
        if (events == 0 || saidLost.getAndSet(events) == events) {
            return;
        }
        String trouble = outage.isAway() ? "; last error: " + outage.stats().lastError() : "";
        long full = totals.dropped(DropReason.BUFFER_FULL);
        status.say(
                Severity.ERROR,
                events + " events or actions were not confirmed by Redis within " + within(limits) + " and are lost"
                        + (full > 0
                                ? "; " + full
                                        + " more were dropped before, as the buffer was full (setting 'bufferBytes')"
                                : "")
                        + trouble);
    }

    private void sayLate() {
        long events = totals.dropped(DropReason.CLOSED);
        if (events > 0) {
            status.say(
                    Severity.WARN,
                    events
                            + " events or actions were dropped (reason 'closed'): they were logged while their appender or"
                            + " producer was being stopped");
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
