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
 * <p>Reading is at least once. Events come from whole sealed windows; a window is acknowledged, and so deleted from
 * Redis, by the call of {@link #next} that follows its last event: that call says that the caller is done with all of
 * them. Until then its lease is extended in the background. A reader that dies or is closed in the middle of a window
 * leaves it to another reader, which gets all its events again, with the same identities
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
    private final EventSource source;
    private final Deque<GatheredEvent> ready = new ArrayDeque<>();
    private Iterator<EventWindow.Content> parts = Collections.emptyIterator();
    private @Nullable EventWindow current;

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
            finishWindow();
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

    private <T> T reading(EventWindow window, Supplier<T> read) {
        try {
            return read.get();
        } catch (CentralogException e) {
            current = null; // never acknowledged by us: what was not read must not be deleted
            window.release();
            throw e;
        }
    }

    private void finishWindow() {
        EventWindow done = current;
        if (done != null) {
            done.acknowledge();
            current = null;
        }
    }

    /** Leaves the window in the middle of which it stands to another reader, and disconnects. */
    @Override
    public void close() {
        source.close();
    }
}
