// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.CentralogConfig;
import dev.centralog.RedisAccess;
import dev.centralog.StatusListener;
import dev.centralog.internal.claim.EventRules;
import dev.centralog.internal.claim.StreamClaimer;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A source of whole windows of events, sealed and leased one by one in the order of time. The gatherer feeds its sinks from
 * it.
 *
 * <p>With several partitions in Redis, that is the order within each; they take turns.
 *
 * <p>Any number of sources may be open on one stream, in any number of processes: each window goes to one of them. A
 * window that is not acknowledged goes to another source when its lease ends, so reading is at least once. The identities of
 * {@link GatheredEvent} are the same each time, so storing can be exactly once.
 *
 * <p>Thread-safety: all methods may be called by any thread; one thread claims at a time. One daemon thread extends leases.
 */
public final class EventSource implements DeliverySource<EventWindow> {
    private final StreamClaimer<EventWindow> claimer;

    private EventSource(StreamClaimer<EventWindow> claimer) {
        this.claimer = claimer;
    }

    /**
     * Connects to Redis and returns a source. Blocks, bounded by the connect timeout.
     *
     * @param config the settings, of those in {@link ReaderSettings#ALL}
     * @param status receives warnings, e.g. that Redis may evict events; called on the threads that call this source and on the
     *     thread that extends leases
     * @throws dev.centralog.CentralogException if Redis can't be reached, refuses the connection, or is too old; the message
     *     says which and names the setting
     */
    public static EventSource open(CentralogConfig config, StatusListener status) {
        return connected(config, null, status);
    }

    /**
     * Does the same as {@link #open(CentralogConfig, StatusListener)}, over a connection of the application's own client.
     *
     * @throws dev.centralog.ConfigException if {@code access} is of an unknown kind
     */
    public static EventSource open(CentralogConfig config, RedisAccess access, StatusListener status) {
        return connected(config, access, status);
    }

    private static EventSource connected(CentralogConfig config, @Nullable RedisAccess access, StatusListener status) {
        StreamClaimer.Client client = new StreamClaimer.Client(config, access, status);
        return new EventSource(StreamClaimer.open(client, Window.Signal.EVENTS, EventRules.of(config)));
    }

    /**
     * Takes over a window whose lease has ended, or seals the earliest window that is due and takes it. Blocks for up to
     * {@code wait}, and in addition while Redis replies.
     *
     * @param wait the time to wait for one; zero: not at all
     * @return the window, or null if none became due in that time
     * @throws dev.centralog.CentralogException if Redis is unavailable; call again later
     * @throws InterruptedException if the calling thread is interrupted
     */
    @Override
    public @Nullable EventWindow claim(Duration wait) throws InterruptedException {
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
    public void close() {
        claimer.close();
    }
}
