// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.time;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The threads of Redis clients that applications share with us; they serve the application's connections and ours. An
 * event that the client's libraries log there may be about our connections. Shipping it would make them log again,
 * without end, so it counts as our own.
 *
 * <p>Thread-safety: any thread.
 */
public final class SharedThreads {
    /** The packages of the client. In the self-contained jars they are relocated together with the classes. */
    private static final String[] LIBRARIES = {"io.lettuce.", "io.netty.", "reactor."};

    /** The names of such clients' threads, at most as many as the clients have. */
    private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

    private SharedThreads() {}

    /** Adds the calling thread, which serves connections of a client that is shared with us. */
    public static void addCurrent() {
        NAMES.add(Thread.currentThread().getName());
    }

    /** Whether an event of that logger and that thread may be about our connections on a shared client. */
    public static boolean mayBeOurs(@Nullable String logger, @Nullable String thread) {
        return logger != null && thread != null && NAMES.contains(thread) && isOfLibrary(logger);
    }

    private static boolean isOfLibrary(String logger) {
        for (String library : LIBRARIES) {
            if (logger.startsWith(library)) {
                return true;
            }
        }
        return false;
    }
}
