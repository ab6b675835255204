// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.CentralogConfig;
import dev.centralog.StatusListener;
import dev.centralog.StatusListener.Severity;
import dev.centralog.gather.ActionSlice;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWindow;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.sink.SealedSlice;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Upkeep;
import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A gatherer, which stores what one Redis holds in one database. Any number of them may share both, in one process or many.
 * No API: it is started by its command.
 *
 * <p>Events and actions are gathered at the same time, each with connections of their own. Actions have a thread of their own,
 * and are gathered only if the setting {@code actions} is true. An error that waiting does not cure ends both.
 *
 * <p>Run it once, by one of {@link #run}, {@link #drain} (both on the calling thread) and {@link #start}. While Redis or
 * the database is unavailable it waits, and reports that.
 *
 * <p>Thread-safety: {@link #stop}, {@link #stats} and {@link #close} may be called by any thread.
 */
public final class Gatherer implements AutoCloseable {
    /** The time that stopping waits for the upkeep; a database that does not answer may take longer. */
    private static final long UPKEEP_END_MILLIS = 2000;

    /** The time that stopping waits until Redis has been told. */
    private static final long PRESENCE_END_MILLIS = 500;

    private final CentralogConfig config;
    private final Sinks sinks;
    private final StatusListener status;
    private final GatherLoop<EventWindow, SealedWindow> events;
    private final GatherLoop<ActionSlice, SealedSlice> actions;
    private final Outages outages;
    private final Reporter reporter;
    private final @Nullable UpkeepLoop upkeep;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicReference<@Nullable Thread> background = new AtomicReference<>();

    private Gatherer(CentralogConfig config, Sinks sinks, StatusListener status) {
        this.config = config;
        this.sinks = sinks;
        this.status = status;
        outages = new Outages(status, System::nanoTime);
        reporter = new Reporter(config, this::stats, outages, status);
        StreamsStatus streams = new StreamsStatus(status, System::nanoTime);
        StatusListener ofEvents = streams.ofStream();
        StatusListener ofActions = streams.ofStream();
        events = new GatherLoop<>(Pipeline.events(config, sinks.events(), ofEvents), ofEvents, outages, stop);
        actions = new GatherLoop<>(Pipeline.actions(config, sinks.actions(), ofActions), ofActions, outages, stop);
        Upkeep tables = sinks.upkeep();
        upkeep = tables == null ? null : upkeep(tables);
        if (upkeep != null) {
            events.onDrained(upkeep::writeCompleteUpTo);
            actions.onDrained(upkeep::writeCompleteUpTo);
        }
    }

    private UpkeepLoop upkeep(Upkeep tables) {
        return new UpkeepLoop(
                tables,
                new Retention(config, tables, status, Clock.system()),
                Map.of(DropReport.EVENTS, events::source, DropReport.ACTIONS, actions::source),
                status);
    }

    /**
     * Makes a gatherer; connects to nothing yet.
     *
     * @param config the settings, of those in {@link GathererSettings#ALL}
     * @param sinks the sinks to store in; closed with the gatherer
     */
    public static Gatherer open(CentralogConfig config, Sinks sinks, StatusListener status) {
        return new Gatherer(config, sinks, status);
    }

    /**
     * Gathers until {@link #stop}. Blocks.
     *
     * @throws dev.centralog.CentralogException for an error that waiting does not cure
     * @throws InterruptedException if the calling thread is interrupted
     */
    public void run() throws InterruptedException {
        reporter.start(stop);
        Thread upkeepThread = upkeep == null ? null : upkeep.start(stop);
        Thread presence = new PresenceLoop(config).start(stop);
        try {
            together(loop -> {
                loop.run();
                return true;
            });
        } finally {
            stop();
            if (upkeepThread != null) {
                upkeepThread.join(UPKEEP_END_MILLIS);
            }
            presence.join(PRESENCE_END_MILLIS);
        }
    }

    private interface Work {
        boolean on(GatherLoop<?, ?> loop) throws InterruptedException;
    }

    private boolean together(Work work) throws InterruptedException {
        return config.get(GathererSettings.ACTIONS)
                ? new ParallelLoops(this::stop)
                        .run(() -> work.on(events), () -> work.on(actions), "centralog-gatherer-actions")
                : work.on(events);
    }

    /**
     * Gathers all that Redis holds now: waits for open windows to close, and for the deliveries of other gatherers to be
     * acknowledged or their leases to end. Slices of actions that are not due within {@code giveUpAfter} stay open, which is
     * reported to the status listener. Blocks.
     *
     * @return false if it was stopped before the end
     * @throws AwayException if Redis or the database was unavailable for longer than the setting {@code giveUpAfter}
     * @throws dev.centralog.CentralogException for an error that waiting does not cure
     * @throws InterruptedException if the calling thread is interrupted
     */
    public boolean drain() throws InterruptedException {
        Duration giveUpAfter = config.get(GathererSettings.GIVE_UP_AFTER);
        boolean drained = together(loop -> loop.drain(giveUpAfter));
        if (drained && upkeep != null) {
            upkeep.finish();
        }
        if (events.stats().windows() + actions.stats().windows() == 0) {
            reporter.sayElsewhere();
        }
        return drained;
    }

    /** Gathers on a new thread until {@link #stop} or {@link #close}; if it ends early, reports why to the status listener. */
    public void start() {
        Thread thread = GatherThreads.named("centralog-gatherer", () -> {
            try {
                run();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                status.say(Severity.ERROR, "the gatherer has ended because of an error", e);
            }
        });
        if (!background.compareAndSet(null, thread)) {
            throw new IllegalStateException("this gatherer was started before");
        }
        thread.start();
    }

    /** Asks the gatherer to end: it finishes the windows that it holds, or leaves them in Redis. Does not block. */
    public void stop() {
        stop.countDown();
    }

    /** Returns the counts of its work so far. Does not block. */
    public GatherStats stats() {
        return new GatherStats(
                events.stats(),
                actions.stats(),
                outages.retries(),
                outages.away(Outages.Peer.REDIS),
                outages.away(Outages.Peer.DATABASE),
                upkeep == null ? null : upkeep.lastDeletion());
    }

    /** Returns the reasons why it can't store at the moment; empty if it can. Does not block. */
    public List<String> notReady() {
        List<String> reasons = new ArrayList<>();
        Set<Outages.Peer> away = outages.lasting();
        if (away.contains(Outages.Peer.REDIS)) {
            reasons.add("Redis is unavailable");
        }
        if (away.contains(Outages.Peer.DATABASE)) {
            reasons.add("the database is unavailable");
        }
        if (!events.isPrepared() || (config.get(GathererSettings.ACTIONS) && !actions.isPrepared())) {
            reasons.add("the tables in the database are not made or upgraded yet");
        }
        String newer = upkeep == null ? null : upkeep.newerTables();
        if (newer != null) {
            reasons.add(newer);
        }
        return reasons;
    }

    /** Stops, waits until the thread of {@link #start} has ended, and closes the sinks. */
    @Override
    public void close() {
        stop();
        Thread thread = background.get();
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        sinks.close();
    }
}
