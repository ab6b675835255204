// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.redis.read.ClaimStore;
import dev.centralog.internal.redis.read.RedisGatherStore.Lease;
import dev.centralog.internal.redis.read.RedisGatherStore.Open;
import dev.centralog.internal.redis.read.RedisGatherStore.StreamSnapshot;
import dev.centralog.internal.wire.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The choice of windows to take from a snapshot: a pure function of the snapshot and of the time in it, which is Redis's.
 * Redis decides among readers; the law holds even if a choice made here is wrong.
 *
 * <p>Thread-safety: any thread.
 *
 * @param times the times at which windows are due
 * @param leaseMillis the length of a lease
 * @param heldBackMillis the time for which what is due is left to other readers, in milliseconds
 */
public record DueWindows(WindowTimes times, long leaseMillis, LongSupplier heldBackMillis) {
    private static final Comparator<Lease> IN_ORDER_OF_TIME =
            Comparator.comparing(lease -> lease.id().window());

    /** Makes the choice of a reader that leaves nothing to others. */
    public DueWindows(WindowTimes times, long leaseMillis) {
        this(times, leaseMillis, () -> 0);
    }

    /** A window or a delivery to be taken. */
    public sealed interface Candidate permits Expired, Unsealed {}

    /** A delivery whose lease has ended. */
    public record Expired(SealedId id) implements Candidate {}

    /** A window that is due. */
    public record Unsealed(Window window) implements Candidate {}

    /** Returns the deliveries whose lease has ended, then the windows that are due, each in the order of time. */
    public List<Candidate> in(StreamSnapshot snapshot) {
        List<Candidate> due = new ArrayList<>();
        snapshot.leases().stream()
                .filter(lease -> hasEnded(lease, snapshot.redisMillis()))
                .sorted(IN_ORDER_OF_TIME)
                .forEach(lease -> due.add(new Expired(lease.id())));
        // Windows of different lengths become due in another order than they began in, so all are checked.
        for (Open open : snapshot.open()) {
            if (inMillis(snapshot, open) == 0) {
                due.add(new Unsealed(open.window()));
            }
        }
        return due;
    }

    /** Returns the time until a window is due, in milliseconds; 0 if it is due. */
    long inMillis(StreamSnapshot snapshot, Open open) {
        Window window = open.window();
        if (window.start() > Math.floorDiv(snapshot.redisMillis(), 1000) + ClaimStore.MAX_AHEAD_SECONDS) {
            return 0;
        }
        long due = (window.end() + times.graceSeconds(window)) * 1000;
        // Late counts come in bursts: a short wait makes one delivery of them instead of dozens. If Redis's clock has
        // been set back since the window was opened, there is no wait.
        if (open.isLate() && open.openedMillis() <= snapshot.redisMillis()) {
            due = Math.max(due, open.openedMillis() + times.lateHoldMillis(window));
        }
        return Math.max(0, due + heldBackMillis.getAsLong() - snapshot.redisMillis());
    }

    /**
     * Returns the time until the first window is due or the first lease ends, in milliseconds; {@code Long.MAX_VALUE} if there
     * are none.
     */
    public long firstInMillis(StreamSnapshot snapshot) {
        long first = Long.MAX_VALUE;
        for (Open open : snapshot.open()) {
            first = Math.min(first, inMillis(snapshot, open));
        }
        for (Lease lease : snapshot.leases()) {
            boolean isEnded = hasEnded(lease, snapshot.redisMillis());
            first = Math.min(
                    first, isEnded ? 0 : lease.endsMillis() + heldBackMillis.getAsLong() - snapshot.redisMillis());
        }
        return first;
    }

    /** Returns whether a lease has ended. So has one that ends in the far future: Redis's clock was set back since. */
    private boolean hasEnded(Lease lease, long redisMillis) {
        return lease.endsMillis() + heldBackMillis.getAsLong() <= redisMillis
                || lease.endsMillis() > redisMillis + 2 * leaseMillis;
    }
}
