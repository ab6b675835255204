// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.CentralogConfig;
import dev.centralog.EventView;
import dev.centralog.Origin;
import dev.centralog.internal.time.SteppedClock;
import dev.centralog.internal.wire.EventLimits;

/** A fold table and the shipper's view of it, without a shipper: what is cut is confirmed at once. */
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
        this(bufferBytes, new EventGrouping(config, own(), EventLimits.of(config)));
    }

    public DrainedFolder(long bufferBytes, EventFolder.Identity identity) {
        budget = new MemoryBudget(bufferBytes);
        EventRenderer renderer = new EventRenderer(own(), EventLimits.of(CentralogConfig.defaults()));
        table = new EventFolder(identity, renderer, budget, counters);
        windows = new EventDrain(table);
        sink = new ConfirmingSink(windows);
    }

    /** The second of the epoch that is that far behind Redis's clock. */
    public static long secondsAgo(long seconds) {
        return REDIS_MILLIS / 1000 - seconds;
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

    /** As the shipper does at a flush. One thread's. */
    void drain() {
        round++;
        cutInTheSameRound();
    }

    /** As the shipper does when it comes back for more at once. */
    void cutInTheSameRound() {
        windows.admitFresh();
        windows.drain(new DrainSource.DrainContext(REDIS_MILLIS, 0, round, false, false), sink);
    }

    /** All that was cut so far. */
    long repeats() {
        return sink.repeats();
    }
}
