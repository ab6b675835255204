// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.CentralogConfig;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.internal.redis.read.RedisGatherStore;
import dev.centralog.internal.wire.Window;

/**
 * The rules for claiming seconds of events.
 *
 * @param graceSeconds how long after its end a second is due
 * @param lateHoldMillis how long a second that was sealed before is held open for more
 */
public record EventRules(long graceSeconds, long lateHoldMillis) implements WindowClaimer.Rules<EventWindow> {
    private static final long LONGEST_IDLE_MILLIS = 1000;

    /** Returns the rules by the settings. Redis compares whole seconds: a part of one is rounded up, never down. */
    public static EventRules of(CentralogConfig config) {
        return new EventRules(
                (config.get(ReaderSettings.GRACE).toMillis() + 999) / 1000,
                config.get(ReaderSettings.LATE_HOLD).toMillis());
    }

    @Override
    public long graceSeconds(Window window) {
        return graceSeconds;
    }

    /** A second that is reported in time can be seen for about its grace before it is due. */
    @Override
    public long idleMillis() {
        return Math.min(LONGEST_IDLE_MILLIS, graceSeconds * 1000);
    }

    @Override
    public int takenAtOnce() {
        return 64;
    }

    @Override
    public long lateHoldMillis(Window window) {
        return lateHoldMillis;
    }

    @Override
    public EventWindow delivery(RedisGatherStore store, LeaseRenewer leases, ClaimSteps.Claim claim) {
        return new LeasedEvents(store, leases, claim);
    }
}
