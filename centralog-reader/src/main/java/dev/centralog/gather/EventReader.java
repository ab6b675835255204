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
 * The next event, one at a time, for custom code: the published algorithm's {@code getEvent()}.
 *
 * <p>Reading is at least once. {@link #acknowledge} says that the caller is done with all that {@link #next} has returned;
 * nothing else does. Events come from whole sealed windows, and a window is deleted from Redis as a whole: by the call of
 * {@code acknowledge} that comes after its last event. Until then its lease is extended in the background. What a reader that
 * dies or is closed has not acknowledged, another reader gets again, whole windows with the same identities
 * ({@link GatheredEvent#windowStart}, {@link GatheredEvent#groupId}, {@link GatheredEvent#delivery}).
 *
 * <p>Two readers, or a reader beside a gatherer daemon, share the stream: each window goes to one of them. For a copy of
 * its own, a reader needs a stream of its own: another {@code keyPrefix}.
 *
 * <p>Payloads that can't be read come as events with no message and {@link GatheredEvent.Flag#UNREADABLE}; producers'
 * drop reports are not events and are passed over: who needs either takes an {@link EventSource}.
 *
 * <p>Thread-safety: none; one thread at a time.
 */
public final class EventReader implements AutoCloseable {
    /** The most windows that may be held without an acknowledgement. */
    static final int MOST_HELD = 1000;

    private final EventSource source;
    private final Deque<GatheredEvent> ready = new ArrayDeque<>();
    private Iterator<EventWindow.Content> parts = Collections.emptyIterator();
    private @Nullable EventWindow current;

    /** Whole windows that were returned, and are not acknowledged. */
    private final Deque<EventWindow> returned = new ArrayDeque<>();

    private EventReader(EventSource source) {
        this.source = source;
    }

    /** Connects to Redis; throws as {@link EventSource#open} does. */
    public static EventReader open(CentralogConfig config) {
        return new EventReader(EventSource.open(config, StatusListener.standardError()));
    }

    /** As {@link #open(CentralogConfig)}, over a connection of the application's own client. */
    public static EventReader open(CentralogConfig config, RedisAccess access) {
        return new EventReader(EventSource.open(config, access, StatusListener.standardError()));
    }

    /**
     * The next event in the order of time, waiting for one if need be.
     *
     * @param wait how long to wait; zero: not at all
     * @return the event, or null if none came in that time
     * @throws dev.centralog.CentralogException if Redis does not answer; call again later
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
                        + " windows were returned and are not acknowledged: call acknowledge() when done with them");
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
     * Says that the caller is done with all events that {@link #next} has returned. Windows of which all events were
     * returned are deleted from Redis; of one in the middle of which the reader stands, nothing is: it is acknowledged as a whole,
     * by a call after its last event. Blocks while Redis answers; without anything to acknowledge it returns at once.
     *
     * @return false if another reader has taken over one of these windows meanwhile, as this process slept for longer than
     *     the lease: its events come again there
     * @throws dev.centralog.CentralogException if Redis does not answer; call again later
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
            current = null; // never acknowledged by us: what was not read must not be deleted
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

    /** Leaves to other readers what was not acknowledged, and disconnects. */
    @Override
    public void close() {
        source.close();
    }
}
