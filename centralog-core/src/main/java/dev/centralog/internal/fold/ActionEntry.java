// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one user and action in one slice that are not drained yet.
 *
 * <p>Thread-safety: any thread counts; the shipper thread alone takes and closes. A call is counted in one of two
 * places, and each can be closed while threads count: a plain call in this object's own count, see
 * {@link ClosableCounter}; a call with a value or a payload in an immutable object that is replaced by
 * compare-and-set, and in the end by null. So a call that comes too late for either place sees that it was not
 * counted.
 */
final class ActionEntry extends PendingEntry implements HashChains.Node<ActionEntry> {
    private static final AtomicReferenceFieldUpdater<ActionEntry, @Nullable ActionAccumulator> TOTALS =
            AtomicReferenceFieldUpdater.newUpdater(ActionEntry.class, ActionAccumulator.class, "totals");

    /** The bytes of an entry without texts and totals, including its places in a chain and in the shipper's queue. */
    private static final int ENTRY_BYTES = 136;

    private static final int PAIR_BYTES = 40;

    /*
     * Chains are searched by the key, the action and the slice. These should lie in one cache line with the count, so
     * this object has as few fields as possible, and a pair of numbers needs no object of its own.
     */
    private final long key;

    private final long slice;
    private final int action;
    private final @Nullable UserAction texts;
    private final @Nullable UserAction masked;
    private volatile @Nullable ActionAccumulator totals;
    private volatile @Nullable ActionEntry next;
    private int chain;

    /**
     * The counts that were taken out of an entry.
     *
     * @param plain the number of calls without value and payload
     * @param totals the other calls
     */
    record Taken(long plain, ActionAccumulator totals) {
        long count() {
            return plain + totals.calls();
        }
    }

    /**
     * Makes an entry with the first call of a pair.
     *
     * @param shown the pair as it may leave the process: the same object if nothing is masked
     * @param first the call's totals; none for a plain one
     */
    ActionEntry(UserAction pair, UserAction shown, long slice, ActionAccumulator first) {
        super(first.calls() == 0 ? 1 : 0, bytes(pair, shown));
        boolean numeric = pair.isNumeric();
        this.key = numeric ? pair.user() : pair.hash();
        this.action = pair.action();
        this.texts = numeric ? null : pair;
        this.masked = shown.is(pair) ? null : shown;
        this.slice = slice;
        this.totals = first;
    }

    static int bytes(UserAction pair, UserAction shown) {
        return ENTRY_BYTES + bytes(pair) + (shown.is(pair) ? 0 : bytes(shown));
    }

    private static int bytes(UserAction pair) {
        return pair.isNumeric() ? 0 : PAIR_BYTES + pair.textBytes();
    }

    /** Returns the bytes of this entry without totals. */
    int bytes() {
        return ENTRY_BYTES + (texts == null ? 0 : bytes(texts)) + (masked == null ? 0 : bytes(masked));
    }

    @Override
    public long keyHash() {
        return texts == null ? UserAction.hash(key, action) : key;
    }

    /** Whether this is the entry of that pair and slice. */
    boolean is(UserAction other, long otherSlice) {
        return other.isNumeric()
                ? is(other.user(), other.action(), otherSlice)
                : slice == otherSlice && key == other.hash() && texts != null && texts.is(other);
    }

    /** Whether this is the entry of that pair of numbers and slice. */
    boolean is(long user, int otherAction, long otherSlice) {
        return key == user && action == otherAction && slice == otherSlice && texts == null;
    }

    private UserAction pair() {
        return texts == null ? UserAction.of(key, null, action, null) : texts;
    }

    /** Returns the group's name in Redis. */
    byte[] group() {
        return masked == null ? pair().group() : masked.group();
    }

    /** Returns the number of the chain that holds this entry; it is set before any other thread sees the entry. */
    @Override
    public int chain() {
        return chain;
    }

    void setChain(int number) {
        chain = number;
    }

    @Override
    long window() {
        return slice;
    }

    @Override
    public @Nullable ActionEntry next() {
        return next;
    }

    @Override
    public void setNext(@Nullable ActionEntry entry) {
        next = entry;
    }

    /** Returns the totals of the calls with a value or a payload; null if this entry is closed. */
    @Nullable
    ActionAccumulator totals() {
        return totals;
    }

    /** Replaces {@code seen} by {@code sum}; returns false if the totals have changed in between. */
    boolean replace(ActionAccumulator seen, ActionAccumulator sum) {
        return TOTALS.compareAndSet(this, seen, sum);
    }

    /** Whether nothing was counted since the last time. */
    boolean isIdle() {
        return isCountZero() && callsIn(totals) == 0;
    }

    /**
     * Takes the counts since the last call; a closed entry stays closed. Shipper thread only. No count is lost if
     * memory runs out: the result object is allocated before its contents are taken.
     */
    Taken take() {
        return new Taken(
                takeCount(), orNone(TOTALS.getAndUpdate(this, found -> found == null ? null : ActionAccumulator.NONE)));
    }

    /** Takes the counts, and closes the entry, which is not in the shipper's queue any more. Shipper thread only. */
    Taken close() {
        markClosed();
        return shut();
    }

    /** Takes the counts, and closes the entry, so that nothing more is counted here. Any thread; safe to call again. */
    Taken shut() {
        return new Taken(closeCount(), orNone(TOTALS.getAndSet(this, null)));
    }

    @Override
    long giveUp(MemoryBudget budget) {
        Taken left = shut();
        budget.release(left.totals().bytes());
        return left.count();
    }

    /** Frees the totals if no line is under way. */
    @Override
    int freeDelivered(boolean isRoomWanted) {
        return hasLinesUnderWay() ? 0 : freeAllBut(bytes());
    }

    private static long callsIn(@Nullable ActionAccumulator found) {
        return orNone(found).calls();
    }

    private static ActionAccumulator orNone(@Nullable ActionAccumulator found) {
        return found == null ? ActionAccumulator.NONE : found;
    }
}
