// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.CentralogException;
import dev.centralog.internal.fold.DrainSource;
import dev.centralog.internal.ship.FlushSteps.Step;
import dev.centralog.internal.spill.DiskQueue;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.HostClock;
import dev.centralog.simulation.Mutant;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A shipper without a thread, which the simulation runs instead of {@link Shipper} and {@link Flusher}. It executes the
 * real {@link FlushSteps} with the real {@link ProducerSession}, outbox, drop reports and clock. Only the waiting is
 * replaced: a call of {@link #step} begins a flush, and returns where the real classes would wait for a reply.
 *
 * <p>Thread-safety: none.
 */
public final class ModelShipper {
    private static final Outbox.Limits SMALL = new Outbox.Limits(5, 2, 10);

    /** The limit on the steps of a flush; no flush takes that many. */
    private static final int MOST_STEPS = 500;

    private final ModelFolders folders;
    private final BatchAssembler assembler;
    private final Outbox outbox;
    private final WatchedSession session;
    private final Verification verification;
    private final BatchTransport store;
    private final RedisClock redisClock;
    private final Spilling spilling;
    private final SpillBuffer spillBuffer;
    private final Clock clock;
    private final BatchWatcher books;
    private final WatchedBatches batches;
    private final ShippingChecks checks;
    private @Nullable WatchedDisk disk;
    private @Nullable FlushSteps flush;
    private boolean away;
    private long round;

    /** Creates a producer that has logged nothing yet. */
    public ModelShipper(BatchTransport store, Clock clock, BatchWatcher books, Habits habits) {
        this.store = store;
        this.clock = clock;
        this.books = books;
        this.batches = new WatchedBatches(books, habits.mutant == Mutant.BATCH_GROWS);
        folders = new ModelFolders(habits.bufferBytes, clock);
        RateLimitedStatus status = new RateLimitedStatus((severity, message, cause) -> {}, clock);
        spillBuffer = new SpillBuffer(folders.counters(), status, habits.disk == null ? null : each -> watch(habits));
        Outbox.Limits limits = habits.smallBatches ? SMALL : Outbox.Limits.DEFAULT;
        Numbering numbering = new Numbering(habits.random, habits.mutant != Mutant.PROCESSES_FOLDED, null);
        numbering.process(); // drawn first, whichever lines come first: the numbers of clones depend on the order
        outbox = new Outbox(new ReplayBuffer(habits.replayBytes, clock), spillBuffer, limits, numbering);
        checks = new ShippingChecks(books, limits, new ExpectedReplay(habits.replayBytes, clock, books));
        assembler = new BatchAssembler(
                folders.drains(),
                new DropReporter(
                        folders.counters(), new SmallParts.NamedDrops(habits.name), new OwnReports(() -> false, clock)),
                new LifeSigns(numbering, () -> SmallParts.SIGN, () -> false, clock));
        session = new WatchedSession(outbox, assembler, clock, batches, checks, habits.mutant);
        verification = new Verification(session, clock);
        spilling = new Spilling(outbox, spillBuffer, assembler);
        redisClock = new RedisClock(store, host -> correctClock(host, habits.mutant), clock);
        spillBuffer.adopt();
    }

    private void correctClock(HostClock host, @Nullable Mutant mutant) {
        HostClock broken = new HostClock(host.isChecked(), host.seconds(), 0);
        folders.correctClock(mutant == Mutant.FIRST_WINDOWS_KEPT ? broken : host);
        outbox.correctClock(mutant == Mutant.FIRST_WINDOWS_KEPT_ON_DISK ? broken : host);
        assembler.correctClock(host);
    }

    private DiskQueue watch(Habits habits) {
        WatchedDisk watched = new WatchedDisk(
                Objects.requireNonNull(habits.disk),
                habits.contents,
                () -> {
                    batches.noteNumbered(outbox);
                    return outbox.unsecured().get(0);
                },
                habits.mutant);
        disk = watched;
        return watched;
    }

    /**
     * The properties of one producer.
     *
     * @param bufferBytes the setting
     * @param replayBytes the setting
     * @param smallBatches whether a batch holds little, so that there are many
     * @param disk the disk that it spills to; null for none
     * @param contents the spilled batches of all processes
     * @param random draws ids and tokens
     */
    public record Habits(
            String name,
            long bufferBytes,
            long replayBytes,
            boolean smallBatches,
            @Nullable Mutant mutant,
            @Nullable DiskQueue disk,
            WatchedDisk.Contents contents,
            LongSupplier random) {}

    /** Returns the folders through which this producer logs. */
    public ModelFolders folders() {
        return folders;
    }

    /** Whether the next thing to happen is a reply. */
    public boolean isWaiting() {
        return flush != null
                && flush.next() == Step.AWAIT_REPLY
                && !session.firstReply().isDone();
    }

    /** Whether it died between two effects on disk. */
    public boolean isKilled() {
        return disk != null && disk.isDead();
    }

    /** Checks the promises that hold once nothing is left to be shipped and nothing is logged any more. */
    public void checkAtEnd() {
        checks.onEmpty(folders.counters().values());
        if (folders.heldBytes() != 0) {
            books.broken("what is confirmed takes no memory");
        }
    }

    /** Gives up what is left, because there is no time for it: it is counted as dropped. */
    public void abandon() {
        assembler.abandon(outbox);
        batches.noteNumbered(outbox);
    }

    /** Ends the process; other processes take over what it has on disk. */
    public void die() {
        spillBuffer.close();
    }

    /** Whether nothing is left to be shipped. */
    public boolean isEmpty() {
        return assembler.isEmpty() && outbox.isEmpty();
    }

    /** Whether Redis has to be asked whether it still has what it confirmed. */
    public boolean isToBeVerified() {
        return verification.isDue(store.reconnects(), folders.isClosed());
    }

    /** Goes on until a reply is needed, or until this flush is over. */
    public void step() {
        attempt(this::goOn);
    }

    /** Ends the wait for a reply that does not come in time. */
    public void timeOut() {
        attempt(this::gone);
    }

    private void attempt(Runnable work) {
        try {
            work.run();
        } catch (WatchedDisk.Killed ignored) {
            // The disk knows that the process is dead.
        }
    }

    private void goOn() {
        try {
            if (flush == null && (away || !isEmpty() || isToBeVerified())) {
                flush = new FlushSteps(session);
            }
            for (int steps = 0; flush != null && !isWaiting(); steps++) {
                if (steps == MOST_STEPS) {
                    books.broken("a flush comes to its end");
                    gone();
                    return;
                }
                step(flush);
            }
        } catch (CentralogException | CompletionException | UncheckedIOException ignored) {
            gone();
        }
    }

    private void step(FlushSteps steps) {
        switch (steps.next()) {
            case CONNECT -> {
                store.connect();
                steps.onConnected(isToBeVerified());
                verification.begins(store.reconnects());
            }
            case ASK -> {
                List<UUID> asked = steps.toAsk();
                ProducerStates states = store.ask(asked);
                steps.onStates(asked, states);
            }
            case RETIRE -> {
                Chain chain = Objects.requireNonNull(steps.toRetire());
                steps.onRetired(session.retire(store, chain));
            }
            case ACCEPT_CONNECTION -> {
                verification.done();
                checks.onVerified(outbox.confirmed());
                steps.onAccepted();
            }
            case DRAIN -> {
                redisClock.check();
                steps.onDrained(drain());
            }
            case SEND -> {
                send();
                boolean all = folders.isClosed();
                checks.onSent(outbox.underWay(), session.repliesToAwait(all), all);
                steps.onSent(all);
            }
            case AWAIT_REPLY -> steps.onReply(session.firstReply().join());
            case END_ROUND -> {
                away = false;
                steps.onRoundEnded();
            }
            case DONE -> flush = null;
        }
    }

    /** Drains as {@link Flusher} does; what is logged while much is read back is spilled every other time. */
    private boolean drain() {
        boolean isMore = outbox.readBack();
        if (disk != null) {
            batches.noteReadBack(outbox.early(), disk, checks);
        }
        checks.onAllReadBack(isMore, outbox);
        if (!isMore) {
            assembler.drain(now(), outbox);
            checks.onDrained(batches.noteNumbered(outbox), outbox, spillBuffer.hasUnread());
            return !outbox.wantsMore() || assembler.hasFollowUps();
        }
        if (round++ % 2 == 0) {
            bringToDisk();
        }
        return true;
    }

    private void bringToDisk() {
        if (spilling.isOn()) {
            spilling.bringToDisk(now());
            batches.noteNumbered(outbox);
        }
    }

    private void send() {
        for (PendingBatch each : session.toSend()) {
            Batch batch = batches.toSend(each);
            books.sent(batch);
            checks.onSend(each);
            session.onSent(each, store.send(batch, session.standing(each)).toCompletableFuture());
        }
    }

    private DrainSource.DrainContext now() {
        round++;
        return new DrainSource.DrainContext(redisClock.epochMillis(), clock.nanos(), round, false, folders.isClosed());
    }

    private void gone() {
        int unanswered = outbox.unanswered();
        session.onFailure();
        checks.onFailure(outbox, unanswered, disk != null);
        redisClock.askAgain();
        away = true;
        flush = null;
        bringToDisk();
    }
}
