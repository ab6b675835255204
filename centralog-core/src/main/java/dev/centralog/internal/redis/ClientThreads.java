// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.internal.time.OwnThread;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.lettuce.core.resource.ThreadFactoryProvider;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    private final Loops loops = new Loops();
    private final DefaultEventExecutorGroup executors =
            new DefaultEventExecutorGroup(COUNT, OWN.getThreadFactory("lettuce-eventExecutorLoop"));
    private final ScheduledTimer timer = new ScheduledTimer();
    private final ExecutorService lookUps = Executors.newCachedThreadPool(OwnThread.sameNamed("look-up"));
    private int clients;

    private ClientThreads() {}

    /**
     * The threads that serve the connections. Lettuce's own provider ends them when no client uses them for a moment, also while
     * another client is about to; so one use more than there are is noted.
     */
    private static final class Loops implements EventLoopGroupProvider {
        private final EventLoopGroupProvider provider = new DefaultEventLoopGroupProvider(COUNT, OWN);
        private final Set<Class<?>> kept = new HashSet<>();

        @Override
        public synchronized <T extends EventLoopGroup> T allocate(Class<T> type) {
            if (kept.add(type)) {
                var unused = provider.allocate(type);
            }
            return provider.allocate(type);
        }

        @Override
        public int threadPoolSize() {
            return COUNT;
        }

        @Override
        public Future<Boolean> release(EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
            return provider.release(group, quietPeriod, timeout, unit);
        }

        @Override
        public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
            return provider.shutdown(quietPeriod, timeout, unit);
        }
    }

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

    /** Runs a look-up of a name, which may block. */
    void lookUp(Runnable work) {
        lookUps.execute(work);
    }

    /** Notes the end of a client. That of the last one ends the threads; waits up to two seconds for each kind of them. */
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
        lookUps.shutdownNow();
    }
}
