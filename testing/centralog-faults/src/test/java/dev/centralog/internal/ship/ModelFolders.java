// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.internal.fold.ActionDrain;
import dev.centralog.internal.fold.ActionFolder;
import dev.centralog.internal.fold.DrainSource;
import dev.centralog.internal.fold.EventDrain;
import dev.centralog.internal.fold.EventFolder;
import dev.centralog.internal.fold.MemoryBudget;
import dev.centralog.internal.fold.ProducerCounters;
import dev.centralog.internal.fold.TestEvent;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.HostClock;
import dev.centralog.internal.wire.Window.Signal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The folders and drains of a simulated producer; these are the real ones. Thread-safety: none. */
public final class ModelFolders {
    private static final CentralogConfig CONFIG =
            CentralogConfig.defaults().with(Settings.BUFFER_BYTES, 1L << 20); // short arrays: there are many of these

    private final MemoryBudget budget;
    private final EventFolder events;
    private final ActionFolder actions;
    private final Map<Signal, ProducerCounters> counters = new EnumMap<>(Signal.class);
    private final Map<Signal, DrainSource> drains = new EnumMap<>(Signal.class);
    private boolean isClosed;
    private HostClock hostClock = HostClock.RIGHT;

    ModelFolders(long bufferBytes, Clock clock) {
        ProducerCounters ofEvents = new ProducerCounters();
        ProducerCounters ofActions = new ProducerCounters();
        budget = new MemoryBudget(bufferBytes);
        events = new EventFolder(
                SmallParts.shortNames(),
                new EventFolder.Rendering(new SmallParts.ShortPayloads(), CONFIG),
                budget,
                ofEvents);
        actions = new ActionFolder(CONFIG, budget, ofActions, clock);
        counters.put(Signal.EVENTS, ofEvents);
        counters.put(Signal.ACTIONS, ofActions);
        drains.put(Signal.EVENTS, new EventDrain(events));
        drains.put(Signal.ACTIONS, new ActionDrain(actions, CONFIG.get(Settings.ACTION_FLUSH_INTERVAL)));
    }

    Map<Signal, ProducerCounters> counters() {
        return counters;
    }

    Map<Signal, DrainSource> drains() {
        return drains;
    }

    /** Logs an event of a group, with a time by this host's clock. */
    public void log(String group, long hostMillis) {
        events.fold(TestEvent.of(group, Math.floorDiv(hostMillis, 1000)), new SmallParts.MillisView(hostMillis));
    }

    /** Counts an action now. */
    public void act(long user) {
        actions.count(user, null, 7, null);
    }

    /** Returns the correction of this host's clock. */
    public HostClock hostClock() {
        return hostClock;
    }

    /** Returns how much of a signal was dropped so far. */
    public long dropped(Signal signal) {
        return of(signal).dropped().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns how much of a signal Redis has confirmed so far. */
    public long acknowledged(Signal signal) {
        return of(signal).acknowledged.sum();
    }

    /** Returns how much of a signal is on disk and was logged here. */
    public long spilled(Signal signal) {
        return of(signal).spilled.sum();
    }

    long heldBytes() {
        return budget.used();
    }

    private ProducerCounters of(Signal signal) {
        return Objects.requireNonNull(counters.get(signal));
    }

    /** Closes the folders: nothing more is logged, and everything is to be shipped. */
    public void close() {
        events.close();
        actions.close();
        isClosed = true;
    }

    boolean isClosed() {
        return isClosed;
    }

    void correctClock(HostClock host) {
        hostClock = host;
        events.correctClock(host);
        actions.correctClock(host);
    }
}
