// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.CentralogConfig;
import dev.centralog.RedisAccess;
import dev.centralog.StatusListener;
import dev.centralog.internal.gather.ActionClaims;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whole slices of actions, sealed and leased one by one in the order of time: what sinks are fed from, and what custom
 * code reads instead of a daemon. Slices that are still open can be looked into.
 *
 * <p>Any number of sources may be open on one stream, in any number of processes: each slice goes to one of them. A
 * slice that is not acknowledged goes to another when its lease ends, so reading is at least once; the identities of
 * {@link GatheredAction} are the same each time, so storing can be exactly once.
 *
 * <p>Thread-safety: all methods may be called by any thread; one claims at a time. One daemon thread extends leases.
 */
public final class ActionSource implements DeliverySource<ActionSlice> {
    private final ActionClaims claims;

    private ActionSource(ActionClaims claims) {
        this.claims = claims;
    }

    /**
     * Connects to Redis. Blocks, bounded by the connect timeout.
     *
     * @param config of {@link ReaderSettings#ALL}
     * @param status told of what is worth a warning, e.g. a Redis that may evict counts
     * @throws dev.centralog.CentralogException if Redis can't be reached, refuses us, or is too old; the message says
     *     which and names the setting
     */
    public static ActionSource open(CentralogConfig config, StatusListener status) {
        return new ActionSource(ActionClaims.open(config, null, status));
    }

    /** As {@link #open(CentralogConfig, StatusListener)}, over a connection of the application's own client. */
    public static ActionSource open(CentralogConfig config, RedisAccess access, StatusListener status) {
        return new ActionSource(ActionClaims.open(config, access, status));
    }

    /**
     * Drains the earliest slice that is due, that is, {@code sliceDistance} slices behind the one being written; or
     * takes over one whose lease has ended.
     *
     * @param wait how long to wait for one; zero: not at all
     * @return the slice, or null if none became due in that time
     * @throws dev.centralog.CentralogException if Redis does not answer
     * @throws InterruptedException if the calling thread is interrupted
     */
    @Override
    public @Nullable ActionSlice claim(Duration wait) throws InterruptedException {
        return claims.claim(wait);
    }

    @Override
    public Backlog backlog() {
        return claims.backlog();
    }

    @Override
    public List<OpenSlice> openSlices() {
        return claims.openSlices();
    }

    /**
     * What an open slice holds now, read page by page; each user and action once, with no {@code delivery}. It takes
     * nothing away. A slice that is drained meanwhile ends early.
     */
    public Iterator<GatheredAction> peek(OpenSlice slice) {
        return claims.peek(slice);
    }

    @Override
    public void close() {
        claims.close();
    }
}
