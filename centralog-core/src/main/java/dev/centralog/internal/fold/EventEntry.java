// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The repeats of one group in one window that are not drained yet, the group's first event in that window, and the samples
 * of the next ones.
 *
 * <p>Thread-safety: any thread increments and keeps samples; the shipper thread alone takes and frees. An increment that
 * comes after the close returns that it was not counted, so no event is lost in between: see {@link ClosableCounter}.
 */
public final class EventEntry extends SampleStack implements HashChains.Link<EventEntry> {
    private static final AtomicIntegerFieldUpdater<EventEntry> DUE =
            AtomicIntegerFieldUpdater.newUpdater(EventEntry.class, "due");

    private final EventGroup group;
    private final long window;
    private volatile @Nullable EventEntry next;

    /** The number of further events of which samples are due; may be negative. */
    private volatile int due;

    private byte @Nullable [] payload;

    /** The sample of the first event, until the line that counts it is drained. */
    private @Nullable EventSample own;

    private int sampleBytes;
    private boolean secondSent;

    /**
     * Makes an entry that counts one event.
     *
     * @param terms what it is charged with, and how many of its events bring samples
     */
    EventEntry(EventGroup group, long window, RenderedEvent first, Terms terms) {
        super(1, terms.charged);
        this.group = group;
        this.window = window;
        this.payload = first.payload();
        this.own = first.sample();
        this.due = terms.samples - 1;
    }

    /**
     * The terms of an entry.
     *
     * @param samples the number of events that are to bring samples, the first one included
     * @param charged the bytes that it is charged with
     */
    record Terms(int samples, int charged) {}

    @SuppressWarnings("NullAway") // never shipped, so nothing reads its group
    static EventEntry tombstone() {
        EventEntry entry = new EventEntry(null, Long.MIN_VALUE, RenderedEvent.NONE, new Terms(0, 0));
        entry.closeCount();
        entry.closeNodes();
        return entry;
    }

    EventGroup group() {
        return group;
    }

    @Override
    long window() {
        return window;
    }

    @Override
    public @Nullable EventEntry next() {
        return next;
    }

    @Override
    public void setNext(@Nullable EventEntry entry) {
        next = entry;
    }

    /** Whether a sample of the next event is due, as far as one can see without claiming it. */
    boolean isSampleDue() {
        return due > 0;
    }

    /** Whether a sample of the calling thread's event is due; each that is due is claimed once. */
    boolean claimSample() {
        return due > 0 && DUE.getAndDecrement(this) > 0;
    }

    /**
     * The events that were taken out of an entry.
     *
     * @param count the number of events, those with samples included
     * @param nodes the events with samples, the latest first
     */
    record Taken(long count, @Nullable Node nodes) {
        static final Taken NOTHING = new Taken(0, null);
    }

    /** Takes the count since the last call. Shipper thread only. */
    Taken take() {
        return taken(takeCount(), takeNodes());
    }

    /** Takes the count, and closes the entry, which is not in the shipper's queue any more. Shipper thread only. */
    Taken close() {
        markClosed();
        return taken(closeCount(), closeNodes());
    }

    /** Charges the memory of samples to this entry, and returns what was taken. */
    private Taken taken(long plain, @Nullable Node nodes) {
        if (nodes == null) {
            return plain == 0 ? Taken.NOTHING : new Taken(plain, null);
        }
        long count = plain;
        for (Node each = nodes; each != null; each = each.next()) {
            count++;
            hold(each.charged());
            sampleBytes += each.charged();
        }
        return new Taken(count, nodes);
    }

    @Override
    long giveUp(MemoryBudget budget) {
        long counted = closeCount();
        for (Node each = closeNodes(); each != null; each = each.next()) {
            counted++;
            budget.release(each.charged());
        }
        return counted;
    }

    /** Returns the samples of what was taken, for a line. Shipper thread only. */
    LineSamples samples(Taken earlier, Taken later) {
        EventSample first = own;
        own = null;
        sampleBytes += first == null ? 0 : first.content().length;
        List<EventSample> kept = new ArrayList<>();
        int leftOut = add(later, kept) + add(earlier, kept);
        if (first == null && kept.isEmpty() && leftOut == 0) {
            return LineSamples.NONE;
        }
        Collections.reverse(kept);
        return new LineSamples(first, kept, leftOut);
    }

    /** Adds the samples, the latest first; returns the number of those that are left out. */
    private static int add(Taken taken, List<EventSample> kept) {
        int leftOut = 0;
        for (Node each = taken.nodes; each != null; each = each.next()) {
            EventSample sample = each.sample();
            if (sample == null) {
                leftOut++;
            } else {
                kept.add(sample);
            }
        }
        return leftOut;
    }

    /** Whether a line of its group in its second was drained, from this entry or another one. Shipper thread only. */
    boolean isSecondSent() {
        return secondSent;
    }

    void secondSent() {
        secondSent = true;
    }

    public byte @Nullable [] payload() {
        return payload;
    }

    /** Frees the samples once all of them are confirmed, and the payload if room is wanted. */
    @Override
    int freeDelivered(boolean isRoomWanted) {
        int freed = hasLinesUnderWay() ? 0 : free(sampleBytes);
        sampleBytes -= freed;
        byte[] held = payload;
        if (held != null && isRoomWanted) {
            payload = null;
            freed += free(held.length);
        }
        return freed;
    }
}
