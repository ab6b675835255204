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
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A source of whole slices of actions, sealed and leased one by one in the order of time. The gatherer feeds its sinks from
 * it; custom code can read from it instead of running the gatherer. It can also look into slices that are still open.
 *
 * <p>With several partitions in Redis, that is the order within each; they take turns.
 *
 * <p>Any number of sources may be open on one stream, in any number of processes: each slice goes to one of them. A
 * slice that is not acknowledged goes to another source when its lease ends, so reading is at least once. The identities of
 * {@link GatheredAction} are the same each time, so storing can be exactly once.
 *
 * <p>Thread-safety: all methods may be called by any thread; one thread claims at a time. One daemon thread extends leases.
 */
public final class ActionSource implements DeliverySource<ActionSlice> {
    private final StreamClaimer<ActionSlice> claimer;

    private ActionSource(StreamClaimer<ActionSlice> claimer) {
        this.claimer = claimer;
    }

    /**
     * Connects to Redis and returns a source. Blocks, bounded by the connect timeout.
     *
     * @param config the settings, of those in {@link ReaderSettings#ALL}
     * @param status receives warnings, e.g. that Redis may evict counts; called on the threads that call this source and on the
     *     thread that extends leases
     * @throws dev.centralog.CentralogException if Redis can't be reached, refuses the connection, or is too old; the message
     *     says which and names the setting
     */
    public static ActionSource open(CentralogConfig config, StatusListener status) {
        return connected(config, null, status);
    }

    /**
     * Does the same as {@link #open(CentralogConfig, StatusListener)}, over a connection of the application's own client.
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
     * Takes over a slice whose lease has ended, or seals the earliest slice that is due, that is, {@code sliceDistance} slices
     * behind the one being written. Blocks for up to {@code wait}, and in addition while Redis replies.
     *
     * @param wait the time to wait for one; zero: not at all
     * @return the slice, or null if none became due in that time
     * @throws dev.centralog.CentralogException if Redis is unavailable; call again later
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
    public List<ReadProgress> progress() {
        return claimer.progress();
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
     * Returns an iterator over what an open slice holds now, each pair of a user and an action once for each partition, with
     * an empty {@code delivery}. The iterator reads from Redis page by page, and blocks; it removes nothing. If the slice is sealed
     * meanwhile, the iterator ends early.
     */
    public Iterator<GatheredAction> peek(OpenSlice slice) {
        Window window =
                Window.slice(slice.start().getEpochSecond(), slice.length().toSeconds());
        return claimer.scan(window).stream()
                .flatMap(groups -> {
                    Iterator<GatheredAction> actions = ActionReader.ofOpenSlice(window, groups);
                    return StreamSupport.stream(
                            Spliterators.spliteratorUnknownSize(actions, Spliterator.ORDERED), false);
                })
                .iterator();
    }

    @Override
    public void close() {
        claimer.close();
    }
}
