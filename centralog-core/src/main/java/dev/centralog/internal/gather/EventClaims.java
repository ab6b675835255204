// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.gather;

import dev.centralog.CentralogConfig;
import dev.centralog.RedisAccess;
import dev.centralog.StatusListener;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.internal.redis.RedisGatherStore;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Claims seconds of events; see {@link dev.centralog.gather.EventSource}. */
public final class EventClaims implements AutoCloseable {
    private static final long LONGEST_IDLE_MILLIS = 1000;

    private final WindowClaimer<EventWindow> claims;

    private EventClaims(WindowClaimer<EventWindow> claims) {
        this.claims = claims;
    }

    /** Redis compares whole seconds: a part of one is rounded up, never down. */
    private record Rules(long graceSeconds, long lateHoldMillis) implements WindowClaimer.Rules<EventWindow> {
        static Rules of(CentralogConfig config) {
            return new Rules(
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

    /** Connects. */
    public static EventClaims open(CentralogConfig config, @Nullable RedisAccess access, StatusListener status) {
        RedisGatherStore store = new RedisGatherStore(config, access, Window.Signal.EVENTS);
        return new EventClaims(WindowClaimer.open(store, Rules.of(config), config, status));
    }

    public @Nullable EventWindow claim(Duration wait) throws InterruptedException {
        return claims.claim(wait);
    }

    public Backlog backlog() {
        return claims.backlog();
    }

    @Override
    public void close() {
        claims.close();
    }
}
