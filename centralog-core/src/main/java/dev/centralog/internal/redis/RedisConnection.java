// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.RedisAccess;
import dev.centralog.RedisRefusedException;
import dev.centralog.Settings;
import dev.centralog.internal.retry.ExponentialBackoff;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.time.OwnThread;
import dev.centralog.internal.time.SharedThreads;
import dev.centralog.lettuce.ExistingClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis: made when first needed, and kept up by Lettuce until it is closed.
 *
 * <p>Lettuce's defaults don't suit a logger: an unbounded queue, no time-out, commands kept while disconnected. So there is a
 * small queue, a time-out on every command, and rejection while disconnected. Commands that were under way when a connection
 * broke are sent again by Lettuce, maybe twice; the scripts tolerate that. A connection whose other end has disappeared
 * silently would stay for a quarter of an hour. So it is closed when only time-outs have come for some time, and Lettuce
 * makes another.
 *
 * <p>Thread-safety: connect and close by one thread; commands by any.
 */
public final class RedisConnection implements AutoCloseable {
    private static final int REQUEST_QUEUE = 1024;
    private static final long NOT_SILENT = Long.MIN_VALUE;
    private static final ExponentialBackoff RECONNECT =
            new ExponentialBackoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    /**
     * The command timeouts for which a connection may stay silent after a first time-out. More than one: a slow link is not a
     * dead one.
     */
    private static final int SILENT_TIMEOUTS = 2;

    private final Supplier<RedisURI> uri;
    private final String shownUri;
    private final Duration connectTimeout;
    private final Duration commandTimeout;
    private final SslOptions tls;
    private final @Nullable RedisClient existing;
    private @Nullable SharedClientThreads sharedThreads;
    private @Nullable RedisClient client;
    private @Nullable ClientResources resources;
    private @Nullable ScheduledTimer timer;
    private final AddressTurns turns = new AddressTurns();
    private volatile @Nullable StatefulRedisConnection<byte[], byte[]> connection;
    private final AtomicInteger reconnects = new AtomicInteger();
    private final AtomicBoolean leaving = new AtomicBoolean();
    private ServerInfo server = ServerInfo.UNKNOWN;
    private boolean isBare;
    private final AtomicReference<@Nullable Channel> channel = new AtomicReference<>();
    private final AtomicReference<@Nullable String> firstError = new AtomicReference<>();
    private final AtomicLong silentSinceNanos = new AtomicLong(NOT_SILENT);

    public RedisConnection(CentralogConfig config, @Nullable RedisAccess access) {
        connectTimeout = config.get(Settings.CONNECT_TIMEOUT);
        commandTimeout = config.get(Settings.COMMAND_TIMEOUT);
        tls = Tls.options(config);
        if (access != null) {
            ExistingClient given = KnownAccess.of(access);
            existing = given.client();
            uri = () -> RedisURI.builder(given.uri()).build(); // a copy, as a time-out is set on it
            shownUri = given.uri().getHost() + ":" + given.uri().getPort();
        } else {
            Settings.check(config);
            existing = null;
            uri = () -> RedisAddress.of(config);
            shownUri = "'" + Settings.REDIS.shown(config.get(Settings.REDIS)) + "'";
        }
    }

    /**
     * Connects if it is not connected. If the server hangs up on the first attempt, a second one sends as few commands as
     * possible: there may be a proxy that knows few.
     *
     * @throws CentralogException if that fails; it says in one line what is wrong, without passwords
     */
    public void connect() {
        if (connection != null) {
            return;
        }
        isBare = false;
        try {
            connectAnew();
        } catch (CentralogException e) {
            if (existing != null || !RedisErrors.isHangUp(e)) {
                throw e;
            }
            isBare = true;
            try {
                connectAnew();
            } catch (CentralogException ignored) {
                isBare = false;
                throw e; // the first failure says more
            }
        }
    }

    private void connectAnew() {
        StatefulRedisConnection<byte[], byte[]> made = null;
        try {
            RedisURI address = uri.get();
            address.setTimeout(connectTimeout);
            if (isBare) {
                leaveOutNames(address);
            }
            made = connectToAny(address);
            made.setTimeout(commandTimeout);
            server = isBare ? ServerInfo.UNKNOWN : info(made);
            server.requireSupported();
            made.addListener(new Reconnects(reconnects, leaving)); // for later ones: this connection is made
            connection = made;
        } catch (RuntimeException e) {
            if (made != null) {
                quietly(made.closeAsync());
            }
            if (e instanceof CentralogException known && known.getCause() == null) {
                throw known;
            }
            String why = e instanceof CentralogException ? e.getMessage() : RedisErrors.explain(e);
            String message = "can't connect to Redis at " + shownUri + ": " + why;
            throw RedisErrors.isRefusal(e) ? new RedisRefusedException(message, e) : new CentralogException(message, e);
        }
    }

    /** Makes one attempt, which goes through the addresses of the name as long as there is time. */
    private StatefulRedisConnection<byte[], byte[]> connectToAny(RedisURI address) {
        long beganNanos = Clock.system().nanos();
        int more = Integer.MAX_VALUE;
        while (true) {
            try {
                firstError.set(null);
                return await(
                        client().connectAsync(ByteArrayCodec.INSTANCE, address).toCompletableFuture(),
                        connectTimeout.plusSeconds(1),
                        failure -> RedisErrors.explainConnecting(failure, firstError.get(), address.isSsl()));
            } catch (CentralogException e) {
                more = Math.min(more - 1, turns.untried());
                long tookNanos = Clock.system().nanos() - beganNanos;
                if (more < 0
                        || turns.untried() == 0
                        || RedisErrors.isRefusal(e)
                        || tookNanos >= connectTimeout.toNanos()) {
                    throw e;
                }
            }
        }
    }

    /** Removes the client's names from an address: some proxies hang up at commands that they do not know. */
    private static void leaveOutNames(RedisURI address) {
        address.setClientName(null);
        address.setLibraryName("");
        address.setLibraryVersion("");
    }

    private RedisClient client() {
        if (existing != null) {
            if (sharedThreads == null) {
                sharedThreads = new SharedClientThreads();
                existing.addListener(sharedThreads);
            }
            return existing;
        }
        if (client == null) {
            timer = new ScheduledTimer();
            resources = DefaultClientResources.builder()
                    .timer(timer)
                    .ioThreadPoolSize(2) // Lettuce's minimum
                    .computationThreadPoolSize(2)
                    .threadFactoryProvider(OwnThread::factory)
                    .nettyCustomizer(new Watching(channel, firstError))
                    .addressResolverGroup(new AnyAddressResolverGroup(turns))
                    .reconnectDelay(new ReconnectDelay())
                    .build();
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
        return client;
    }

    /** The listener to the connections of a shared client, called by the threads that serve them. */
    private static final class SharedClientThreads implements RedisConnectionStateListener {
        @Override
        public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
            SharedThreads.addCurrent();
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

    /**
     * Notes the end of a command: {@code trouble} is null for a reply, and an error reply is a sign of life, too. A
     * connection that is silent, or leads to a replica, is made anew.
     */
    void heard(@Nullable Throwable trouble) {
        if (trouble != null && RedisErrors.isReadOnly(trouble)) {
            leaveReplica();
        }
        boolean isTimeout = trouble instanceof RedisCommandTimeoutException;
        if (!isTimeout) {
            silentSinceNanos.set(NOT_SILENT);
            return;
        }
        long now = Clock.system().nanos();
        boolean isFirst = silentSinceNanos.compareAndSet(NOT_SILENT, now);
        long silentNanos = now - silentSinceNanos.get();
        Channel current = channel.get();
        if (!isFirst && silentNanos >= SILENT_TIMEOUTS * commandTimeout.toNanos() && current != null) {
            silentSinceNanos.set(NOT_SILENT);
            var unused = current.close();
        }
    }

    /**
     * Makes Lettuce connect anew, as this server has become a replica: its address may be another server's by now. Does not
     * block.
     */
    private void leaveReplica() {
        StatefulRedisConnection<byte[], byte[]> current = connection;
        if (current != null && leaving.compareAndSet(false, true)) {
            var unused = current.async().quit();
        }
    }

    private ServerInfo info(StatefulRedisConnection<byte[], byte[]> made) {
        String text = infoText(made);
        return text == null ? ServerInfo.UNKNOWN : ServerInfo.parse(text);
    }

    /** Returns the text of INFO; null if the user may not ask, or the command is unknown. */
    private @Nullable String infoText(StatefulRedisConnection<byte[], byte[]> made) {
        try {
            return await(made.async().info(), commandTimeout);
        } catch (CentralogException e) {
            if (RedisErrors.isNoPermission(e) || RedisErrors.isUnknownCommand(e)) {
                return null;
            }
            throw e;
        }
    }

    /** Returns how often the connection was made anew since {@link #connect}, maybe to another server. */
    int reconnects() {
        return reconnects.get();
    }

    private record Reconnects(AtomicInteger count, AtomicBoolean leaving) implements RedisConnectionStateListener {
        @Override
        public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
            count.incrementAndGet();
            leaving.set(false);
        }
    }

    /** Returns the data of the server as of when it was connected to. */
    public ServerInfo server() {
        return server;
    }

    /** Asks the server for its data as of now; blocks, bounded by the command timeout. */
    public ServerInfo askServer() {
        return isBare ? ServerInfo.UNKNOWN : info(connected());
    }

    /** Whether only commands for scripts and keys may be sent: something in front of Redis hangs up at all others. */
    public boolean isBare() {
        return isBare;
    }

    /** Asks the server for its state as of now, for those who operate it; blocks, bounded by the command timeout. */
    public ServerState state() {
        String text = isBare ? null : infoText(connected());
        return text == null ? ServerState.UNKNOWN : ServerState.parse(text);
    }

    /** Returns the commands of the connection. */
    public RedisAsyncCommands<byte[], byte[]> commands() {
        return connected().async();
    }

    private StatefulRedisConnection<byte[], byte[]> connected() {
        if (connection == null) {
            throw new CentralogException("not connected to Redis at " + shownUri);
        }
        return connection;
    }

    /**
     * Sends the commands that {@code calls} makes at once, in one packet; commands of other threads meanwhile are sent with
     * them.
     */
    public <T> T together(Function<RedisAsyncCommands<byte[], byte[]>, T> calls) {
        StatefulRedisConnection<byte[], byte[]> current = connected();
        current.setAutoFlushCommands(false);
        try {
            return calls.apply(current.async());
        } finally {
            current.setAutoFlushCommands(true); // before the flush, or what is called in between would stay
            current.flushCommands();
        }
    }

    /** Returns the reply to a command; blocks, bounded by the command timeout. */
    public <T> T answer(Future<T> command) {
        try {
            // Lettuce's own time-out should come first: it says more.
            T answer = await(command, commandTimeout.plusMillis(200));
            heard(null);
            return answer;
        } catch (CentralogException e) {
            heard(e.getCause());
            throw RedisErrors.isOfCluster(e)
                    ? new RedisRefusedException("can't use the Redis at " + shownUri + ": " + e.getMessage(), e)
                    : e;
        }
    }

    private static <T> T await(Future<T> future, Duration timeout) {
        return await(future, timeout, RedisErrors::explain);
    }

    private static <T> T await(Future<T> future, Duration timeout, Function<Throwable, String> explain) {
        try {
            return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new CentralogException(explain.apply(cause), cause);
        } catch (TimeoutException e) {
            TimeoutException told = new TimeoutException("no answer within " + timeout.toMillis() + " ms");
            throw new CentralogException(explain.apply(told), e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CentralogException("interrupted while waiting for Redis", interrupted);
        }
    }

    /** Returns the UTF-8 bytes of a number or name, as scripts take them. */
    public static byte[] bytes(Object value) {
        return value.toString().getBytes(UTF_8);
    }

    @Override
    public void close() {
        if (connection != null) {
            quietly(connection.closeAsync());
            connection = null;
        }
        if (existing != null && sharedThreads != null) {
            existing.removeListener(sharedThreads);
            sharedThreads = null;
        }
        if (client != null) {
            ClientClasses.loadForTheEnd();
            quietly(client.shutdownAsync(0, 1, TimeUnit.SECONDS));
            client = null;
        }
        if (resources != null) {
            quietly(resources.shutdown(0, 1, TimeUnit.SECONDS));
            resources = null;
        }
        if (timer != null) {
            timer.stop(); // given to Lettuce, so not ended by it
            timer = null;
        }
    }

    private static void quietly(Future<?> shutdown) {
        try {
            shutdown.get(2, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException ignored) {
            // It ends by itself: all its threads are daemons.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns a future that has failed already. */
    static <T> CompletableFuture<T> failed(RuntimeException trouble) {
        return CompletableFuture.failedFuture(trouble);
    }
}
