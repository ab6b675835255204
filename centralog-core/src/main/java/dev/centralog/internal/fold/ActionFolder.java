// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.Action;
import dev.centralog.ActionTotals.Payload;
import dev.centralog.CentralogConfig;
import dev.centralog.DropReason;
import dev.centralog.Settings;
import dev.centralog.internal.fold.ActionAccumulator.Call;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.ActionKey;
import dev.centralog.internal.wire.EventLimits;
import dev.centralog.internal.wire.Window;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The folder of actions, which runs on the calling threads.
 *
 * <p>If many keys with a pair's hash stand in its chain, the pair goes to the chain of its seeded hash. After those
 * keys were removed, the pair may get a second entry in its usual chain; Redis adds both up.
 *
 * <p>Thread-safety: any thread counts, without a lock; the shipper thread alone takes from {@link #fresh} and
 * unlinks.
 */
public final class ActionFolder extends Folder<ActionEntry, ActionEntry> {
    /**
     * The bytes of the buffer per chain. The chains of a full buffer are a few pairs long. With one chain per pair,
     * the few pairs that most applications have would lie so far apart that each needs another cache line.
     */
    private static final int BYTES_A_CHAIN = 1024;

    /**
     * The fill, in eighths of the buffer, from which calls are counted by slice even if the host's clock may be
     * wrong.
     */
    private static final int MANY_EIGHTHS = 1;

    private final long sliceSeconds;
    private final int maxSamples;
    private final EventLimits bounds;
    private final Clock clock;

    public ActionFolder(CentralogConfig config, MemoryBudget budget, ProducerCounters counters, Clock clock) {
        super(budget, counters, new HashChains<>(config.get(Settings.BUFFER_BYTES) / BYTES_A_CHAIN));
        this.sliceSeconds = config.get(Settings.SLICE_LENGTH).toSeconds();
        this.maxSamples = config.get(Settings.ACTION_SAMPLES);
        this.bounds = EventLimits.of(config, counters::maskFailed);
        this.clock = clock;
    }

    /**
     * Counts a call without value and payload at the present time and returns true, or counts it as dropped and
     * returns false. An id is a number if its text is null.
     */
    public boolean count(long user, @Nullable String userText, int action, @Nullable String actionText) {
        long slice = sliceOf(Math.floorDiv(clock.epochMillis(), 1000));
        if (userText == null && actionText == null) {
            ActionEntry found = find(user, action, slice);
            if (found != null && found.increment()) {
                return true;
            }
        }
        return count(UserAction.of(user, keyOf(userText), action, keyOf(actionText)), slice, Call.PLAIN);
    }

    /**
     * Returns the live entry of a pair of numbers, or null. Searches without a key object, since the JVM does not
     * always avoid creating one.
     */
    private @Nullable ActionEntry find(long user, int action, long slice) {
        ActionEntry each = isClosed() ? null : chains.head(chains.of(UserAction.hash(user, action) + slice));
        while (each != null && !(each.is(user, action, slice) && !each.isCountClosed())) {
            each = each.next();
        }
        return each;
    }

    /**
     * Counts a call with value, payload and time, like {@link #count(long, String, int, String)}; its time, if it has
     * one, decides the slice without a correction.
     */
    public boolean count(Action action) {
        Instant given = action.time();
        long millis = clock.epochMillis();
        return count(
                action,
                given == null ? Instant.ofEpochMilli(millis) : given,
                given == null ? sliceOf(Math.floorDiv(millis, 1000)) : startOf(given.getEpochSecond()));
    }

    /** Counts a call whose time was read from this host's clock; see {@link #count(Action)}. */
    public boolean countByHostClock(Action action) {
        Instant time = Objects.requireNonNull(action.time());
        return count(action, time, sliceOf(time.getEpochSecond()));
    }

    private boolean count(Action action, Instant time, long slice) {
        String payload = action.payload();
        Call call = Call.of(action.value(), payload == null ? null : new Payload(time, bounds.argument(payload)));
        return count(UserAction.of(0, keyOf(action.user()), 0, keyOf(action.action())), slice, call);
    }

    /** Returns the key of an id. A long id becomes its start and a digest, both made of the masked id. */
    private @Nullable String keyOf(@Nullable String id) {
        return id == null || id.length() <= ActionKey.MAX_ID_BYTES ? id : ActionKey.id(bounds.id(id));
    }

    /** Counts a call; does not keep a reference to {@code probe}. */
    private boolean count(UserAction probe, long slice, Call call) {
        while (!isClosed()) {
            int chain = chains.of(probe.hash() + slice);
            ActionEntry head = chains.head(chain);
            ActionEntry found = find(head, probe, slice);
            if (found == null && HashChains.isCrowded(head, probe.hash())) {
                chain = chains.of(probe.seededHash() + slice);
                head = chains.head(chain);
                found = find(head, probe, slice);
            }
            if (found == null) {
                UserAction pair = probe.copy();
                ActionAccumulator first =
                        call.isPlain() ? ActionAccumulator.NONE : ActionAccumulator.NONE.plus(call, maxSamples);
                UserAction shown = shown(pair);
                int bytes = ActionEntry.bytes(pair, shown) + first.bytes();
                StackReserve.ensure();
                if (!budget.reserve(bytes, false)) {
                    counters.refuse(DropReason.BUFFER_FULL);
                    return false;
                }
                ActionEntry entry;
                try {
                    entry = new ActionEntry(pair, shown, slice, first);
                } catch (OutOfMemoryError e) {
                    budget.release(bytes);
                    throw e;
                }
                entry.setChain(chain);
                entry.setNext(head);
                if (push(entry)) {
                    return true;
                }
                budget.release(bytes);
            } else {
                Outcome fate = fateIn(found, call);
                if (fate != Outcome.CLOSED) {
                    return fate == Outcome.COUNTED;
                }
            }
        }
        counters.refuse(DropReason.CLOSED);
        return false;
    }

    /** The result of counting a call into an entry; a closed entry does not accept it. */
    private enum Outcome {
        COUNTED,
        DROPPED,
        CLOSED
    }

    /**
     * Counts a call into an entry; without its payload if there is no room for that. The first value since the last
     * flush needs room too; if there is none, the call is dropped.
     */
    private Outcome fateIn(ActionEntry entry, Call call) {
        if (call.isPlain()) {
            return entry.increment() ? Outcome.COUNTED : Outcome.CLOSED;
        }
        while (true) {
            ActionAccumulator seen = entry.totals();
            if (seen == null) {
                return Outcome.CLOSED;
            }
            ActionAccumulator sum = seen.plus(call, maxSamples);
            int more = sum.bytes() - seen.bytes();
            if (more > 0 && !budget.reserve(more, false)) {
                if (call.payload() != null) {
                    return fateIn(entry, call.withoutPayload());
                }
                counters.refuse(DropReason.BUFFER_FULL);
                return Outcome.DROPPED;
            }
            if (entry.replace(seen, sum)) {
                try {
                    budget.release(Math.max(0, -more));
                } catch (StackOverflowError ignored) {
                    // The call is counted; some bytes stay charged.
                }
                return Outcome.COUNTED;
            }
            budget.release(Math.max(0, more));
        }
    }

    private static @Nullable ActionEntry find(@Nullable ActionEntry head, UserAction pair, long slice) {
        for (ActionEntry each = head; each != null; each = each.next()) {
            if (each.is(pair, slice) && !each.isCountClosed()) {
                return each;
            }
        }
        return null;
    }

    /** Returns the pair as it may leave the process, with masked ids. Pairs that become equal are added up in Redis. */
    private UserAction shown(UserAction pair) {
        String user = pair.userText();
        String action = pair.actionText();
        UserAction shown = UserAction.of(
                pair.user(),
                user == null ? null : bounds.id(user),
                pair.action(),
                action == null ? null : bounds.id(action));
        return shown.is(pair) ? pair : shown;
    }

    @Override
    boolean link(ActionEntry entry) {
        return chains.push(entry);
    }

    @Override
    void unlink(ActionEntry entry) {
        chains.unlink(entry);
    }

    /**
     * Returns the slice of a second by the host's clock. While that clock is not known to be right, returns the
     * second itself, since it may turn out to belong to another slice. It does not if much is waiting, since that
     * creates many entries for one pair.
     */
    private long sliceOf(long hostSecond) {
        long second = hostSecond + correction();
        if (Window.isChecked(second)) {
            return startOf(second);
        }
        return budget.isFuller(MANY_EIGHTHS) ? startOf(second - Window.UNCHECKED) + Window.UNCHECKED : second;
    }

    private long startOf(long second) {
        return second - Math.floorMod(second, sliceSeconds);
    }

    long sliceSeconds() {
        return sliceSeconds;
    }
}
