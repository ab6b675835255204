// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.internal.redis.read.RedisGatherStore.Lease;
import dev.centralog.internal.redis.read.RedisGatherStore.Open;
import dev.centralog.internal.redis.read.RedisGatherStore.StreamSnapshot;
import dev.centralog.internal.wire.Window.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The view that a reader gets of {@link ModelRedis} when it looks for something to claim. */
public final class ModelLook {
    private static final Comparator<Open> BY_SCORE = Comparator.comparingLong(Open::openedMillis)
            .thenComparing(open -> open.window().toString());

    private ModelLook() {}

    /** Reads the clock, the id of Redis, the open windows and the leases. */
    public static StreamSnapshot at(ModelRedis redis, Signal signal) {
        redis.fence();
        List<Open> open = new ArrayList<>();
        redis.state().open.forEach((window, since) -> {
            if (window.signal() == signal) {
                open.add(new Open(window, since));
            }
        });
        open.sort(BY_SCORE);
        List<Lease> leases = new ArrayList<>();
        redis.state().leases.forEach((id, ends) -> {
            if (id.window().signal() == signal) {
                leases.add(new Lease(id, ends));
            }
        });
        return new StreamSnapshot(redis.redisId(), redis.millis(), open, leases, List.of());
    }
}
