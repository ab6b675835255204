// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.CentralogConfig;
import dev.centralog.RedisAccess;
import dev.centralog.StatusListener;
import dev.centralog.internal.claim.ActionReader;
import dev.centralog.internal.claim.ActionRules;
import dev.centralog.internal.claim.StreamClaimer;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import java.time.Instant;
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
    private final StreamClaimer<ActionSlice> claimer;

    private ActionSource(StreamClaimer<ActionSlice> claimer) {
        this.claimer = claimer;
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
        return connected(config, null, status);
    }

    /**
     * As {@link #open(CentralogConfig, StatusListener)}, over a connection of the application's own client.
     *
     * @throws dev.centralog.ConfigException if {@code access} is of an unknown kind
     */
    public static ActionSource open(CentralogConfig config, RedisAccess access, StatusListener status) {
        return connected(config, access, status);
    }

    private static ActionSource connected(CentralogConfig config, @Nullable RedisAccess access, StatusListener status) {
        StreamClaimer.Client client = new StreamClaimer.Client(config, access, status);
        return new ActionSource(StreamClaimer.open(client, Window.Signal.ACTIONS, ActionRules.of(config)));
    }

    /**
     * Seals the earliest slice that is due, that is, {@code sliceDistance} slices behind the one being written; or
     * takes over one whose lease has ended.
     *
     * @param wait how long to wait for one; zero: not at all
     * @return the slice, or null if none became due in that time
     * @throws dev.centralog.CentralogException if Redis does not answer
     * @throws InterruptedException if the calling thread is interrupted
     */
    @Override
    public @Nullable ActionSlice claim(Duration wait) throws InterruptedException {
        return claimer.claim(wait);
    }

    @Override
    public Backlog backlog() {
        return claimer.backlog();
    }

    @Override
    public List<OpenSlice> openSlices() {
        return claimer.openWindows().stream()
                .map(open -> new OpenSlice(
                        Instant.ofEpochSecond(open.window().start()),
                        Duration.ofSeconds(open.window().seconds()),
                        Duration.ofMillis(open.inMillis())))
                .toList();
    }

    /**
     * What an open slice holds now, read page by page; each user and action once, with no {@code delivery}. It takes
     * nothing away. A slice that is sealed meanwhile ends early.
     */
    public Iterator<GatheredAction> peek(OpenSlice slice) {
        Window window =
                Window.slice(slice.start().getEpochSecond(), slice.length().toSeconds());
        return ActionReader.ofOpenSlice(window, claimer.scan(window));
    }

    @Override
    public void close() {
        claimer.close();
    }
}
