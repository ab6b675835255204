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
 * @param graceSeconds the time after its end at which a second is due
 * @param lateHoldMillis the time for which a second that was sealed before is held open for more counts
 */
public record EventRules(long graceSeconds, long lateHoldMillis) implements WindowClaimer.Rules<EventWindow> {
    private static final long LONGEST_IDLE_MILLIS = 1000;

    /** Returns the rules that the settings ask for. Redis compares whole seconds, so a fraction is rounded up, never down. */
    public static EventRules of(CentralogConfig config) {
        return new EventRules(
                (config.get(ReaderSettings.GRACE).toMillis() + 999) / 1000,
                config.get(ReaderSettings.LATE_HOLD).toMillis());
    }

    @Override
    public long graceSeconds(Window window) {
        return graceSeconds;
    }

    /** Returns the grace, 1 s at most: a second whose counts come in time is visible for about that long before it is due. */
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
