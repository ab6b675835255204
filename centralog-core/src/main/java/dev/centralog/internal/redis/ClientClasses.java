// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.internal.time.OwnThread;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The loading, on a second thread, of those classes of the Redis client that a new JVM needs late on its way to a connection:
 * reading and verifying some 1500 classes is most of what a short job waits for at its end.
 *
 * <p>The classes are linked, and not initialized: two threads that initialize classes in different orders may wait for each
 * other for ever.
 *
 * <p>Thread-safety: any thread.
 */
final class ClientClasses implements Runnable {
    /**
     * The names of the classes; those that are needed first come last. In the self-contained jars they are relocated with the
     * classes.
     */
    private static final String[] NAMES = {
        "io.lettuce.core.RedisCommandBuilder",
        "io.lettuce.core.RedisHandshake",
        "io.lettuce.core.protocol.CommandHandler",
        "io.lettuce.core.protocol.RedisStateMachine",
        "io.lettuce.core.protocol.CommandArgs",
        "io.lettuce.core.protocol.AsyncCommand",
        "io.lettuce.core.protocol.ConnectionWatchdog",
        "io.lettuce.core.protocol.RedisHandshakeHandler",
        "io.lettuce.core.protocol.CommandEncoder",
        "io.lettuce.core.output.NestedMultiOutput",
        "io.netty.handler.codec.MessageToByteEncoder",
        "io.netty.channel.socket.nio.NioSocketChannel",
        "io.netty.channel.nio.AbstractNioByteChannel",
        "io.netty.channel.nio.NioIoHandler",
        "io.netty.channel.DefaultChannelPipeline",
        "io.netty.channel.AbstractChannelHandlerContext",
        "io.netty.bootstrap.Bootstrap",
        "io.netty.buffer.UnpooledByteBufAllocator",
        "io.netty.buffer.UnpooledUnsafeHeapByteBuf",
        "io.netty.buffer.CompositeByteBuf",
        "io.netty.buffer.ByteBufUtil",
        "io.lettuce.core.RedisAsyncCommandsImpl",
        "io.lettuce.core.StatefulRedisConnectionImpl",
        "io.lettuce.core.protocol.DefaultEndpoint",
        "io.netty.channel.nio.NioEventLoopGroup",
        "io.netty.channel.SingleThreadIoEventLoop",
        "io.netty.util.HashedWheelTimer",
        "reactor.core.publisher.Flux",
    };

    /**
     * The classes that the finalizer of Netty's default pool of buffers needs. In an application server it runs after the
     * application was undeployed, when there is nothing to load them from.
     */
    private static final String[] OF_FINALIZER = {
        "io.netty.buffer.FreeChunkEvent", "io.netty.util.concurrent.ConcurrentSkipListIntObjMultimap$EntryIterator",
    };

    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private ClientClasses() {}

    /** Starts the loading, once a JVM. Returns at once. */
    static void load() {
        if (BEGUN.compareAndSet(false, true)) {
            OwnThread.create("loader", new ClientClasses()).start();
        }
    }

    /** Loads the classes that are needed when no class can be loaded any more; {@link OwnCopies} have no such pool. */
    static void loadForTheEnd() {
        if (!OwnCopies.areUsed()) {
            link(OF_FINALIZER);
        }
    }

    @Override
    public void run() {
        link(NAMES);
    }

    private static void link(String... names) {
        for (String name : names) {
            try {
                Class<?> loaded = Class.forName(name, false, ClientClasses.class.getClassLoader());
                var unused = loaded.getDeclaredConstructors(); // which links it
            } catch (ClassNotFoundException | LinkageError ignored) {
                // Another version of the client, or none: the code that needs it says so.
            }
        }
    }
}
