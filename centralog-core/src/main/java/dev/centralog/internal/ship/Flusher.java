// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.CentralogException;
import dev.centralog.internal.fold.DrainSource;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.HostClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/*
 * While Redis is unavailable nothing is numbered, so that everything goes on folding. If there is a spill directory, what
 * waits is drained to disk instead, and read back from there later. A few of the drained batches at a time are sent, in
 * order, pipelined; while half of them are under way, the next are drained.
 */

/**
 * The flushes of the shipper: one does the steps of {@link FlushSteps}, or writes what waits to disk. It blocks for
 * connecting and for replies, each bounded by its time-out, and throws whatever went wrong.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class Flusher {
    private final BatchAssembler assembler;
    private final Outbox outbox;
    private final ProducerSession session;
    private final Verification verification;
    private final SpillBuffer spillBuffer;
    private final Spilling spilling;
    private final OutageTracker outage;
    private final DurabilityWaiters waiters;
    private final BatchTransport transport;
    private final RedisClock redisClock;
    private final RateLimitedStatus status;
    private final Clock clock;
    private final Urgency urgency;
    private final Timing timing;

    private long spilledNanos;
    private long triedForCall;
    private boolean isDiskRefusing;
    private boolean isServerSaid;
    private long round;
    private long roundBeganNanos;

    /** The time between flushes, and the time that a reply may take. */
    record Timing(Duration flushInterval, Duration commandTimeout) {}

    /**
     * The parts that a flusher works on.
     *
     * @param clockCorrection receives the correction of callers' clocks
     */
    record Parts(
            BatchAssembler assembler,
            Outbox outbox,
            SpillBuffer spillBuffer,
            OutageTracker outage,
            DurabilityWaiters waiters,
            Consumer<HostClock> clockCorrection) {}

    Flusher(
            Parts parts,
            BatchTransport transport,
            RateLimitedStatus status,
            Urgency urgency,
            Clock clock,
            Timing timing) {
        this.assembler = parts.assembler;
        this.outbox = parts.outbox;
        this.session =
                new ProducerSession(outbox, assembler, clock, (kind, message) -> status.warn(kind, message, null));
        this.verification = new Verification(session, clock);
        this.spillBuffer = parts.spillBuffer;
        this.spilling = new Spilling(outbox, spillBuffer, assembler);
        this.outage = parts.outage;
        this.waiters = parts.waiters;
        this.transport = transport;
        this.redisClock = new RedisClock(
                transport, parts.clockCorrection.andThen(outbox::correctClock).andThen(assembler::correctClock), clock);
        this.status = status;
        this.urgency = urgency;
        this.clock = clock;
        this.timing = timing;
        this.roundBeganNanos = clock.nanos();
    }

    /** Adopts the spills that processes have left which have ended. */
    void adopt() {
        quietly("spill", "can't adopt what processes that have ended left on disk", spillBuffer::adopt);
    }

    /**
     * Whether there is nothing to ship, now or later, but for signs of life: these are not worth waiting for, once nothing
     * more is logged.
     */
    boolean isEmptyButForSigns() {
        return assembler.isEmpty() && outbox.isEmptyButForSigns() && !isToBeVerified();
    }

    /** Whether there is nothing to ship, now or later. */
    boolean isEmpty() {
        return assembler.isEmpty() && outbox.isEmpty() && !isToBeVerified() && !isOwnToBeReported();
    }

    /**
     * Whether drops of own log lines, or a sign of life, are to be reported: not while Redis is unavailable, as nothing waits
     * for these to be taken.
     */
    private boolean isOwnToBeReported() {
        return !outage.isAway() && assembler.isOwnDue();
    }

    /** Whether Redis is to be asked whether it still has everything that it confirmed. */
    private boolean isToBeVerified() {
        return verification.isDue(transport.reconnects(), urgency.isFinishing());
    }

    /** Whether everything that counts is shipped or dropped, once nothing more is logged; Redis may still have to be asked. */
    boolean isShipped() {
        return assembler.isCounted() && outbox.isEmptyButForSigns();
    }

    /** Whether everything that waits is on disk, where the next process finds it. */
    boolean isAllOnDisk() {
        return spilling.isOn() && outbox.isSecured() && assembler.isEmpty();
    }

    FlushSchedule.Disk disk() {
        if (!spilling.isOn()) {
            return FlushSchedule.Disk.OFF;
        }
        return isDiskRefusing ? FlushSchedule.Disk.REFUSING : FlushSchedule.Disk.WRITABLE;
    }

    /** Whether flushes are not to wait for more entries: the JVM is ending, or calls wait. */
    boolean isHurried() {
        return urgency.isHurried() || waiters.areWaiting();
    }

    /** Whether a call waits for which nothing was tried yet, and something can be tried: with Redis, or else with the disk. */
    boolean isNewCallWaiting() {
        return waiters.asked() > triedForCall && (!outage.isAway() || disk() == FlushSchedule.Disk.WRITABLE);
    }

    /** Connects if there is something to ship, since loading the client may take longer than the flush interval. */
    void connectAhead() {
        if (!isEmpty()) {
            outage.attempt();
            transport.connect();
        }
    }

    /** Ships what is due. */
    void flush() {
        outage.attempt();
        outage.sayFull();
        triedForCall = waiters.asked();
        long found = foundByNextDrain();
        if (!hasWork()) {
            waiters.secured(found);
        } else if (!urgency.isOverdue()) {
            ship();
        }
    }

    /**
     * Whether there is anything to do. An idle producer does not even connect; one that was disconnected by an outage
     * connects again at once, so as to report when that is over.
     */
    private boolean hasWork() {
        return assembler.isDue(now())
                || outage.isAway()
                || !outbox.isEmpty()
                || isToBeVerified()
                || isOwnToBeReported();
    }

    private void ship() {
        FlushSteps steps = new FlushSteps(session);
        long found = 0;
        while (true) {
            switch (steps.next()) {
                case CONNECT -> {
                    transport.connect();
                    sayOfServer();
                    steps.onConnected(isToBeVerified());
                    verification.begins(transport.reconnects());
                }
                case ASK -> {
                    List<UUID> asked = steps.toAsk();
                    steps.onStates(asked, transport.ask(asked));
                }
                case RETIRE -> {
                    Chain chain = Objects.requireNonNull(steps.toRetire());
                    steps.onRetired(
                            transport.retire(chain.id(), chain.standing().redisId()));
                }
                case ACCEPT_CONNECTION -> {
                    verification.done();
                    steps.onAccepted();
                }
                case DRAIN -> {
                    redisClock.check(); // each time, as a flood may keep the shipper in this loop
                    found = Math.max(found, foundByNextDrain());
                    steps.onDrained(drain());
                }
                case SEND -> {
                    send();
                    steps.onSent(waiters.areWaiting());
                }
                case AWAIT_REPLY -> steps.onReply(await(session.firstReply()));
                case END_ROUND -> {
                    outage.over();
                    if (urgency.isOverdue()) {
                        return;
                    }
                    steps.onRoundEnded();
                }
                case DONE -> {
                    isDiskRefusing = false;
                    waiters.secured(found);
                    return;
                }
            }
        }
    }

    private void sayOfServer() {
        if (!isServerSaid) {
            isServerSaid = true;
            transport.warnings().forEach(each -> status.warn("server", each, null));
        }
    }

    /** Numbers what waits, as much as may be under way; returns whether more is left. */
    private boolean drain() {
        if (outbox.readBack()) {
            if (isTimeToSpill()) {
                bringToDisk();
            }
            return true;
        }
        assembler.drain(now(), outbox);
        return !outbox.wantsMore() || assembler.hasFollowUps();
    }

    /**
     * Whether to write what waits to disk while much is read back: as often as flushes usually come, as more often would make
     * many small batches.
     */
    private boolean isTimeToSpill() {
        long nanos = clock.nanos();
        if (urgency.isFinishing() || isNewCallWaiting() || nanos - spilledNanos >= timing.flushInterval.toNanos()) {
            spilledNanos = nanos;
            return true;
        }
        return false;
    }

    private void send() {
        for (PendingBatch each : session.toSend()) {
            session.onSent(
                    each, transport.send(each.batch(), session.standing(each)).toCompletableFuture());
        }
    }

    private BatchReply await(CompletableFuture<BatchReply> reply) {
        try {
            return reply.get(timing.commandTimeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException timeout) {
            throw new CentralogException(
                    "Redis does not answer within " + timing.commandTimeout.toMillis() + " ms", timeout);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof CentralogException known
                    ? known
                    : new CentralogException("a batch was not confirmed: " + cause, e);
        } catch (InterruptedException interrupted) {
            throw new CentralogException("interrupted while waiting for Redis", interrupted);
        }
    }

    /** Returns the last caller whose entries the next complete drain is guaranteed to include; 0 if unknown. */
    private long foundByNextDrain() {
        long asked = waiters.asked();
        return waiters.areWaiting() && waiters.isAllQueued() && assembler.drainsAll() ? asked : 0;
    }

    /**
     * Returns the context of a drain. A new round begins at most twice in a flush interval, or each time if there is no time
     * to lose.
     */
    private DrainSource.DrainContext now() {
        long nanos = clock.nanos();
        if (isHurried() || urgency.isFinishing() || nanos - roundBeganNanos >= timing.flushInterval.toNanos() / 2) {
            round++;
            roundBeganNanos = nanos;
        }
        return new DrainSource.DrainContext(redisClock.epochMillis(), nanos, round, isHurried(), urgency.isFinishing());
    }

    /** Writes what waits to disk, if there is a spill. */
    void bringToDisk() {
        if (!spilling.isOn()) {
            return;
        }
        quietly("spill", "can't spill waiting batches to disk", () -> {
            isDiskRefusing = true; // also if that throws
            triedForCall = waiters.asked();
            long found = foundByNextDrain();
            isDiskRefusing = !spilling.bringToDisk(now());
            if (!isDiskRefusing) {
                waiters.secured(found);
            }
        });
    }

    /** Acts on a failed attempt: puts everything back to where it can be tried again from, and writes what waits to disk. */
    void onFailure(Throwable trouble) {
        outage.failed(trouble, outbox.unanswered());
        redisClock.askAgain();
        session.onFailure();
        bringToDisk();
    }

    /** Counts the rest as dropped, and disconnects. Blocks briefly. */
    void close() {
        try {
            assembler.abandon(outbox);
        } catch (Throwable ignored) {
            assembler.dropTheRest();
        }
        quietly("spill", "can't close the files in the spill directory", spillBuffer::close);
        Thread.interrupted(); // it ended a wait, and must not end the disconnecting
        quietly("close", "can't record in Redis that this producer has ended", this::end);
        quietly("close", "can't close the connection to Redis", transport::close);
    }

    /** Reports what is lost or could not be verified; if everything is verified, closes this producer's id in Redis. */
    private void end() {
        long lost = session.lostRepeats();
        if (lost > 0) {
            status.warn(
                    "lostAgain",
                    lost
                            + " events or actions are lost: Redis had confirmed them, is back at an older state without"
                            + " them, and"
                            + " they could not be sent again before the end (setting 'shutdownTimeout')",
                    null);
        }
        if (verification.isDue(transport.reconnects(), true)) {
            status.warn(
                    "unverified",
                    session.confirmedRepeats()
                            + " events or actions that Redis had confirmed could not be verified at the end, as Redis did not"
                            + " reply. If it is back at an older state, those that it lacks are lost",
                    null);
            return;
        }
        Chain ended = session.ended();
        if (ended != null && !outage.isAway()) {
            transport.end(ended.id(), ended.standing().redisId());
        }
    }

    /** Disconnects, as there is nothing to ship for now. Blocks briefly. */
    void disconnect() {
        quietly("close", "can't close the connection to Redis", transport::close);
    }

    /** Releases the calls that wait. */
    void releaseWaiters() {
        waiters.end();
    }

    private void quietly(String kind, String message, Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            try {
                status.warn(kind, message, e);
            } catch (Throwable ignored) {
                // No memory even for that: what comes after it matters more.
            }
        }
    }
}
