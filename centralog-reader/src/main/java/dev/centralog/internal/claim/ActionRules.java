// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.CentralogConfig;
import dev.centralog.gather.ActionSlice;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.internal.redis.read.RedisGatherStore;
import dev.centralog.internal.wire.Window;
import java.time.Duration;

/**
 * The rules for claiming slices of actions.
 *
 * @param distance the number of slices behind the one being written at which a slice is due
 * @param lateHold the number of slice lengths for which later counts are held, so that a trickle of late counts makes one
 *     delivery in that time
 */
public record ActionRules(int distance, int lateHold) implements WindowClaimer.Rules<ActionSlice> {
    private static final long IDLE_MILLIS = 5000;

    /** Returns the rules that the settings ask for. */
    public static ActionRules of(CentralogConfig config) {
        return new ActionRules(config.get(ReaderSettings.SLICE_DISTANCE), config.get(ReaderSettings.SLICE_LATE_HOLD));
    }

    @Override
    public long graceSeconds(Window window) {
        return (distance - 1) * window.seconds();
    }

    /** Returns 5 s: a slice is seen long before it is due. */
    @Override
    public long idleMillis() {
        return IDLE_MILLIS;
    }

    /** Returns 1: storing a slice may take long, and another reader may have time for the next one. */
    @Override
    public int takenAtOnce() {
        return 1;
    }

    @Override
    public long lateHoldMillis(Window window) {
        return Duration.ofSeconds(lateHold * window.seconds()).toMillis();
    }

    @Override
    public ActionSlice delivery(RedisGatherStore store, LeaseRenewer leases, ClaimSteps.Claim claim) {
        return new LeasedSlice(store, leases, claim);
    }
}
