// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.Action;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.DropReason;
import dev.centralog.EventView;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.RedisLinkStats;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.internal.fold.ActionDrain;
import dev.centralog.internal.fold.ActionExtractor;
import dev.centralog.internal.fold.ActionFolder;
import dev.centralog.internal.fold.DrainSource;
import dev.centralog.internal.fold.EnqueueListener;
import dev.centralog.internal.fold.EventDrain;
import dev.centralog.internal.fold.EventFolder;
import dev.centralog.internal.fold.EventGrouping;
import dev.centralog.internal.fold.EventRenderer;
import dev.centralog.internal.fold.LogEventView;
import dev.centralog.internal.fold.MemoryBudget;
import dev.centralog.internal.fold.ProducerCounters;
import dev.centralog.internal.fold.Warmup;
import dev.centralog.internal.spill.DiskQueue;
import dev.centralog.internal.spill.SpillListener;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.time.OwnThread;
import dev.centralog.internal.wire.Drop;
import dev.centralog.internal.wire.DropEncoder;
import dev.centralog.internal.wire.EventLimits;
import dev.centralog.internal.wire.HostClock;
import dev.centralog.internal.wire.MaskRule;
import dev.centralog.internal.wire.ReservedGroups;
import dev.centralog.internal.wire.Window.Signal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The logging side, wired: the folders that callers count in, the thread that ships, and how they end.
 *
 * <p>Whatever is thrown while an event is looked at costs that event alone: also what is no exception that Java declares,
 * as a {@code toString()} may fail an assertion, take the last of the heap, or be written in a language without checked
 * exceptions.
 *
 * <p>Thread-safety: any thread.
 */
public final class Producer {
    /** The shipper is woken before its time when that share of the buffer, in eighths, waits. */
    private static final int WAKE_AT_EIGHTHS = 2;

    private final EventFolder eventFolder;
    private final ActionFolder actionFolder;
    private final ActionExtractor extractor;
    private final ProducerCounters counters = new ProducerCounters();
    private final ProducerCounters actionCounters = new ProducerCounters();
    private final OutageTracker outage;
    private final DurabilityWaiters waiters;
    private final OwnThread thread;
    private final RateLimitedStatus status;
    private final Clock clock;
    private final ProducerTotals totals;
    private final ShipperEnd end = new ShipperEnd();
    private final ProducerShutdown shutdown;

    /**
     * A producer, not started.
     *
     * @throws dev.centralog.ConfigException if a setting has a value that can't be used here
     */
    public Producer(CentralogConfig config, BatchTransport transport, StatusListener listener, Clock clock) {
        this(config, transport, listener, clock, SpillOpener.of(config));
    }

    Producer(
            CentralogConfig config,
            BatchTransport transport,
            StatusListener listener,
            Clock clock,
            @Nullable Function<SpillListener, DiskQueue> spill) {
        this(config, transport, listener, clock, spill, new RandomNumbers(clock));
    }

    Producer(
            CentralogConfig config,
            BatchTransport transport,
            StatusListener listener,
            Clock clock,
            @Nullable Function<SpillListener, DiskQueue> spill,
            LongSupplier random) {
        Origin own = OwnOrigin.of(config, listener);
        EventLimits bounds = EventLimits.of(config, counters::maskFailed);
        this.clock = clock;
        status = new RateLimitedStatus(listener, clock);
        counters.tellOfMask(new MaskWarning(counters, "an event", status));
        actionCounters.tellOfMask(new MaskWarning(actionCounters, "an action", status));
        MemoryBudget budget = new MemoryBudget(config.get(Settings.BUFFER_BYTES));
        EventGrouping identity = new EventGrouping(config, own, bounds);
        eventFolder = new EventFolder(identity, new EventRenderer(own, bounds), budget, counters);
        actionFolder = new ActionFolder(config, budget, actionCounters, clock);
        extractor = new ActionExtractor(config, status);
        Map<Signal, DrainSource> sources = Map.of(
                Signal.EVENTS,
                new EventDrain(eventFolder),
                Signal.ACTIONS,
                new ActionDrain(actionFolder, config.get(Settings.ACTION_FLUSH_INTERVAL)));
        Map<Signal, ProducerCounters> both = Map.of(Signal.EVENTS, counters, Signal.ACTIONS, actionCounters);
        SpillBuffer spillBuffer = new SpillBuffer(both, status, spill);
        outage = new OutageTracker(both, status, clock);
        waiters = new DurabilityWaiters(config.get(Settings.AWAIT_DURABLE_TIMEOUT), status, clock);
        Duration flushInterval = config.get(Settings.FLUSH_INTERVAL);
        Urgency urgency = new Urgency(outage, clock);
        Folders folders = new Folders(eventFolder, actionFolder);
        Numbering numbering = new Numbering(random, config.get(Settings.PER_PROCESS));
        Flusher flusher = new Flusher(
                new Flusher.Parts(
                        new BatchAssembler(
                                sources,
                                new DropReporter(
                                        both,
                                        new OwnDrops(own, numbering),
                                        new OwnReports(urgency::isFinishing, clock))),
                        new Outbox(
                                new ReplayBuffer(config.get(Settings.REPLAY_BYTES), clock),
                                spillBuffer,
                                Outbox.Limits.DEFAULT,
                                numbering),
                        spillBuffer,
                        outage,
                        waiters,
                        folders),
                transport,
                status,
                urgency,
                clock,
                new Flusher.Timing(flushInterval, config.get(Settings.COMMAND_TIMEOUT)));
        Shipper shipper = new Shipper(flusher, new FlushSchedule(flushInterval), outage, urgency, clock);
        waiters.onAsked(new Waking(shipper));
        EnqueueListener queueing = new Queueing(shipper, budget, waiters);
        eventFolder.tell(queueing);
        actionFolder.tell(queueing);
        JmxRegistration shown = config.get(Settings.JMX) ? new JmxRegistration(this, clock, own.app(), status) : null;
        thread = OwnThread.create(
                "shipper", new Shipping(identity, new EventRenderer(own, bounds), shipper, shown, end));
        totals = new ProducerTotals(counters, actionCounters, new BufferUse(budget));
        shutdown = new ProducerShutdown(shipper, thread, end, waiters, totals, outage, folders, status, clock);
    }

    /*
     * Classes instead of lambdas, as are some in the appenders: the JVM makes a lambda's class when it is first met, for
     * two or three times what loading one costs, and each of these would be met while an application starts.
     */

    /** What the shipper's thread does. */
    private record Shipping(
            EventGrouping identity,
            EventRenderer renderer,
            Shipper shipper,
            @Nullable JmxRegistration shown,
            ShipperEnd end)
            implements Runnable {
        @Override
        public void run() {
            Warmup.play(identity, renderer);
            if (shown != null) {
                shown.open();
            }
            shipper.run();
            if (shown != null) {
                shown.close();
            }
            end.ended();
        }
    }

    private record Queueing(Shipper shipper, MemoryBudget budget, DurabilityWaiters waiters)
            implements EnqueueListener {
        @Override
        public void begins() {
            waiters.beginQueueing();
        }

        @Override
        public void queued() {
            shipper.queued(budget.isFuller(WAKE_AT_EIGHTHS));
        }

        @Override
        public void ends() {
            waiters.endQueueing();
        }
    }

    /** What is done when a caller begins to wait. */
    private record Waking(Shipper shipper) implements Runnable {
        @Override
        public void run() {
            shipper.wake();
        }
    }

    /** What is said when a search by the mask was given up. */
    private record MaskWarning(ProducerCounters counters, String what, RateLimitedStatus status) implements Runnable {
        @Override
        public void run() {
            status.warn(
                    "maskFailed",
                    "setting 'mask': the search of " + what
                            + " was given up after " + String.format(Locale.ROOT, "%,d", MaskRule.READS)
                            + " reads of its characters, or at the end of the thread's stack, for the "
                            + counters.maskFailures()
                            + ". time; what was not searched is [mask failed]. A repetition without bound reads a long"
                            + " text again from each of its characters: begin the pattern with \\b, and bound what it"
                            + " repeats, e.g. \\b[\\w.]{1,64}@",
                    null);
        }
    }

    /** What callers fold into: corrects their clocks, and when run, closes them. */
    private record Folders(EventFolder events, ActionFolder actions) implements Consumer<HostClock>, Runnable {
        @Override
        public void accept(HostClock host) {
            events.correctClock(host);
            actions.correctClock(host);
        }

        @Override
        public void run() {
            events.close();
            actions.close();
        }
    }

    private record BufferUse(MemoryBudget budget) implements LongSupplier {
        @Override
        public long getAsLong() {
            return budget.used();
        }
    }

    /** Starts the shipper's thread. */
    public void start() {
        thread.start();
    }

    /*
     * Events are logged at the end of a thread's stack, too, where each call may fail. So each is counted as logged once, by a
     * call; and from then on nothing leaves the method that made it. What it throws from within is counted in that method,
     * without a call (see FailureCount).
     */

    /**
     * Folds an event, or counts it as dropped; counts the action that it may tell of. Of an event that can't be read at all, no
     * action is counted; of one whose marker alone can't be read, an action is dropped, as it may have told of one. Throws
     * nothing but a {@link StackOverflowError} that comes before the event is counted.
     */
    public <E> void fold(E event, EventView<E> view) {
        Outcome ofAction = Outcome.NONE;
        Throwable ofMarker = null;
        try {
            if (extractor.isMarked(event, view)) {
                ofAction = outcomeOfAction(event, view);
            }
        } catch (Throwable e) {
            ofMarker = e;
        }
        boolean isTaken = ofAction == Outcome.COUNTED;
        Throwable failure = null;
        if (ofAction == Outcome.NONE || ofAction == Outcome.UNREADABLE || extractor.keepsEvents()) {
            counters.logged.increment();
            try {
                isTaken |= eventFolder.foldLogged(event, view);
            } catch (Throwable e) {
                synchronized (counters.failures) {
                    counters.failures.count++;
                }
                failure = e;
            }
        }
        try {
            if (failure != null) {
                status.warn("unreadable", "an event could not be read and was dropped", failure);
            } else if (ofMarker != null) {
                refuseAction(ofMarker);
            }
            awaitSecured(isTaken);
        } catch (Throwable ignored) {
            // No stack or memory to wait with, say: a log call does not throw, and what it logged is on its way.
        }
    }

    /** What became of an action, or of the one that an event tells of. */
    private enum Outcome {
        NONE,
        COUNTED,
        DROPPED,
        UNREADABLE
    }

    /** An action that can't be read costs itself alone: its event, which is not counted as logged yet, goes on. */
    private <E> Outcome outcomeOfAction(E event, EventView<E> view) {
        Action action;
        try {
            action = extractor.read(event, view);
        } catch (Throwable e) {
            return refuseAction(e);
        }
        return action == null ? Outcome.NONE : outcomeOf(() -> actionFolder.countByHostClock(action));
    }

    private Outcome refuseAction(Throwable unreadable) {
        return outcomeOf(() -> {
            throw unreadable;
        });
    }

    /** Only if it was taken: what is dropped is dropped, and a caller that makes room for others must not stand still. */
    private void awaitSecured(boolean isTaken) {
        if (isTaken) {
            waiters.await();
        }
    }

    /** As {@link #fold}, of an event built by hand. */
    public void log(LogEvent event) {
        fold(event, LogEventView.INSTANCE);
    }

    /**
     * Counts a plain action, now, or counts it as dropped; an id is a number where its text is null. Throws no more than {@link #fold}. Its
     * own code, as an object that holds the ids would be one a call.
     */
    public void count(long user, @Nullable String userText, int action, @Nullable String actionText) {
        actionCounters.logged.increment();
        boolean isTaken = false;
        Throwable failure = null;
        try {
            isTaken = actionFolder.count(user, userText, action, actionText);
        } catch (Throwable e) {
            synchronized (actionCounters.failures) {
                actionCounters.failures.count++;
            }
            failure = e;
        }
        try {
            sayUnreadable(failure);
            awaitSecured(isTaken);
        } catch (Throwable ignored) {
            // As for an event.
        }
    }

    /** Counts an action, or counts it as dropped: also where the action can't be made. Throws no more than {@link #fold}. */
    public void count(Supplier<Action> action) {
        Outcome outcome = outcomeOf(() -> actionFolder.count(action.get()));
        try {
            awaitSecured(outcome == Outcome.COUNTED);
        } catch (Throwable ignored) {
            // As for an event.
        }
    }

    /** Counts an action. */
    private interface Counting {
        boolean isCounted() throws Throwable;
    }

    private Outcome outcomeOf(Counting counting) {
        actionCounters.logged.increment();
        Outcome outcome = Outcome.UNREADABLE;
        Throwable failure = null;
        try {
            outcome = counting.isCounted() ? Outcome.COUNTED : Outcome.DROPPED;
        } catch (Throwable e) {
            synchronized (actionCounters.failures) {
                actionCounters.failures.count++;
            }
            failure = e;
        }
        try {
            sayUnreadable(failure);
        } catch (Throwable ignored) {
            // It is counted.
        }
        return outcome;
    }

    private void sayUnreadable(@Nullable Throwable failure) {
        if (failure != null) {
            status.warn("unreadableAction", "an action could not be read and was dropped", failure);
        }
    }

    /** Counts an action that lacks an id as dropped. */
    public void refuseAction() {
        drop(actionCounters, DropReason.UNREADABLE);
        status.warn("incompleteAction", "an action without a user or without an action was dropped", null);
    }

    /** Counts an event that was logged and given up elsewhere. */
    public void drop(DropReason reason) {
        drop(counters, reason);
    }

    private static void drop(ProducerCounters of, DropReason reason) {
        of.logged.increment();
        try {
            of.refuse(reason);
        } catch (Throwable ignored) { // the stack ends here: the reason is lost, the event is not
            synchronized (of.failures) {
                of.failures.count++;
            }
        }
    }

    /** Of events. */
    public CentralogStats stats() {
        return totals.events();
    }

    /** Of actions. */
    public CentralogStats actionStats() {
        return totals.actions();
    }

    /** Of Redis, for both. */
    public RedisLinkStats linkStats() {
        return outage.stats();
    }

    /** Ships what is there and stops; see {@link ProducerShutdown#close}. */
    public long close(Duration timeout) {
        return close(EndLimits.always(timeout));
    }

    /** The same within these limits. */
    public long close(EndLimits limits) {
        return shutdown.close(limits, limits);
    }

    /** The same, waiting for no longer than others of this process leave it, who have waited for that Redis in vain. */
    public long close(EndLimits limits, ClosingTime closing, String redis) {
        long start = clock.nanos();
        long left = shutdown.close(limits, closing.of(redis, limits));
        if (left > 0 || outage.stats().awaySince() != null) {
            closing.waitedInVain(redis, clock.nanos() - start);
        }
        return left;
    }

    /** Sets what is done when all has been shipped or given up; at once, if it has. */
    public void whenEnded(Runnable then) {
        end.whenEnded(then);
    }

    /** Ships what is there, for the JVM's hook; see {@link ProducerShutdown#drainForExit}. */
    public void drainForExit(EndLimits limits) {
        shutdown.drainForExit(limits);
    }

    /** Ships without pause from now on; see {@link ProducerShutdown#shipForExit}. */
    public void shipForExit(Duration timeout) {
        shutdown.shipForExit(timeout);
    }

    /** The reserved groups and payloads of this process's drop reports. */
    private record OwnDrops(Origin own, Numbering numbering) implements DropReporter.Encoder {
        @Override
        public byte[] group(DropReporter.Kind kind) {
            return ReservedGroups.drop(drop(kind), numbering.process());
        }

        @Override
        public byte[] payload(DropReporter.Kind kind) {
            return DropEncoder.encode(drop(kind));
        }

        private Drop drop(DropReporter.Kind kind) {
            String stream = kind.signal().name().toLowerCase(Locale.ROOT);
            return new Drop(stream, kind.reason().label(), own);
        }
    }
}
