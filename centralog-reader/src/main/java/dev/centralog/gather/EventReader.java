// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.RedisAccess;
import dev.centralog.StatusListener;
import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A reader that returns one event at a time, for custom code: the published algorithm's {@code getEvent()}.
 *
 * <p>Reading is at least once. Only a call of {@link #acknowledge} says that the caller is done with all events that
 * {@link #next} has returned. Events come from whole sealed windows, and a window is deleted from Redis as a whole: by the
 * first call of {@code acknowledge} after its last event. Until then its lease is extended in the background. When a reader
 * dies or is closed, another reader gets again all windows that were not acknowledged, whole and with the same identities
 * ({@link GatheredEvent#windowStart}, {@link GatheredEvent#groupId}, {@link GatheredEvent#delivery}).
 *
 * <p>Two readers, or a reader beside a gatherer daemon, share the stream: each window goes to one of them. For a copy of
 * its own, a reader needs a stream of its own: another {@code keyPrefix}.
 *
 * <p>A payload that can't be read comes as an event with no message and {@link GatheredEvent.Flag#UNREADABLE}; producers'
 * drop reports are not events and are passed over. To get the unreadable bytes or the drop reports, use an {@link EventSource}.
 *
 * <p>Thread-safety: none; one thread at a time.
 */
public final class EventReader implements AutoCloseable {
    /** The highest number of windows that may be returned and not acknowledged. */
    static final int MOST_HELD = 1000;

    private final EventSource source;
    private final Deque<GatheredEvent> ready = new ArrayDeque<>();
    private Iterator<EventWindow.Content> parts = Collections.emptyIterator();
    private @Nullable EventWindow current;

    /** The windows of which all events were returned, and that are not acknowledged. */
    private final Deque<EventWindow> returned = new ArrayDeque<>();

    private EventReader(EventSource source) {
        this.source = source;
    }

    /**
     * Connects to Redis and returns a reader. Blocks and throws as {@link EventSource#open(CentralogConfig, StatusListener)}
     * does; warnings go to standard error.
     */
    public static EventReader open(CentralogConfig config) {
        return new EventReader(EventSource.open(config, StatusListener.standardError()));
    }

    /** Does the same as {@link #open(CentralogConfig)}, over a connection of the application's own client. */
    public static EventReader open(CentralogConfig config, RedisAccess access) {
        return new EventReader(EventSource.open(config, access, StatusListener.standardError()));
    }

    /**
     * Returns the next event in the order of time, with several partitions in Redis in that of each, and waits for one if none is
     * there. Blocks for up to {@code wait}, and in addition while Redis replies.
     *
     * @param wait the time to wait; zero: not at all
     * @return the event, or null if none came in that time
     * @throws dev.centralog.CentralogException if Redis is unavailable; call again later
     * @throws IllegalStateException if 1000 windows were returned and not acknowledged
     * @throws InterruptedException if the calling thread is interrupted
     */
    public @Nullable GatheredEvent next(Duration wait) throws InterruptedException {
        Clock clock = Clock.system();
        long start = clock.nanos();
        long limit = Clock.nanosOf(wait);
        while (ready.isEmpty()) {
            EventWindow begun = current;
            if (begun != null && parts.hasNext()) {
                ready.addAll(reading(begun, parts::next).events());
                continue;
            }
            endWindow();
            if (returned.size() >= MOST_HELD) {
                throw new IllegalStateException("the events of " + MOST_HELD
                        + " windows were returned but not acknowledged: call acknowledge() after processing them");
            }
            long left = Math.max(0, limit - (clock.nanos() - start));
            EventWindow claimed = source.claim(Duration.ofNanos(left));
            if (claimed == null) {
                return null;
            }
            parts = reading(claimed, () -> claimed.parts().iterator());
            current = claimed;
        }
        return ready.remove();
    }

    /**
     * Acknowledges all events that {@link #next} has returned: the caller is done with them. Windows of which all events were
     * returned are deleted from Redis. Of a window that was returned in part, nothing is deleted: it is acknowledged as a
     * whole, by a call after its last event. Blocks while Redis replies; if there is nothing to acknowledge, it returns at
     * once.
     *
     * @return false if another reader has taken over one of these windows meanwhile, because this process slept for longer than
     *     the lease; that reader gets its events again
     * @throws dev.centralog.CentralogException if Redis is unavailable; call again later
     */
    public boolean acknowledge() {
        if (ready.isEmpty() && !parts.hasNext()) {
            endWindow();
        }
        boolean wereOurs = true;
        for (EventWindow done = returned.peek(); done != null; done = returned.peek()) {
            wereOurs &= done.acknowledge();
            returned.remove();
        }
        return wereOurs;
    }

    private <T> T reading(EventWindow window, Supplier<T> read) {
        try {
            return read.get();
        } catch (CentralogException e) {
            current = null; // so that it is never acknowledged here: unread events must not be deleted
            window.release();
            throw e;
        }
    }

    private void endWindow() {
        EventWindow done = current;
        if (done != null) {
            returned.add(done);
            current = null;
        }
    }

    /** Disconnects; other readers get the windows that were not acknowledged, when their leases end. */
    @Override
    public void close() {
        source.close();
    }
}
