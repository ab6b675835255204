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
 * If a failover undid a seal, the window would be sealed again, with other counts. So nothing is handed out before its seal
 * is known to be durable. Redis waits only for writes of the same connection, and the seal may have come over the connection
 * before. So a lease is extended first. If that lease is not ours any more, the seals were undone, or taken over meanwhile.
 */

/**
 * The order in which a reader asks Redis for deliveries, and the treatment of each reply. This class only says what to ask
 * next, and its caller asks; so it has no clock, does no I/O, and never waits.
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
     * Makes the steps of a reader that has asked for nothing yet.
     *
     * @param takenAtOnce the highest number of deliveries taken at once if seals have to become durable first
     * @param awaitsDurableSeals whether deliveries are handed out only after their seals are durable, if Redis supports that
     */
    public ClaimSteps(DueWindows dueWindows, int takenAtOnce, boolean awaitsDurableSeals, Listener listener) {
        this.dueWindows = dueWindows;
        this.takenAtOnce = takenAtOnce;
        this.awaitsDurableSeals = awaitsDurableSeals;
        this.listener = listener;
    }

    /**
     * A delivery that was claimed.
     *
     * @param attempts the number of times it was claimed so far, this time included
     * @param isAhead whether it was sealed before its time, because it lay far ahead of Redis's clock
     */
    public record Claim(SealedId id, int attempts, boolean isAhead) {}

    /** A listener to what the replies show. */
    public interface Listener {
        /** Receives each look at Redis. */
        default void onSnapshot(StreamSnapshot snapshot) {}

        /** Notes that nothing in the snapshot is due, or that other readers were first. */
        default void onNothingTaken(StreamSnapshot snapshot) {}

        /** Notes that the counts of an open window are missing, or not Centralog's: the window is passed over from now on. */
        default void onNoCounts(Window window) {}

        /** Notes that the content of a delivery is missing although it was not acknowledged. */
        default void onGone(SealedId id) {}

        /** Notes that this reader holds a lease. */
        default void onTaken(SealedId id) {}

        /** Notes that this reader's lease must not be extended any more. */
        default void onLost(SealedId id) {}

        /** Receives what the seals lack to be durable; null if they are durable. */
        default void onDurability(@Nullable String missing) {}
    }

    /**
     * A question to Redis.
     *
     * @param name a short description, for traces
     * @param call the function that asks it
     * @param onReply the function that takes the reply
     */
    public record Request<T>(String name, Function<ClaimStore, T> call, Consumer<T> onReply) {
        /** Asks, and handles the reply. Blocks as the store does. */
        void ask(ClaimStore store) {
            onReply.accept(call.apply(store));
        }
    }

    /** Starts the next question: a look at Redis or, if deliveries were taken before, whether their seals are durable. */
    public void begin() {
        if (taken.isEmpty()) {
            next = new Request<>("look", ClaimStore::look, this::onSnapshot);
        } else {
            next = isDurable ? null : extendLast();
        }
    }

    /** Returns the question to ask now; null if there is none. */
    public @Nullable Request<?> next() {
        return next;
    }

    /** Drops the question that is under way, because it failed; it may have had its effect in Redis all the same. */
    public void onFailure() {
        next = null;
    }

    /** Returns whether all deliveries that were taken have been handed out. */
    public boolean isEmpty() {
        return taken.isEmpty();
    }

    /** Returns the next delivery that was taken, if the seals are durable; null if there is none. */
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
                    claim -> listener.onLost(claim.id)); // undone, or another reader's: the next reader begins anew
            taken.clear();
        }
    }

    private void onAwaited(@Nullable String missing) {
        next = null;
        isDurable = missing == null;
        listener.onDurability(missing);
    }
}
