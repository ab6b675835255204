// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.Action;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.DropReason;
import dev.centralog.EventView;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ProcessInfo;
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
import dev.centralog.internal.process.OwnProcess;
import dev.centralog.internal.process.Surroundings;
import dev.centralog.internal.spill.DiskQueue;
import dev.centralog.internal.spill.SpillListener;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.time.OwnThread;
import dev.centralog.internal.wire.EventLimits;
import dev.centralog.internal.wire.HostClock;
import dev.centralog.internal.wire.Window.Signal;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The logging side, wired: the folders that callers count in, the shipper's thread, and their end.
 *
 * <p>Whatever is thrown while an event is read costs that event alone. That includes errors and exceptions that are not
 * declared: a {@code toString()} may fail an assertion, use up the heap, or be written in a language without checked
 * exceptions.
 *
 * <p>Thread-safety: any thread.
 */
public final class Producer {
    /** The waiting share of the buffer, in eighths, at which the shipper is woken before its time. */
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
     * Creates a producer that is not started.
     *
     * @throws dev.centralog.ConfigException if a setting has a value that can't be used here
     */
    public Producer(CentralogConfig config, BatchTransport transport, StatusListener listener, Clock clock) {
        this(config, transport, listener, clock, "");
    }

    /**
     * Creates a producer that is not started, for an adapter.
     *
     * @param framework the logging framework and its version
     * @throws dev.centralog.ConfigException if a setting has a value that can't be used here
     */
    public Producer(
            CentralogConfig config, BatchTransport transport, StatusListener listener, Clock clock, String framework) {
        this(config, transport, listener, clock, framework, SpillOpener.of(config), new RandomNumbers(clock));
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
        this(config, transport, listener, clock, "", spill, random);
    }

    private Producer(
            CentralogConfig config,
            BatchTransport transport,
            StatusListener listener,
            Clock clock,
            String framework,
            @Nullable Function<SpillListener, DiskQueue> spill,
            LongSupplier random) {
        Surroundings surroundings = Surroundings.ofJvm();
        ProcessInfo process = OwnProcess.find(config, listener, surroundings);
        Origin own = new Origin(process.app(), process.environment(), process.host(), process.pid());
        EventLimits bounds = EventLimits.of(config, counters::maskFailed);
        this.clock = clock;
        status = new RateLimitedStatus(listener, clock);
        counters.tellOfMask(new MaskWarning(counters, "an event", status));
        actionCounters.tellOfMask(new MaskWarning(actionCounters, "an action", status));
        MemoryBudget budget = new MemoryBudget(config.get(Settings.BUFFER_BYTES));
        EventGrouping identity = new EventGrouping(config, own, bounds);
        EventFolder.Rendering rendering = new EventFolder.Rendering(new EventRenderer(own, bounds), config);
        eventFolder = new EventFolder(identity, rendering, budget, counters);
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
        Numbering numbering = new Numbering(random, config.get(Settings.PER_PROCESS), process);
        Flusher flusher = new Flusher(
                new Flusher.Parts(
                        new BatchAssembler(
                                sources,
                                new DropReporter(
                                        both,
                                        new OwnDrops(own, numbering),
                                        new OwnReports(urgency::isFinishing, clock)),
                                new LifeSigns(
                                        numbering,
                                        new OwnSign(process, surroundings, framework),
                                        urgency::isEnding,
                                        clock)),
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
        Shipper shipper = new Shipper(flusher, FlushSchedule.drawn(flushInterval), outage, urgency, clock);
        waiters.onAsked(new Waking(shipper));
        EnqueueListener queueing = new Queueing(shipper, budget, waiters);
        eventFolder.tell(queueing);
        actionFolder.tell(queueing);
        JmxRegistration shown = config.get(Settings.JMX) ? new JmxRegistration(this, clock, own.app(), status) : null;
        thread = OwnThread.create(
                "shipper",
                new Shipping(
                        identity,
                        new EventFolder.Rendering(new EventRenderer(own, bounds), config),
                        shipper,
                        shown,
                        end));
        totals = new ProducerTotals(counters, actionCounters, new BufferUse(budget));
        shutdown = new ProducerShutdown(shipper, thread, end, waiters, totals, outage, folders, status, clock);
    }

    /*
     * These are classes instead of lambdas, as some in the appenders are: the JVM makes a lambda's class at its first use,
     * which costs two or three times as much as loading one, and each of these would be used while an application starts.
     */

    /** The work of the shipper's thread. */
    private record Shipping(
            EventGrouping identity,
            EventFolder.Rendering rendering,
            Shipper shipper,
            @Nullable JmxRegistration shown,
            ShipperEnd end)
            implements Runnable {
        @Override
        public void run() {
            Warmup.play(identity, rendering);
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

    /** The work when a caller begins to wait. */
    private record Waking(Shipper shipper) implements Runnable {
        @Override
        public void run() {
            shipper.wake();
        }
    }

    /** The folders that callers fold into: it corrects their clocks and, when run, closes them. */
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
     * Events are also logged at the end of a thread's stack, where each call may fail. So each event is counted as logged by
     * a single call, and from then on no throwable leaves the method that made this call. A failure within is counted in that
     * method, without a call (see FailureCount).
     */

    /**
     * Folds an event, or counts it as dropped; also counts the action that it may carry. If the event can't be read at all,
     * no action is counted; if only its marker can't be read, an action is counted as dropped, as the event may carry one.
     * Throws nothing but a {@link StackOverflowError} that comes before the event is counted.
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
            // No stack or memory left to wait, for example: a log call does not throw, and its event is on its way.
        }
    }

    /** The outcome of an action, or of the action that an event carries. */
    private enum Outcome {
        NONE,
        COUNTED,
        DROPPED,
        UNREADABLE
    }

    /**
     * Counts the action of an event, if it carries one. An action that can't be read is dropped alone: its event, which is
     * not counted as logged yet, goes on.
     */
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

    /**
     * Waits until what was logged is durable, unless it was dropped: a caller that makes room for others must not be held up.
     */
    private void awaitSecured(boolean isTaken) {
        if (isTaken) {
            waiters.await();
        }
    }

    /** Folds an event that was built by hand, like {@link #fold}. */
    public void log(LogEvent event) {
        fold(event, LogEventView.INSTANCE);
    }

    /**
     * Counts a plain action, now, or counts it as dropped; an id is a number if its text is null. Throws no more than
     * {@link #fold}. It has its own code, as an object for the ids would be allocated by each call.
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

    /** Counts an action, or counts it as dropped, also if the action can't be made. Throws no more than {@link #fold}. */
    public void count(Supplier<Action> action) {
        Outcome outcome = outcomeOf(() -> actionFolder.count(action.get()));
        try {
            awaitSecured(outcome == Outcome.COUNTED);
        } catch (Throwable ignored) {
            // As for an event.
        }
    }

    /** The counting of an action. */
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
        status.warn("incompleteAction", "an action was dropped: it has no user id or no action id", null);
    }

    /** Counts an event as logged and dropped that was given up elsewhere. */
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

    /** Returns the counts of events. */
    public CentralogStats stats() {
        return totals.events();
    }

    /** Returns the counts of actions. */
    public CentralogStats actionStats() {
        return totals.actions();
    }

    /** Returns the state of the connection to Redis. */
    public RedisLinkStats linkStats() {
        return outage.stats();
    }

    /** Ships the rest and stops; see {@link ProducerShutdown#close}. */
    public long close(Duration timeout) {
        return close(EndLimits.always(timeout));
    }

    /** Ships the rest and stops, within these limits. */
    public long close(EndLimits limits) {
        return shutdown.close(limits, limits);
    }

    /**
     * Ships the rest and stops; waits only for what {@code closing} leaves it, if others have waited for that Redis in vain.
     */
    public long close(EndLimits limits, ClosingTime closing, String redis) {
        long start = clock.nanos();
        long left = shutdown.close(limits, closing.of(redis, limits));
        if (left > 0 || outage.stats().awaySince() != null) {
            closing.waitedInVain(redis, clock.nanos() - start);
        }
        return left;
    }

    /** Sets what is done when everything has been shipped or given up; it is done at once if that is so already. */
    public void whenEnded(Runnable then) {
        end.whenEnded(then);
    }

    /** Ships the rest, for the JVM's hook; see {@link ProducerShutdown#drainForExit}. */
    public void drainForExit(EndLimits limits) {
        shutdown.drainForExit(limits);
    }

    /** Ships without pause from now on; see {@link ProducerShutdown#shipForExit}. */
    public void shipForExit(Duration timeout) {
        shutdown.shipForExit(timeout);
    }
}
