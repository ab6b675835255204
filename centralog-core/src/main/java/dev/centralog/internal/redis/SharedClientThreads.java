// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The threads of clients that applications share with us, on which their connections and ours are served. What the client's
 * libraries log there may be ours, and would have us ship, and them log, for ever; so it counts as ours.
 *
 * <p>Thread-safety: any thread.
 */
public final class SharedClientThreads implements RedisConnectionStateListener {
    /** In the self-contained jars these names are relocated with the classes, and mean the relocated ones alone. */
    private static final String[] LIBRARIES = {"io.lettuce.", "io.netty.", "reactor."};

    /** As many as such clients have threads. */
    private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

    SharedClientThreads() {}

    /** Called by the thread that serves the connection. */
    @Override
    public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
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
