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

/**
 * Which windows of a snapshot are to be taken: a function of the snapshot, and of the time in it, which is Redis's. Redis is
 * the arbiter among readers; nothing that is decided here has to be right for the law to hold.
 *
 * <p>Thread-safety: any thread.
 *
 * @param times when windows are due
 * @param leaseMillis how long a lease is
 */
public record DueWindows(WindowTimes times, long leaseMillis) {
    private static final Comparator<Lease> IN_ORDER_OF_TIME =
            Comparator.comparing(lease -> lease.id().window());

    /** Something to be taken. */
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
        // Windows of different lengths are due in another order than they began in: so all are looked at.
        for (Open open : snapshot.open()) {
            if (inMillis(snapshot, open) == 0) {
                due.add(new Unsealed(open.window()));
            }
        }
        return due;
    }

    /** Returns how long until a window is due, in milliseconds; 0 if it is. */
    long inMillis(StreamSnapshot snapshot, Open open) {
        Window window = open.window();
        if (window.start() > Math.floorDiv(snapshot.redisMillis(), 1000) + ClaimStore.MAX_AHEAD_SECONDS) {
            return 0;
        }
        long due = (window.end() + times.graceSeconds(window)) * 1000;
        // Late reports come in a crowd: waiting a little makes one delivery of them instead of dozens. Not if Redis's
        // clock has been set back since.
        if (open.isLate() && open.openedMillis() <= snapshot.redisMillis()) {
            due = Math.max(due, open.openedMillis() + times.lateHoldMillis(window));
        }
        return Math.max(0, due - snapshot.redisMillis());
    }

    /** Returns how long until the first of all that is there is due, in milliseconds; {@code Long.MAX_VALUE} if none is there. */
    public long firstInMillis(StreamSnapshot snapshot) {
        long first = Long.MAX_VALUE;
        for (Open open : snapshot.open()) {
            first = Math.min(first, inMillis(snapshot, open));
        }
        for (Lease lease : snapshot.leases()) {
            boolean isEnded = hasEnded(lease, snapshot.redisMillis());
            first = Math.min(first, isEnded ? 0 : lease.endsMillis() - snapshot.redisMillis());
        }
        return first;
    }

    /** A lease that ends in the far future is of a clock that was set back. */
    private boolean hasEnded(Lease lease, long redisMillis) {
        return lease.endsMillis() <= redisMillis || lease.endsMillis() > redisMillis + 2 * leaseMillis;
    }
}
