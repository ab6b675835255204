// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.gather;

import dev.centralog.CentralogConfig;
import dev.centralog.RedisAccess;
import dev.centralog.StatusListener;
import dev.centralog.gather.ActionSlice;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.OpenSlice;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.internal.redis.RedisGatherStore;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Claims slices of actions, and looks into open ones; see {@link dev.centralog.gather.ActionSource}. */
public final class ActionClaims implements AutoCloseable {
    private static final long IDLE_MILLIS = 5000;

    private final WindowClaimer<ActionSlice> claims;

    private ActionClaims(WindowClaimer<ActionSlice> claims) {
        this.claims = claims;
    }

    /**
     * A slice is due when it lies that many slices behind the one being written. What comes later than that is held for
     * some more slices, so that a trickle of late counts makes one delivery in that time.
     */
    private record Rules(int distance, int lateHold) implements WindowClaimer.Rules<ActionSlice> {
        @Override
        public long graceSeconds(Window window) {
            return (distance - 1) * window.seconds();
        }

        /** A slice is seen long before it is due. */
        @Override
        public long idleMillis() {
            return IDLE_MILLIS;
        }

        /** A slice may take long: another reader may have time for the next. */
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

    /** Connects. */
    public static ActionClaims open(CentralogConfig config, @Nullable RedisAccess access, StatusListener status) {
        RedisGatherStore store = new RedisGatherStore(config, access, Window.Signal.ACTIONS);
        Rules rules = new Rules(config.get(ReaderSettings.SLICE_DISTANCE), config.get(ReaderSettings.SLICE_LATE_HOLD));
        return new ActionClaims(WindowClaimer.open(store, rules, config, status));
    }

    public @Nullable ActionSlice claim(Duration wait) throws InterruptedException {
        return claims.claim(wait);
    }

    public Backlog backlog() {
        return claims.backlog();
    }

    public List<OpenSlice> openSlices() {
        return claims.openWindows().stream()
                .map(open -> new OpenSlice(
                        Instant.ofEpochSecond(open.window().start()),
                        Duration.ofSeconds(open.window().seconds()),
                        Duration.ofMillis(open.inMillis())))
                .toList();
    }

    public Iterator<GatheredAction> peek(OpenSlice slice) {
        Window window =
                Window.slice(slice.start().getEpochSecond(), slice.length().toSeconds());
        return new ActionReader(window, "", new DistinctGroups(claims.scan(window)));
    }

    @Override
    public void close() {
        claims.close();
    }
}
