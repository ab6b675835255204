// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import dev.centralog.CentralogException;
import dev.centralog.internal.redis.ModelLook;
import dev.centralog.internal.redis.ModelRedis;
import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.redis.read.ClaimStore;
import dev.centralog.internal.redis.read.RedisGatherStore.StreamSnapshot;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The calls by which a reader claims deliveries from the model. An instance serves one call, and records its result. */
final class ModelStore implements ClaimStore {
    static final long LEASE_MILLIS = 15_000;

    private final ModelRedis redis;
    private final World world;
    private final String owner;
    private final Signal signal;
    private static final Answer NONE = new Answer(0, false);
    private @Nullable Reply reply;

    enum Call {
        LOOK,
        TAKE_OVER,
        GENERATIONS,
        SEAL,
        EXTEND,
        CAN_AWAIT_DURABLE,
        AWAIT_DURABLE
    }

    /**
     * The result of a call.
     *
     * @param isDone whether it has sealed, taken over or extended
     * @param answer how often the delivery was taken so far, and whether it was sealed ahead of its time
     * @param isTooEarly whether the call was refused because the window is not due
     * @param missing what is missing until a seal is durable
     */
    record Reply(
            Call call,
            @Nullable StreamSnapshot snapshot,
            @Nullable SealedId id,
            boolean isDone,
            Answer answer,
            boolean isTooEarly,
            @Nullable String missing) {
        static Reply to(Call call) {
            return new Reply(call, null, null, false, NONE, false, null);
        }
    }

    /**
     * Creates a reader's access to a model.
     *
     * @param owner the owner of the leases
     */
    ModelStore(ModelRedis redis, World world, String owner, Signal signal) {
        this.redis = redis;
        this.world = world;
        this.owner = owner;
        this.signal = signal;
    }

    /** Returns the result of the call. */
    Reply reply() {
        return Objects.requireNonNull(reply);
    }

    @Override
    public StreamSnapshot look() {
        StreamSnapshot seen = ModelLook.at(redis, signal);
        reply = new Reply(Call.LOOK, seen, null, false, NONE, false, null);
        return seen;
    }

    @Override
    public Answer takeOver(SealedId id) {
        long attempts = redis.take(id, owner, LEASE_MILLIS);
        Answer answer = new Answer(attempts, redis.isAhead(id));
        reply = new Reply(Call.TAKE_OVER, null, id, attempts > 0, answer, false, null);
        return answer;
    }

    @Override
    public long generations(Window window) {
        reply = Reply.to(Call.GENERATIONS);
        return redis.generations(window);
    }

    @Override
    public Answer seal(SealedId id, long graceSeconds) {
        boolean isOpen = redis.state().open.containsKey(id.window());
        long names = redis.seal(id, new ModelRedis.Sealing(owner, graceSeconds, LEASE_MILLIS));
        boolean isTooEarly = isOpen && names == -1 && !world.plan.jumpsClock();
        boolean isAhead = redis.isAhead(id);
        reply = new Reply(Call.SEAL, null, id, names >= 0, new Answer(1, isAhead), isTooEarly, null);
        return new Answer(names, isAhead);
    }

    @Override
    public boolean extend(SealedId id) {
        boolean isOurs = redis.extend(id, owner, LEASE_MILLIS) > 0;
        reply = new Reply(Call.EXTEND, null, id, isOurs, NONE, false, null);
        return isOurs;
    }

    @Override
    public boolean canAwaitDurable() {
        reply = Reply.to(Call.CAN_AWAIT_DURABLE);
        return world.plan.waits();
    }

    @Override
    public @Nullable String awaitDurable() {
        if (redis.isReplica()) {
            throw new CentralogException("WAIT is nothing for a replica");
        }
        String missing = world.replicaCatchesUp() ? null : "a replica lags";
        reply = new Reply(Call.AWAIT_DURABLE, null, null, false, NONE, false, missing);
        return missing;
    }
}
