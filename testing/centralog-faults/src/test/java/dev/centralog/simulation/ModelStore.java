// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import dev.centralog.internal.redis.ClaimStore;
import dev.centralog.internal.redis.ModelRedis;
import dev.centralog.internal.redis.RedisGatherStore.StreamSnapshot;
import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import org.jspecify.annotations.Nullable;

/**
 * What a reader of that name asks of the model, for claiming.
 *
 * @param owner of the leases
 */
record ModelStore(ModelRedis redis, World world, String owner, Signal signal) implements ClaimStore {
    static final long LEASE_MILLIS = 15_000;

    @Override
    public StreamSnapshot look() {
        return redis.look(signal);
    }

    @Override
    public long takeOver(SealedId id) {
        return redis.take(id, owner, LEASE_MILLIS);
    }

    @Override
    public long generations(Window window) {
        return redis.generations(window);
    }

    @Override
    public long seal(SealedId id, long graceSeconds) {
        long life = id.window().generationLifeSeconds();
        return redis.seal(id, new ModelRedis.Sealing(owner, graceSeconds, LEASE_MILLIS, life));
    }

    @Override
    public boolean extend(SealedId id) {
        return redis.extend(id, owner, LEASE_MILLIS) > 0;
    }

    @Override
    public boolean canAwaitDurable() {
        return world.plan.waits();
    }

    @Override
    public @Nullable String awaitDurable() {
        return world.replicaCatchesUp() ? null : "a replica lags";
    }
}
