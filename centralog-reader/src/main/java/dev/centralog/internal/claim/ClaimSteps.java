// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.internal.claim.DueWindows.Candidate;
import dev.centralog.internal.claim.DueWindows.Expired;
import dev.centralog.internal.claim.DueWindows.Unsealed;
import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.redis.read.ClaimStore;
import dev.centralog.internal.redis.read.RedisGatherStore.StreamSnapshot;
import dev.centralog.internal.wire.Window;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/*
 *   look ─> for each candidate: take over, or read its generation and seal it ─> can a seal be undone?
 *                                                                                 │yes             │no
 *            for more candidates, as seals become durable together <──────────────┘                v
 *              └─> extend the last lease ─> await durability ─────────────────────────────> handed out, one by one
 *
 * A seal that a failover can undo would be made again, with other counts: nothing is handed out before it is known to last.
 * Redis waits for what came over the same connection, and the seal may have come over the one before; so a lease is extended
 * first, and a lease that is not ours any more shows that the seals were undone, or taken over meanwhile.
 */

/**
 * The order in which a reader asks Redis for deliveries, and what it makes of each reply. It says what to ask next, and
 * whoever drives it asks; so it has no clock, does no I/O, and never waits.
 *
 * <p>Thread-safety: none.
 */
public final class ClaimSteps {
    private final DueWindows dueWindows;
    private final int takenAtOnce;
    private final boolean awaitsDurableSeals;
    private final Listener listener;
    private final Deque<Claim> taken = new ArrayDeque<>();
    private Iterator<Candidate> due = Collections.emptyIterator();
    private @Nullable SealedId takenLast;
    private @Nullable Request<?> next;
    private boolean isDurable;

    /**
     * Steps of a reader that has asked for nothing yet.
     *
     * @param takenAtOnce how many are taken at most where seals have to become durable first
     * @param awaitsDurableSeals the setting
     */
    public ClaimSteps(DueWindows dueWindows, int takenAtOnce, boolean awaitsDurableSeals, Listener listener) {
        this.dueWindows = dueWindows;
        this.takenAtOnce = takenAtOnce;
        this.awaitsDurableSeals = awaitsDurableSeals;
        this.listener = listener;
    }

    /**
     * What was claimed.
     *
     * @param attempts how often it was claimed so far, this time included
     * @param isAhead whether it was sealed before its time, as it lay far ahead of Redis's clock
     */
    public record Claim(SealedId id, int attempts, boolean isAhead) {}

    /** A receiver of what is learnt on the way. */
    public interface Listener {
        /** Redis was looked at. */
        default void onSnapshot(StreamSnapshot snapshot) {}

        /** Nothing of what was seen is due, or others were first. */
        default void onNothingTaken(StreamSnapshot snapshot) {}

        /** The counts of an open window are not there, or none of ours: it is passed over from now on. */
        default void onNoCounts(Window window) {}

        /** What a delivery held is not there any more, and nobody has acknowledged it. */
        default void onGone(SealedId id) {}

        /** A lease is ours. */
        default void onTaken(SealedId id) {}

        /** A lease that was ours is to be left to its end. */
        default void onLost(SealedId id) {}

        /** What was taken is known to last, or it is known what is missing for that. */
        default void onDurability(@Nullable String missing) {}
    }

    /**
     * A question to Redis.
     *
     * @param name what it is, for traces
     * @param call asks it
     * @param onReply takes the reply
     */
    public record Request<T>(String name, Function<ClaimStore, T> call, Consumer<T> onReply) {
        /** Asks, and takes the reply. Blocks as the store does. */
        void ask(ClaimStore store) {
            onReply.accept(call.apply(store));
        }
    }

    /** Begins with what is next: a look at Redis, or where something was taken before, whether its seal lasts. */
    public void begin() {
        if (taken.isEmpty()) {
            next = new Request<>("look", ClaimStore::look, this::onSnapshot);
        } else {
            next = isDurable ? null : extendLast();
        }
    }

    /** Returns what to ask now; null if there is nothing to ask. */
    public @Nullable Request<?> next() {
        return next;
    }

    /** The question that is under way failed: it may have had its effect. */
    public void onFailure() {
        next = null;
    }

    /** Returns whether nothing is taken that was not handed out. */
    public boolean isEmpty() {
        return taken.isEmpty();
    }

    /** Hands out the next one that was taken and whose seal lasts; null if there is none. */
    public @Nullable Claim poll() {
        return isDurable ? taken.poll() : null;
    }

    private void onSnapshot(StreamSnapshot seen) {
        isDurable = false;
        due = dueWindows.in(seen).iterator();
        listener.onSnapshot(seen);
        takeFirst(seen);
    }

    private void takeFirst(StreamSnapshot seen) {
        if (taken.isEmpty() && due.hasNext()) {
            next = take(seen, due.next(), () -> takeFirst(seen));
        } else if (taken.isEmpty()) {
            next = null;
            listener.onNothingTaken(seen);
        } else if (awaitsDurableSeals) {
            next = new Request<>(
                    "can await durable",
                    ClaimStore::canAwaitDurable,
                    canAwaitDurable -> onCanAwait(seen, canAwaitDurable));
        } else {
            onCanAwait(seen, false);
        }
    }

    private void onCanAwait(StreamSnapshot seen, boolean canAwaitDurable) {
        if (canAwaitDurable) {
            takeMore(seen);
        } else {
            onAwaited(null);
        }
    }

    private void takeMore(StreamSnapshot seen) {
        next = taken.size() < takenAtOnce && due.hasNext()
                ? take(seen, due.next(), () -> takeMore(seen))
                : extendLast();
    }

    private Request<?> take(StreamSnapshot seen, Candidate candidate, Runnable then) {
        if (candidate instanceof Expired expired) {
            SealedId id = expired.id();
            return new Request<ClaimStore.Answer>("take over " + id, store -> store.takeOver(id), answer -> {
                if (answer.number() > 0) {
                    onTaken(new Claim(id, (int) Math.min(answer.number(), Integer.MAX_VALUE), answer.isAhead()));
                } else if (answer.number() == ClaimStore.GONE) {
                    listener.onGone(id);
                }
                then.run();
            });
        }
        Window window = ((Unsealed) candidate).window();
        return new Request<Long>(
                "generations " + window,
                store -> store.generations(window),
                generations -> next = seal(new SealedId(window, seen.redisId(), generations + 1), then));
    }

    private Request<?> seal(SealedId id, Runnable then) {
        long graceSeconds = dueWindows.times().graceSeconds(id.window());
        return new Request<ClaimStore.Answer>("seal " + id, store -> store.seal(id, graceSeconds), answer -> {
            if (answer.number() >= 0) {
                onTaken(new Claim(id, 1, answer.isAhead()));
            } else if (answer.number() == ClaimStore.NO_COUNTS) {
                listener.onNoCounts(id.window());
            }
            then.run();
        });
    }

    private void onTaken(Claim claim) {
        takenLast = claim.id;
        taken.add(claim);
        listener.onTaken(claim.id);
    }

    private Request<?> extendLast() {
        SealedId last = takenLast;
        if (last == null) {
            throw new IllegalStateException("nothing was taken");
        }
        return new Request<>("extend " + last, store -> store.extend(last), this::onExtended);
    }

    private void onExtended(boolean isOurs) {
        if (isOurs) {
            next = new Request<@Nullable String>("await durable", ClaimStore::awaitDurable, this::onAwaited);
        } else {
            next = null;
            taken.forEach(
                    claim -> listener.onLost(claim.id)); // undone, or somebody else's: whoever finds them begins anew
            taken.clear();
        }
    }

    private void onAwaited(@Nullable String missing) {
        next = null;
        isDurable = missing == null;
        listener.onDurability(missing);
    }
}
