// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.StatusListener;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A filter for the messages of the streams: it drops a message that another stream has reported within the last minute. The
 * streams share one Redis and one database, and so report the same about them.
 *
 * <p>Thread-safety: any thread.
 */
final class StreamsStatus {
    private static final long JUST_BEFORE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST_KEPT = 100;

    private final StatusListener listener;
    private final LongSupplier nanos;
    private final Map<String, Said> said = new LinkedHashMap<>();
    private int streams;

    private record Said(int stream, long nanos) {}

    StreamsStatus(StatusListener listener, LongSupplier nanos) {
        this.listener = listener;
        this.nanos = nanos;
    }

    /** Returns a listener for one more stream. */
    synchronized StatusListener ofStream() {
        int stream = streams++;
        return (severity, message, cause) -> {
            if (isNews(stream, message)) {
                listener.say(severity, message, cause);
            }
        };
    }

    private synchronized boolean isNews(int stream, String message) {
        long now = nanos.getAsLong();
        Said last = said.get(message);
        if (last != null && last.stream != stream && now - last.nanos < JUST_BEFORE_NANOS) {
            return false;
        }
        said.remove(message);
        said.put(message, new Said(stream, now));
        if (said.size() > MOST_KEPT) {
            said.remove(said.keySet().iterator().next());
        }
        return true;
    }
}
