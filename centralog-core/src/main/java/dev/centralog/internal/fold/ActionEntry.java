// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What one user did of one action in one slice, as far as no batch has taken it yet.
 *
 * <p>Thread-safety: any thread counts; the shipper thread alone takes and closes. A call is counted in one of two
 * places, each of which can be closed under its writers: a plain one in its own count, see {@link ClosableCounter}; one with
 * a value or a payload in an immutable object that is replaced by compare-and-set, and by null in the end. So a call that
 * comes too late for either sees that it was not counted.
 */
final class ActionEntry extends PendingEntry implements HashChains.Node<ActionEntry> {
    private static final AtomicReferenceFieldUpdater<ActionEntry, @Nullable ActionAccumulator> TOTALS =
            AtomicReferenceFieldUpdater.newUpdater(ActionEntry.class, ActionAccumulator.class, "totals");

    /** What an entry takes beside its texts and totals, with its places in a chain and in the shipper's queue. */
    private static final int ENTRY_BYTES = 136;

    private static final int PAIR_BYTES = 40;

    /*
     * Chains are searched by the key, the action and the slice. Together with the count they should lie in one line of the
     * cache: so there is no more here than must be, and no object for a pair of numbers.
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
     * What was taken out of an entry.
     *
     * @param plain calls without value and payload
     * @param totals the others
     */
    record Taken(long plain, ActionAccumulator totals) {
        long count() {
            return plain + totals.calls();
        }
    }

    /**
     * With the first call of a pair.
     *
     * @param shown the pair as it may leave the process: the same object where nothing is masked
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

    /** What it takes without totals. */
    int bytes() {
        return ENTRY_BYTES + (texts == null ? 0 : bytes(texts)) + (masked == null ? 0 : bytes(masked));
    }

    @Override
    public long keyHash() {
        return texts == null ? UserAction.hash(key, action) : key;
    }

    /** Whether it is of that pair and slice. */
    boolean is(UserAction other, long otherSlice) {
        return other.isNumeric()
                ? is(other.user(), other.action(), otherSlice)
                : slice == otherSlice && key == other.hash() && texts != null && texts.is(other);
    }

    /** Whether it is of that pair of numbers and slice. */
    boolean is(long user, int otherAction, long otherSlice) {
        return key == user && action == otherAction && slice == otherSlice && texts == null;
    }

    private UserAction pair() {
        return texts == null ? UserAction.of(key, null, action, null) : texts;
    }

    /** The group in Redis. */
    byte[] group() {
        return masked == null ? pair().group() : masked.group();
    }

    /** Which chain it was put into; told before any other thread sees it. */
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

    /** What calls with a value or a payload came to; null if this entry is closed. */
    @Nullable
    ActionAccumulator totals() {
        return totals;
    }

    /** Puts {@code sum} where {@code seen} was read, unless something came between. */
    boolean replace(ActionAccumulator seen, ActionAccumulator sum) {
        return TOTALS.compareAndSet(this, seen, sum);
    }

    /** Whether nothing was counted since the last time. */
    boolean isIdle() {
        return isCountZero() && callsIn(totals) == 0;
    }

    /**
     * Takes what has been counted since the last time; a closed one stays closed. Shipper thread only. Nothing is lost where
     * memory is short: the object comes first, what it holds is taken then.
     */
    Taken take() {
        return new Taken(
                takeCount(), orNone(TOTALS.getAndUpdate(this, found -> found == null ? null : ActionAccumulator.NONE)));
    }

    /** Takes what has been counted, and closes; it is not in the shipper's queue any more. Shipper thread only. */
    Taken close() {
        markClosed();
        return shut();
    }

    /** Takes what has been counted, and closes: nothing is counted here from now on. Any thread; safe to call again. */
    Taken shut() {
        return new Taken(closeCount(), orNone(TOTALS.getAndSet(this, null)));
    }

    @Override
    long giveUp(MemoryBudget budget) {
        Taken left = shut();
        budget.release(left.totals().bytes());
        return left.count();
    }

    /** Lets go of the totals, once no line is under way. */
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
