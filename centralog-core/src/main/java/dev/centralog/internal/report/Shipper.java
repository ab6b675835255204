// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.CentralogException;
import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/*
 * One thread, one loop:
 *
 *   rest    while there is nothing to ship: the first entry that is queued ends that
 *   wait    until the flush interval is over, the buffer presses, or the producer closes
 *   connect if needed, and as soon as a rest has ended, since loading the client may take longer than the interval; while
 *           Redis is away nothing is numbered, so that everything goes on folding
 *   cut     counts from the entries into numbered batches, a few at a time
 *   send    what is cut, in order, pipelined; while half of it is under way, the next is cut
 *   spill   if that is on: while Redis is away, what waits is cut onto the disk, and read back from there later
 *
 * A batch keeps its number and its content until it is answered. Whatever goes wrong in between (a time-out, a lost
 * connection, an error reply), it is sent again as it was, behind a pause that doubles: the script on the other side
 * knows the number and applies it once.
 */

/**
 * Ships what was folded.
 *
 * <p>Thread-safety: {@link #queued}, {@link #wake}, {@link #hurry} and {@link #finish} may be called by any thread; the
 * rest is the shipper thread's own.
 */
final class Shipper implements Runnable {
    private static final Duration HURRIED_INTERVAL = Duration.ofMillis(10);

    /** Entries end a rest; a count of drops, which nobody waits for, is looked for this often. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(1);

    /** Fewer are waited for, all of them. */
    private static final int FEW_BATCHES = 4;

    private final BatchAssembler supply;
    private final Outbox outbox;
    private final SpillBuffer overflow;
    private final Spilling spilling;
    private final OutageTracker outage;
    private final BatchTransport store;
    private final RedisClock serverClock;
    private final DurabilityWaiters calls;
    private final RateLimitedStatus status;
    private final Clock clock;
    private final Timing timing;
    private volatile boolean resting;
    private volatile boolean woken;
    private volatile boolean hurried;
    private volatile boolean finishing;
    private volatile long deadlineNanos;
    private volatile @Nullable Thread thread;

    private long goneNanos;
    private boolean isLastAttempt;
    private boolean failedLast;
    private long spilledNanos;
    private long triedForCall;
    private boolean isDiskInTheWay;
    private long round;
    private long roundBeganNanos;

    /** How often to flush, and how long an answer may take. */
    record Timing(Duration flushInterval, Duration commandTimeout) {}

    /**
     * What the shipper works on.
     *
     * @param clockCorrection told how far Redis's clock is ahead of this host's, in milliseconds
     */
    record Parts(
            BatchAssembler supply,
            Outbox outbox,
            SpillBuffer overflow,
            OutageTracker outage,
            DurabilityWaiters calls,
            LongConsumer clockCorrection) {}

    Shipper(Parts parts, BatchTransport store, RateLimitedStatus status, Clock clock, Timing timing) {
        this.supply = parts.supply;
        this.outbox = parts.outbox;
        this.overflow = parts.overflow;
        this.spilling = new Spilling(outbox, overflow, supply);
        this.outage = parts.outage;
        this.calls = parts.calls;
        this.serverClock = new RedisClock(store, parts.clockCorrection, clock);
        this.store = store;
        this.status = status;
        this.clock = clock;
        this.timing = timing;
        this.roundBeganNanos = clock.nanos();
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        quietly("spill", "can't take over what other processes have left on disk", overflow::adopt);
        boolean goesOn = true;
        while (goesOn) {
            goesOn = turn();
        }
        try {
            bringToDisk();
            end();
        } finally {
            calls.end();
        }
    }

    /**
     * Waits and ships, once; answers whether that was not the last time. Whatever is thrown ends this turn alone, be it no
     * exception even: an application may run out of memory, and have some again.
     */
    private boolean turn() {
        try {
            if (isDone()) {
                return false;
            }
            await();
            step();
        } catch (Throwable trouble) {
            return survives(trouble);
        }
        return true;
    }

    /** Where it can't even be said, there is no use in trying for long. */
    private boolean survives(Throwable trouble) {
        try {
            gone(trouble);
            return true;
        } catch (Throwable worse) {
            LockSupport.parkNanos(this, LONGEST_REST.toNanos());
            return !finishing;
        }
    }

    private void end() {
        try {
            supply.abandon(outbox);
        } catch (Throwable fault) {
            supply.dropTheRest();
        }
        quietly("spill", "what is on disk could not be closed", overflow::close);
        Thread.interrupted(); // it ended our waiting, and must not end the disconnecting
        quietly("close", "the connection to Redis could not be closed", store::close);
    }

    private void quietly(String kind, String message, Runnable work) {
        try {
            work.run();
        } catch (Throwable trouble) {
            try {
                status.warn(kind, message, trouble);
            } catch (Throwable unsaid) {
                // No memory even for that: what comes after it matters more.
            }
        }
    }

    private boolean isDone() {
        return finishing && (isOverdue() || isEmpty() || isLeftToTheNext());
    }

    /** Whether there is nothing to ship, now or later. */
    private boolean isEmpty() {
        return supply.isEmpty() && outbox.isEmpty() && !store.hasReconnected();
    }

    /** Whether all is on disk that a Redis which is away should get: the next process will ship it. */
    private boolean isLeftToTheNext() {
        return failedLast && spilling.isOn() && outbox.isSecured() && supply.isEmpty();
    }

    private boolean isOverdue() {
        return finishing && clock.nanos() - deadlineNanos >= 0;
    }

    private void await() {
        long startNanos = clock.nanos();
        if (isIdle()) {
            rest();
            startNanos = clock.nanos();
            connectAhead();
        }
        long interval = (isHurried() && !isDiskInTheWay ? HURRIED_INTERVAL : timing.flushInterval).toNanos();
        boolean away = outage.isAway();
        long nanos = (away ? outage.pauseNanos() : interval) - (clock.nanos() - (away ? goneNanos : startNanos));
        if (away && spilling.isOn()) {
            nanos = isTryingForTheLastTime() ? 0 : Math.min(nanos, interval); // for the disk is there
        }
        if (finishing) {
            nanos = away ? Math.min(nanos, deadlineNanos - clock.nanos()) : 0;
        }
        if (nanos > 0 && !(isNewCallWaiting() || (woken && !away))) {
            pause(nanos);
        }
        woken = false;
        // A container that shuts down may interrupt us, but the way to end us is finish().
        Thread.interrupted();
    }

    /** A full buffer ends a wait for the flush interval, but not for a Redis that is away: that would only take time. */
    private void pause(long nanos) {
        long end = clock.nanos() + nanos;
        do {
            LockSupport.parkNanos(this, end - clock.nanos());
        } while (outage.isAway()
                && !finishing
                && !isNewCallWaiting()
                && !Thread.interrupted()
                && clock.nanos() - end < 0);
    }

    /** One that nothing was tried for yet, and for which something can be: not if Redis is away and no disk takes it. */
    private boolean isNewCallWaiting() {
        return calls.asked() > triedForCall && (!outage.isAway() || (spilling.isOn() && !isDiskInTheWay));
    }

    private boolean isHurried() {
        return hurried || calls.areWaiting();
    }

    /** Who queues an entry either sees that we rest, or was in time to be seen here. */
    private void rest() {
        resting = true;
        woken = false;
        while (isIdle()) {
            LockSupport.parkNanos(this, LONGEST_REST.toNanos());
            Thread.interrupted();
            woken = false;
        }
        resting = false;
    }

    private boolean isIdle() {
        return !outage.isAway() && !isHurried() && !finishing && isEmpty();
    }

    private void connectAhead() {
        if (!isEmpty()) {
            store.connect();
        }
    }

    private void step() {
        if (outage.isAway() && spilling.isOn()) {
            bringToDisk();
            if (isDone() || (isPausing() && !isTryingForTheLastTime())) {
                return;
            }
        }
        isLastAttempt = finishing;
        triedForCall = calls.asked();
        long found = foundByNextCut();
        if (!hasWork()) {
            calls.secured(found);
        } else if (!isOverdue()) {
            store.connect();
            lookBack();
            ship();
        }
    }

    private boolean isPausing() {
        return clock.nanos() - goneNanos < outage.pauseNanos();
    }

    /** Redis may be back; if not, the disk has all, or pauses go on as before. */
    private boolean isTryingForTheLastTime() {
        return finishing && !failedLast;
    }

    private void bringToDisk() {
        if (!spilling.isOn()) {
            return;
        }
        quietly("spill", "can't bring to disk what waits", () -> {
            isDiskInTheWay = true; // also where that throws
            triedForCall = calls.asked();
            long found = foundByNextCut();
            isDiskInTheWay = !spilling.bringToDisk(now());
            if (!isDiskInTheWay) {
                calls.secured(found);
            }
        });
    }

    /** Up to which caller the next cut, if it is not stopped, takes all that was logged; 0 where that is not sure. */
    private long foundByNextCut() {
        long asked = calls.asked();
        return calls.areWaiting() && calls.isAllQueued() && supply.cutsAll() ? asked : 0;
    }

    /** An idle producer does not even connect; one that was cut off connects again at once, so as to tell when. */
    private boolean hasWork() {
        return supply.isDue(now()) || outage.isAway() || !outbox.isEmpty() || store.hasReconnected();
    }

    /** A new round begins at most twice in a flush interval; each time, when there is no time to lose. */
    private DrainSource.DrainContext now() {
        long nanos = clock.nanos();
        if (isHurried() || finishing || nanos - roundBeganNanos >= timing.flushInterval.toNanos() / 2) {
            round++;
            roundBeganNanos = nanos;
        }
        return new DrainSource.DrainContext(serverClock.epochMillis(), nanos, round, isHurried(), finishing);
    }

    private void ship() {
        boolean more = true;
        long found = 0;
        while (more || !outbox.isEmpty() || supply.hasFollowUps()) {
            serverClock.check(); // here, as a flood may keep us in this loop
            found = Math.max(found, foundByNextCut());
            more = fill();
            send();
            takeAnswers();
            outage.over();
            if (isOverdue()) {
                return;
            }
        }
        isDiskInTheWay = false;
        calls.secured(found);
    }

    /** Numbers what waits, as much as may be under way; answers whether more was left. */
    private boolean fill() {
        if (outbox.readBack()) {
            if (isTimeToSpill()) {
                bringToDisk();
            }
            return true;
        }
        supply.cut(now(), outbox);
        return !outbox.wantsMore() || supply.hasFollowUps();
    }

    /** While much is read back: as often as is flushed otherwise, for a batch of everything would be many small ones. */
    private boolean isTimeToSpill() {
        long nanos = clock.nanos();
        if (finishing || isNewCallWaiting() || nanos - spilledNanos >= timing.flushInterval.toNanos()) {
            spilledNanos = nanos;
            return true;
        }
        return false;
    }

    private void send() {
        for (PendingBatch each : outbox.toSend()) {
            if (each.wasSent()) {
                supply.counters(each).resent.increment();
            }
            outbox.sent(each, store.report(each.batch()).toCompletableFuture());
        }
    }

    /**
     * Waits for half of what is under way, so that Redis has something to do while more is cut; or for all of a little, so
     * that what comes meanwhile makes batches worth sending; or for all, if calls wait for it.
     */
    private void takeAnswers() {
        int underWay = outbox.underWay();
        int left = underWay < FEW_BATCHES || calls.areWaiting() ? 0 : underWay / 2;
        for (; underWay > left; underWay--) {
            PendingBatch batch = outbox.first();
            BatchReply answer = answerOf(batch.answer());
            if (!take(batch, answer)) {
                outbox.giveUpAnswers(); // the ones behind it were refused with it: all go again, in order
                if (batch.isSentAsFirst() && answer.outcome() == BatchReply.Outcome.GAP) {
                    startAgain(batch.batch().producer(), new ProducerPosition(answer.last(), answer.redisSecond()));
                }
                return;
            }
        }
    }

    private BatchReply answerOf(CompletableFuture<BatchReply> answer) {
        try {
            return answer.get(timing.commandTimeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new CentralogException(
                    "Redis does not answer within " + timing.commandTimeout.toMillis() + " ms", late);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw cause instanceof CentralogException known
                    ? known
                    : new CentralogException("a batch was not confirmed: " + cause, failed);
        } catch (InterruptedException interrupted) {
            throw new CentralogException("interrupted while waiting for Redis", interrupted);
        }
    }

    /** Acts on the answer to the first unconfirmed batch; answers whether it was confirmed. */
    private boolean take(PendingBatch batch, BatchReply answer) {
        switch (answer.outcome()) {
            case APPLIED, APPLIED_BEFORE -> {
                outbox.confirmFirst(answer.redisSecond());
                confirm(batch, answer);
                return true;
            }
            case OUT_OF_RANGE -> outbox.moveFirst(answer.redisSecond());
            case GAP -> {
                // Overtook its predecessor, e.g. while the script was being loaded: sent again, it finds it applied.
            }
        }
        return false;
    }

    /** Behind a new connection may be a Redis of an older state, and nothing to send that would show it. */
    private void lookBack() {
        if (store.hasReconnected()) {
            ProducerPosition known = store.applied(outbox.producer());
            if (!outbox.isKnownBy(known)) {
                startAgain(outbox.producer(), known);
            }
            store.reconnectedSeen();
        }
    }

    /** Redis misses some of what it has confirmed: it is another one, or an older state. */
    private void startAgain(String producer, ProducerPosition known) {
        if (store.wasReplaced()) {
            outbox.renumber(producer);
            status.warn("redisLost", "Redis was emptied or replaced; going on under a new producer id", null);
            return;
        }
        long gone = outbox.goBackTo(producer, known);
        String lost = gone == 0 ? "" : "; but for " + gone + " batches, which are not kept any more: see 'replayBytes'";
        status.warn("redisLost", "Redis is back at an older state; what it had confirmed is sent again" + lost, null);
    }

    private void confirm(PendingBatch batch, BatchReply answer) {
        ProducerCounters counters = supply.counters(batch);
        counters.batches.increment();
        if (batch.origin() == PendingBatch.BatchLocation.ANOTHERS_DISK) {
            counters.recovered.add(batch.counted());
        } else {
            counters.acknowledged.add(batch.counted());
            counters.windows.add(batch.firsts());
        }
        supply.confirmed(batch, answer.missing());
    }

    private void gone(Throwable trouble) {
        outage.failed(trouble, outbox.unanswered());
        goneNanos = clock.nanos();
        failedLast = isLastAttempt;
        serverClock.askAgain();
        outbox.giveUpAnswers();
        outbox.rewind();
        bringToDisk();
    }

    /**
     * Something was queued: it ends a rest, and the wait for the flush interval if the buffer presses. One look, once that
     * is said: a flood of events says it each time.
     */
    void queued(boolean pressing) {
        if ((resting || pressing) && !woken) {
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

    /** From now on hardly waits between flushes: the JVM is ending. */
    void hurry() {
        hurried = true;
        wake();
    }

    /** Ships what is there, at most until then, and ends. The table must be closed before. */
    void finish(long untilNanos) {
        deadlineNanos = untilNanos;
        finishing = true;
        wake();
    }
}
