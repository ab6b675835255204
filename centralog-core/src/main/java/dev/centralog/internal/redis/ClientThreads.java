// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.internal.time.OwnThread;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.ThreadFactoryProvider;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of all Redis clients of this class loader: they begin with the first client, and end with the last one. A reader
 * has a client for each partition; with threads of its own each, 256 partitions would need some thousand.
 *
 * <p>Thread-safety: any thread.
 */
final class ClientThreads {
    private static final int COUNT = 2; // Lettuce's minimum
    private static final ThreadFactoryProvider OWN = OwnThread::factory;

    private static @Nullable ClientThreads current;

    private final DefaultEventLoopGroupProvider loops = new DefaultEventLoopGroupProvider(COUNT, OWN);
    private final DefaultEventExecutorGroup executors =
            new DefaultEventExecutorGroup(COUNT, OWN.getThreadFactory("lettuce-eventExecutorLoop"));
    private final ScheduledTimer timer = new ScheduledTimer();
    private int clients;

    private ClientThreads() {}

    /** Returns the threads for one more client; to be {@linkplain #release released} with it. */
    static ClientThreads acquire() {
        synchronized (ClientThreads.class) {
            if (current == null) {
                current = new ClientThreads();
            }
            current.clients++;
            return current;
        }
    }

    /** Makes a client use these threads. */
    ClientResources.Builder give(ClientResources.Builder to) {
        return to.eventLoopGroupProvider(loops).eventExecutorGroup(executors).timer(timer);
    }

    /** Notes the end of a client. That of the last one ends the threads; waits up to two seconds for them. */
    void release() {
        synchronized (ClientThreads.class) {
            clients--;
            if (clients > 0) {
                return;
            }
            current = null;
        }
        Replies.quietly(loops.shutdown(0, 1, TimeUnit.SECONDS));
        Replies.quietly(executors.shutdownGracefully(0, 1, TimeUnit.SECONDS));
        timer.stop();
    }
}
