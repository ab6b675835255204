// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.DropReason;
import dev.centralog.internal.fold.DrainSource;
import dev.centralog.internal.fold.DrainSource.DrainedCount;
import dev.centralog.internal.fold.PendingEntry;
import dev.centralog.internal.fold.ProducerCounters;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that waits and has no number yet: of both streams, of drop reports, and the payloads that Redis has asked for.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class BatchAssembler {
    private final Map<Signal, DrainSource> lanes;
    private final List<DrainSource> turns;
    private final DropReporter drops;
    private final MissingPayloads followUps = new MissingPayloads();

    BatchAssembler(Map<Signal, DrainSource> lanes, DropReporter drops) {
        this.lanes = new EnumMap<>(lanes);
        this.turns = new ArrayList<>(this.lanes.values());
        this.drops = drops;
    }

    private DrainSource lane(Window window) {
        return Objects.requireNonNull(lanes.get(window.stream()));
    }

    ProducerCounters counters(PendingBatch batch) {
        return lane(batch.batch().window()).counters();
    }

    /** Whether there is nothing to cut, now or later. */
    boolean isEmpty() {
        boolean empty = true;
        for (DrainSource lane : lanes.values()) {
            lane.admitFresh();
            empty &= lane.isEmpty();
        }
        return empty && followUps.isEmpty() && !drops.isDue();
    }

    /** Whether there is something to cut now. */
    boolean isDue(DrainSource.DrainContext now) {
        boolean due = false;
        for (DrainSource lane : lanes.values()) {
            lane.admitFresh();
            due |= lane.isDue(now);
        }
        return due || !followUps.isEmpty() || drops.isDue();
    }

    /** Whether the next cut in a hurry, if it is not stopped, takes all that is there now. */
    boolean cutsAll() {
        return turns.stream().allMatch(DrainSource::cutsAll);
    }

    /** Whether Redis has asked for payloads. */
    boolean hasFollowUps() {
        return !followUps.isEmpty();
    }

    /** Hands lines on until {@code sink} wants no more. */
    void cut(DrainSource.DrainContext now, DrainSource.Sink sink) {
        try {
            sink.endOfWindow(); // what may be left of a turn that failed
            cutAll(now, sink);
        } finally {
            sink.endOfWindow(); // what was cut before something failed counts, in its own window
        }
    }

    private void cutAll(DrainSource.DrainContext now, DrainSource.Sink sink) {
        followUps.cut(sink);
        if (sink.wantsMore()) {
            drops.cut(Window.second(Math.floorDiv(now.redisMillis(), 1000)), sink);
        }
        Collections.rotate(turns, 1); // so that a flood of one kind does not keep the other waiting
        for (DrainSource lane : turns) {
            lane.admitFresh();
            if (sink.wantsMore()) {
                lane.cut(now, sink);
            }
        }
    }

    /** A batch was confirmed; these groups of it have no payload in Redis. */
    void confirmed(PendingBatch batch, List<byte[]> missing) {
        followUps.add(batch, missing);
        letGo(batch);
    }

    /** The batch is not in memory's care any more: what its lines hold is free. */
    void letGo(PendingBatch batch) {
        letGo(lane(batch.batch().window()), batch.cuts());
    }

    private static void letGo(DrainSource lane, List<DrainedCount> cuts) {
        for (DrainedCount cut : cuts) {
            @Nullable PendingEntry entry = cut.entry();
            if (entry != null) {
                lane.confirmed(entry);
            }
        }
    }

    /** Drops all that is left here and in the outbox. */
    void abandon(Outbox outbox) {
        outbox.endOfWindow();
        lanes.forEach((stream, lane) -> {
            long left = lane.abandon() + outbox.pending(stream);
            if (left > 0) {
                lane.counters().drop(DropReason.SHUTDOWN, left);
            }
        });
        outbox.unsecured().forEach(this::letGo);
        followUps.abandon((window, cuts) -> letGo(lane(window), cuts));
    }

    /** Drops what is left without looking at it: it is known from what was logged. */
    void dropTheRest() {
        for (DrainSource lane : turns) {
            ProducerCounters counters = lane.counters();
            counters.drop(
                    DropReason.SHUTDOWN, counters.unconfirmed(counters.acknowledged.sum() + counters.spilled.sum()));
        }
    }
}
