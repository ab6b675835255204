// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.internal.retry.ExponentialBackoff;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A client of Lettuce's for one connection, which it keeps up, on {@linkplain ClientThreads shared threads}.
 *
 * <p>Lettuce's defaults don't suit a logger: an unbounded queue, no time-out, commands kept while disconnected. So there is a
 * small queue, a time-out on every command, and rejection while disconnected.
 *
 * <p>Thread-safety: one thread makes and closes it; the rest by any.
 */
final class OwnClient implements AutoCloseable {
    private static final int REQUEST_QUEUE = 1024;
    private static final ExponentialBackoff RECONNECT =
            new ExponentialBackoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    private final ClientThreads threads = ClientThreads.acquire();
    private final AddressTurns turns = new AddressTurns();
    private final AnyAddressResolverGroup resolver = new AnyAddressResolverGroup(turns, threads::lookUp);
    private final AtomicReference<@Nullable Channel> channel = new AtomicReference<>();
    private final AtomicReference<@Nullable String> firstError = new AtomicReference<>();
    private final ClientResources resources;
    private final RedisClient client;

    /**
     * Makes one.
     *
     * @param route gives the server for each attempt to connect; null if the address of an attempt does
     */
    OwnClient(SslOptions tls, Duration connectTimeout, Duration commandTimeout, @Nullable Route route) {
        ClientResources.Builder builder = threads.give(DefaultClientResources.builder())
                .nettyCustomizer(new Watching(channel, firstError))
                .addressResolverGroup(resolver)
                .reconnectDelay(new ReconnectDelay());
        if (route != null) {
            builder.socketAddressResolver(route.resolver());
        }
        resources = builder.build();
        client = new LeanClient(resources);
        ClientOptions.Builder options = ClientOptions.builder()
                .protocolVersion(ProtocolVersion.RESP2) // has everything needed, and proxies know no other
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(REQUEST_QUEUE)
                .sslOptions(tls)
                .timeoutOptions(TimeoutOptions.enabled(commandTimeout))
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(connectTimeout)
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build());
        MaintenanceNotices.leaveOut(options);
        client.setOptions(options.build());
    }

    RedisClient client() {
        return client;
    }

    /** Returns how many of the addresses of the server's name were not tried yet. */
    int untriedAddresses() {
        return turns.untried();
    }

    /** Returns the error reply that the connection began with; null if there was none. */
    @Nullable
    String firstError() {
        return firstError.get();
    }

    void forgetFirstError() {
        firstError.set(null);
    }

    /** Closes the connection, so that Lettuce makes another one. */
    void disconnect() {
        Channel current = channel.get();
        if (current != null) {
            var unused = current.close();
        }
    }

    /** Closes the connection for good. Waits up to two seconds for each part. */
    @Override
    public void close() {
        try {
            ClientClasses.loadForTheEnd();
            Replies.quietly(client.shutdownAsync(0, 1, TimeUnit.SECONDS));
            Replies.quietly(resources.shutdown(0, 1, TimeUnit.SECONDS));
            resolver.close(); // or the shared threads would keep it
        } finally {
            threads.release();
        }
    }

    private static final class ReconnectDelay extends Delay {
        @Override
        public Duration createDelay(long attempt) {
            return Duration.ofNanos(RECONNECT.pauseNanos(attempt));
        }
    }

    /** A customizer that notes the connection's channel, each time it is made, and the error reply that it begins with. */
    private record Watching(AtomicReference<@Nullable Channel> channel, AtomicReference<@Nullable String> firstError)
            implements NettyCustomizer {
        /*
         * The buffers are on the heap, and not pooled: in an application server, a pool's thread-locals outlive the
         * application, and were freed by classes of an application that was undeployed. What is sent was copied anyhow, a few
         * times a second.
         */
        @Override
        public void afterBootstrapInitialized(Bootstrap bootstrap) {
            bootstrap.option(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(false));
        }

        @Override
        public void afterChannelInitialized(Channel made) {
            channel.set(made);
            FirstReply.of(made, firstError);
        }
    }
}
