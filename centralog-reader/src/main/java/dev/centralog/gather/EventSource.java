// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.CentralogConfig;
import dev.centralog.RedisAccess;
import dev.centralog.StatusListener;
import dev.centralog.internal.claim.EventRules;
import dev.centralog.internal.claim.StreamClaimer;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whole windows of events, sealed and leased one by one in the order of time: what sinks are fed from.
 *
 * <p>Any number of sources may be open on one stream, in any number of processes: each window goes to one of them. A
 * window that is not acknowledged goes to another when its lease ends, so reading is at least once; the identities of
 * {@link GatheredEvent} are the same each time, so storing can be exactly once.
 *
 * <p>Thread-safety: all methods may be called by any thread; one claims at a time. One daemon thread extends leases.
 */
public final class EventSource implements DeliverySource<EventWindow> {
    private final StreamClaimer<EventWindow> claimer;

    private EventSource(StreamClaimer<EventWindow> claimer) {
        this.claimer = claimer;
    }

    /**
     * Connects to Redis. Blocks, bounded by the connect timeout.
     *
     * @param config of {@link ReaderSettings#ALL}
     * @param status told of what is worth a warning, e.g. a Redis that may evict events
     * @throws dev.centralog.CentralogException if Redis can't be reached, refuses us, or is too old; the message says
     *     which and names the setting
     */
    public static EventSource open(CentralogConfig config, StatusListener status) {
        return connected(config, null, status);
    }

    /**
     * As {@link #open(CentralogConfig, StatusListener)}, over a connection of the application's own client.
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
     * Seals the earliest window that is due and takes it, or takes over one whose lease has ended.
     *
     * @param wait how long to wait for one; zero: not at all
     * @return the window, or null if none became due in that time
     * @throws dev.centralog.CentralogException if Redis does not answer
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
    public void close() {
        claimer.close();
    }
}
