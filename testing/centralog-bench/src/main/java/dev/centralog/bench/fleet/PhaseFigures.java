// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.fleet;

import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.ship.FleetWatch;
import dev.centralog.internal.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * The figures of one phase of a run: what was sent in which hundredth of which second, how long replies took, what failed.
 *
 * <p>Thread-safety: any thread; figures are read when the phase is over.
 */
final class PhaseFigures implements FleetWatch {
    /** The length of a slot, in milliseconds. */
    static final int SLOT_MILLIS = 10;

    private static final int SLOTS_A_SECOND = 1000 / SLOT_MILLIS;
    private static final long LONGEST_NANOS = 600_000_000_000L;

    private final Clock clock;
    private final long beganMillis;
    private final ConcurrentMap<Long, LongAdder> sent = new ConcurrentHashMap<>();
    private final ConcurrentMap<Long, LongAdder> connected = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LongAdder> warnings = new ConcurrentHashMap<>();
    private final Histogram replies = new ConcurrentHistogram(LONGEST_NANOS, 3);
    private final Histogram flushes = new ConcurrentHistogram(LONGEST_NANOS, 3);
    private final LongAdder failures = new LongAdder();
    private final LongAdder timeouts = new LongAdder();
    private final LongAdder ends = new LongAdder();

    PhaseFigures(Clock clock) {
        this.clock = clock;
        beganMillis = clock.epochMillis();
    }

    @Override
    public void connecting() {
        inSlot(connected);
    }

    @Override
    public void sending(Batch batch) {
        inSlot(sent);
    }

    private void inSlot(ConcurrentMap<Long, LongAdder> slots) {
        slots.computeIfAbsent(clock.epochMillis() / SLOT_MILLIS, slot -> new LongAdder())
                .increment();
    }

    @Override
    public void replied(long nanos) {
        replies.recordValue(Math.min(LONGEST_NANOS, nanos));
    }

    @Override
    public void unanswered() {
        timeouts.increment();
    }

    @Override
    public void flushed(long nanos) {
        flushes.recordValue(Math.min(LONGEST_NANOS, nanos));
    }

    @Override
    public void failed() {
        failures.increment();
    }

    @Override
    public void warned(String kind) {
        warnings.computeIfAbsent(kind, each -> new LongAdder()).increment();
    }

    @Override
    public void ended() {
        ends.increment();
    }

    /** Returns the number of batches that were sent. */
    long batches() {
        return sum(sent);
    }

    /** Returns the number of attempts to connect. */
    long connects() {
        return sum(connected);
    }

    private static long sum(ConcurrentMap<Long, LongAdder> slots) {
        return slots.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Returns the most batches in one slot. */
    long mostInSlot() {
        return most(sent);
    }

    /** Returns the most attempts to connect in one slot. */
    long mostConnectsInSlot() {
        return most(connected);
    }

    private static long most(ConcurrentMap<Long, LongAdder> slots) {
        return slots.values().stream().mapToLong(LongAdder::sum).max().orElse(0);
    }

    /** Returns the mean number of batches in a slot, from the first to the last one in which any was sent. */
    double meanInSlot() {
        Map<Long, LongAdder> all = new TreeMap<>(sent);
        if (all.isEmpty()) {
            return 0;
        }
        long first = all.keySet().iterator().next();
        long last = ((TreeMap<Long, LongAdder>) all).lastKey();
        return batches() / (double) (last - first + 1);
    }

    /** Returns the number of slots of the second, the busiest ones, in which nine tenths of the batches were sent. */
    int slotsOfMost() {
        long[] sums = new long[SLOTS_A_SECOND];
        sent.forEach((slot, count) -> sums[Math.floorMod(slot, SLOTS_A_SECOND)] += count.sum());
        Arrays.sort(sums);
        long left = batches() - batches() / 10;
        int slots = 0;
        while (left > 0) {
            slots++;
            left -= sums[SLOTS_A_SECOND - slots];
        }
        return slots;
    }

    /** Returns how long replies took. */
    Histogram replies() {
        return replies;
    }

    /** Returns how long flushes took, of those that came to their end. */
    Histogram flushes() {
        return flushes;
    }

    /** Returns the number of failed attempts. */
    long failures() {
        return failures.sum();
    }

    /** Returns the number of batches whose reply did not come in time. */
    long timeouts() {
        return timeouts.sum();
    }

    /** Returns the number of producers that have ended. */
    long ends() {
        return ends.sum();
    }

    /** Returns the warnings, by kind. */
    Map<String, Long> warnings() {
        Map<String, Long> all = new TreeMap<>();
        warnings.forEach((kind, count) -> all.put(kind, count.sum()));
        return all;
    }

    /** Returns the time since the phase began, in milliseconds. */
    long millis() {
        return clock.epochMillis() - beganMillis;
    }
}
