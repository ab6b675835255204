// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.CentralogConfig;
import dev.centralog.EventView;
import dev.centralog.Origin;
import dev.centralog.internal.time.SteppedClock;
import dev.centralog.internal.wire.EventLimits;

/** A folder and its drain, without a shipper: each line is confirmed as soon as it is drained. */
public final class DrainedFolder {
    /** The time of Redis's clock at each drain: the middle of a second. */
    public static final long REDIS_MILLIS = SteppedClock.START_MILLIS;

    public final MemoryBudget budget;
    public final ProducerCounters counters = new ProducerCounters();
    final EventFolder table;
    public final EventDrain windows;
    private final ConfirmingSink sink;
    private long round;

    public DrainedFolder(long bufferBytes) {
        this(bufferBytes, CentralogConfig.defaults());
    }

    public DrainedFolder(long bufferBytes, CentralogConfig config) {
        this(bufferBytes, config, new EventGrouping(config, own(), EventLimits.of(config)));
    }

    public DrainedFolder(long bufferBytes, EventFolder.Identity identity) {
        this(bufferBytes, CentralogConfig.defaults(), identity);
    }

    private DrainedFolder(long bufferBytes, CentralogConfig config, EventFolder.Identity identity) {
        budget = new MemoryBudget(bufferBytes);
        EventRenderer renderer = new EventRenderer(own(), EventLimits.of(CentralogConfig.defaults()));
        table = new EventFolder(identity, new EventFolder.Rendering(renderer, config), budget, counters);
        windows = new EventDrain(table);
        sink = new ConfirmingSink(windows);
    }

    /** Returns the second of the epoch that is {@code seconds} before Redis's time. */
    public static long secondsAgo(long seconds) {
        return REDIS_MILLIS / 1000 - seconds;
    }

    /** Takes the count out of an entry, as a drain does; returns it. */
    public static long take(EventEntry entry) {
        return entry.take().count();
    }

    static Origin own() {
        return new Origin("app", "", "host", 1);
    }

    public void fold(String template, long epochSecond) {
        fold(TestEvent.of(template, epochSecond), TestEvent.VIEW);
    }

    public void fold(TestEvent event, EventView<TestEvent> view) {
        table.fold(event, view);
    }

    /** Drains as the shipper does at a flush. For one thread. */
    void drain() {
        round++;
        cutInTheSameRound();
    }

    /** Drains as the shipper does when it drains again in the same round. */
    void cutInTheSameRound() {
        windows.admitFresh();
        windows.drain(new DrainSource.DrainContext(REDIS_MILLIS, 0, round, false, false), sink);
    }

    /** Returns the sum of all lines that were drained so far. */
    long repeats() {
        return sink.repeats();
    }
}
