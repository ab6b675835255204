// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.status;

import dev.centralog.StatusListener;
import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A listener's front that limits the rate of our own messages: the first three of each kind, then at most one in five
 * minutes, like Log4j2's default error handler.
 *
 * <p>Thread-safety: any thread. An exception of the listener is swallowed: a log call must not fail because of a
 * message about it.
 */
public final class RateLimitedStatus {
    private static final int AT_FIRST = 3;
    private static final long INTERVAL_NANOS = Duration.ofMinutes(5).toNanos();

    private final StatusListener listener;
    private final Clock clock;
    private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

    private record Kind(long said, long lastNanos, long suppressed) {}

    public RateLimitedStatus(StatusListener listener, Clock clock) {
        this.listener = listener;
        this.clock = clock;
    }

    /** Passes a message on without a limit. */
    public void say(StatusListener.Severity severity, String message) {
        pass(severity, message, null);
    }

    /** Passes a message on unless the limit of its kind is reached; returns whether it was passed on. */
    public boolean warn(String kind, String message, @Nullable Throwable cause) {
        long now = clock.nanos();
        Kind before = kinds.getOrDefault(kind, new Kind(0, 0, 0));
        if (before.said >= AT_FIRST && now - before.lastNanos < INTERVAL_NANOS) {
            kinds.put(kind, new Kind(before.said, before.lastNanos, before.suppressed + 1));
            return false;
        }
        kinds.put(kind, new Kind(before.said + 1, now, 0));
        String more = before.suppressed == 0
                ? ""
                : " (" + before.suppressed + " more messages of this kind were left out since the last one)";
        pass(StatusListener.Severity.WARN, message + more, cause);
        return true;
    }

    private void pass(StatusListener.Severity severity, String message, @Nullable Throwable cause) {
        try {
            listener.say(severity, message, cause);
        } catch (Throwable ignored) {
            // There is no other place to report it.
        }
    }
}
