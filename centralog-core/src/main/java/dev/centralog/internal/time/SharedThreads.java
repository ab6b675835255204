// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.time;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The threads of Redis clients that applications share with us, on which their connections and ours are served. What the
 * client's libraries log there may be ours, and would have us ship, and them log, for ever; so it counts as ours.
 *
 * <p>Thread-safety: any thread.
 */
public final class SharedThreads {
    /** The packages of the client. In the self-contained jars they are relocated with the classes. */
    private static final String[] LIBRARIES = {"io.lettuce.", "io.netty.", "reactor."};

    /** The names of the threads of such clients, as many as they have. */
    private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

    private SharedThreads() {}

    /** The calling thread serves connections of a client that is shared with us. */
    public static void addCurrent() {
        NAMES.add(Thread.currentThread().getName());
    }

    /** Whether a line of that logger, logged by a thread of that name, may be of our connections on a shared client. */
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
