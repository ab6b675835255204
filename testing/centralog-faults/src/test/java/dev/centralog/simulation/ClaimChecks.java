// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import dev.centralog.internal.claim.ClaimSteps;
import dev.centralog.internal.claim.ClaimSteps.Claim;
import dev.centralog.internal.claim.DueWindows;
import dev.centralog.internal.claim.DueWindows.Candidate;
import dev.centralog.internal.claim.DueWindows.Expired;
import dev.centralog.internal.claim.DueWindows.Unsealed;
import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.redis.read.RedisGatherStore.Lease;
import dev.centralog.internal.redis.read.RedisGatherStore.Open;
import dev.centralog.internal.redis.read.RedisGatherStore.StreamSnapshot;
import dev.centralog.internal.wire.Window;
import dev.centralog.simulation.ModelStore.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a reader of one signal promises besides the law while it claims deliveries: what is due and in which
 * order, how many are taken, what is handed out, and what is reported on the way.
 */
final class ClaimChecks implements ClaimSteps.Listener {
    private final World world;
    private final DueWindows dueWindows;
    private final int takenAtOnce;
    private final Set<SealedId> leases;
    private final List<Claim> claimed = new ArrayList<>();
    private final Set<SealedId> durable = new HashSet<>();
    private final List<SealedId> taken = new ArrayList<>();
    private List<Candidate> candidates = List.of();
    private int tried;
    private boolean wasInterrupted;
    private int looks;
    private int snapshotsTold;
    private boolean isNothingTold;
    private @Nullable String missingTold = "";

    /**
     * Creates the checks of a reader that has asked for nothing yet.
     *
     * @param leases the leases that are held, of both signals
     */
    ClaimChecks(World world, DueWindows dueWindows, int takenAtOnce, Set<SealedId> leases) {
        this.world = world;
        this.dueWindows = dueWindows;
        this.takenAtOnce = takenAtOnce;
        this.leases = leases;
    }

    private void holds(boolean isKept, String promise) {
        if (!isKept) {
            world.broken.add(promise);
        }
    }

    @Override
    public void onSnapshot(StreamSnapshot snapshot) {
        snapshotsTold++;
    }

    @Override
    public void onNothingTaken(StreamSnapshot snapshot) {
        isNothingTold = true;
    }

    @Override
    public void onTaken(SealedId id) {
        leases.add(id);
    }

    @Override
    public void onLost(SealedId id) {
        leases.remove(id);
    }

    @Override
    public void onDurability(@Nullable String missing) {
        missingTold = missing;
    }

    /** Notes that a call failed; the steps go on with what was taken. */
    void onFailure() {
        wasInterrupted = true;
    }

    /** Checks a reply; the steps have already taken it. */
    void onReply(Reply reply, ClaimSteps claims) {
        switch (reply.call()) {
            case LOOK -> look(Objects.requireNonNull(reply.snapshot()));
            case TAKE_OVER, SEAL -> took(reply);
            case EXTEND -> extended(reply.isDone(), claims);
            case AWAIT_DURABLE -> awaited(reply.missing());
            case GENERATIONS, CAN_AWAIT_DURABLE -> {
                // These calls are only preparations.
            }
        }
        if (reply.call() != ModelStore.Call.EXTEND && claims.next() == null && claims.isEmpty()) {
            holds(isNothingTold, "it is told that nothing is taken");
            holds(tried == candidates.size(), "all that is due is tried");
        }
    }

    private void look(StreamSnapshot seen) {
        looks++;
        holds(looks == snapshotsTold, "it is told that Redis was looked at");
        candidates = dueWindows.in(seen);
        tried = 0;
        wasInterrupted = false;
        taken.clear();
        durable.clear();
        holds(candidates.equals(expected(seen)), "what is due is found, in the order of time");
        long first = dueWindows.firstInMillis(seen);
        holds(candidates.isEmpty() == first > 0, "what is due now is due in 0 ms");
        if (first == Long.MAX_VALUE) {
            holds(seen.open().isEmpty() && seen.leases().isEmpty(), "it is known when the first is due");
        } else if (first > 0) {
            holds(dueWindows.in(later(seen, first - 1)).isEmpty(), "nothing is due before the first");
            holds(!dueWindows.in(later(seen, first)).isEmpty(), "the first is due when it is said to be");
        }
        isNothingTold &= candidates.isEmpty();
    }

    private static StreamSnapshot later(StreamSnapshot seen, long millis) {
        return new StreamSnapshot(
                seen.redisId(), seen.redisMillis() + millis, seen.open(), seen.leases(), seen.foreign());
    }

    /** Returns the candidates in the order that docs/protocol.md requires. */
    private List<Candidate> expected(StreamSnapshot seen) {
        List<Candidate> expected = new ArrayList<>();
        long now = seen.redisMillis();
        seen.leases().stream()
                .filter(lease -> lease.endsMillis() <= now || lease.endsMillis() > now + 2 * dueWindows.leaseMillis())
                .map(Lease::id)
                .sorted(Comparator.comparing(SealedId::window))
                .forEach(id -> expected.add(new Expired(id)));
        for (Open open : seen.open()) {
            Window window = open.window();
            boolean isOver = now >= (window.end() + dueWindows.times().graceSeconds(window)) * 1000;
            long heldMillis = dueWindows.times().lateHoldMillis(window);
            boolean isAhead = window.start() > Math.floorDiv(now, 1000) + 60;
            boolean isHeld = open.isLate() && open.openedMillis() <= now && now < open.openedMillis() + heldMillis;
            if ((isOver && !isHeld) || isAhead) {
                expected.add(new Unsealed(window));
            }
        }
        return expected;
    }

    private void took(Reply reply) {
        SealedId id = Objects.requireNonNull(reply.id());
        tried++;
        holds(!reply.isTooEarly(), "nothing is asked for before it is due");
        if (reply.isDone()) {
            claimed.add(
                    new Claim(id, (int) reply.answer().number(), reply.answer().isAhead()));
            taken.add(id);
        }
        holds(leases.contains(id) == taken.contains(id), "the lease of what is taken is kept, and of nothing else");
        holds(taken.size() <= takenAtOnce, "so many are taken at most");
    }

    private void extended(boolean isOurs, ClaimSteps claims) {
        boolean isAll = taken.size() == takenAtOnce || tried == candidates.size();
        holds(isAll || wasInterrupted, "as many are taken as may be");
        if (!isOurs) {
            holds(claims.isEmpty(), "what is not ours any more is not handed out");
            holds(taken.stream().noneMatch(leases::contains), "the lease of what is not ours is let go");
        }
    }

    private void awaited(@Nullable String missing) {
        holds(Objects.equals(missing, missingTold), "it is told what is missing for a seal to last");
        missingTold = "";
        if (missing == null) {
            durable.addAll(taken);
        }
    }

    void onHandedOut(Claim claim, boolean wasEmpty) {
        holds(!wasEmpty, "it is known whether something is to be handed out");
        holds(claimed.remove(claim), "what is handed out is what was taken");
        boolean hasToLast = world.plan.waits() && world.mutant != Mutant.STORED_WITHOUT_WAIT;
        holds(!hasToLast || durable.contains(claim.id()), "what is handed out lasts");
    }
}
