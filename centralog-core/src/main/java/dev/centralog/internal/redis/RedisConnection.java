// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.RedisAccess;
import dev.centralog.RedisRefusedException;
import dev.centralog.Settings;
import dev.centralog.internal.time.Clock;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis: made when first needed, and kept up by Lettuce until it is closed.
 *
 * <p>Commands that were under way when a connection broke are sent again by Lettuce, maybe twice; the scripts tolerate that. A connection whose other end has disappeared
 * silently would stay for a quarter of an hour. So it is closed when only time-outs have come for some time, and Lettuce
 * makes another.
 *
 * <p>Thread-safety: connect and close by one thread; commands by any.
 */
public final class RedisConnection implements AutoCloseable {
    private static final long NOT_SILENT = Long.MIN_VALUE;

    /**
     * The command timeouts for which a connection may stay silent after a first time-out. More than one: a slow link is not a
     * dead one.
     */
    private static final int SILENT_TIMEOUTS = 2;

    private final Dialer dialer;
    private final Duration commandTimeout;
    private volatile @Nullable StatefulRedisConnection<byte[], byte[]> connection;
    private final AtomicInteger reconnects = new AtomicInteger();
    private final AtomicBoolean leaving = new AtomicBoolean();
    private final AtomicLong silentSinceNanos = new AtomicLong(NOT_SILENT);

    /**
     * Makes one that is not connected.
     *
     * @param leadingKey a key of a hash; in a cluster the connection leads to the node that has it
     */
    public RedisConnection(CentralogConfig config, @Nullable RedisAccess access, byte[] leadingKey) {
        this(new Dialer(config, access, leadingKey), config.get(Settings.COMMAND_TIMEOUT));
    }

    private RedisConnection(Dialer dialer, Duration commandTimeout) {
        this.dialer = dialer;
        this.commandTimeout = commandTimeout;
    }

    /**
     * Connects if it is not connected. Blocks, bounded by the connect timeout.
     *
     * @throws CentralogException if that fails; it says in one line what is wrong, without passwords
     */
    public void connect() {
        if (connection == null) {
            StatefulRedisConnection<byte[], byte[]> made = dialer.dial();
            leaving.set(false);
            silentSinceNanos.set(NOT_SILENT);
            made.addListener(new Reconnects()); // for later ones: this connection is made
            connection = made;
        }
    }

    /**
     * Leads to other keys: in a cluster, to the node that has them. Elsewhere there is nothing to do. Blocks, as
     * {@link #connect} does.
     */
    void leadTo(byte[] key) {
        dialer.leadTo(key);
        if (isOfCluster()) {
            disconnect();
            connect();
        }
    }

    /** Whether it leads to a node of a cluster, which has the leading key and maybe no others. */
    public boolean isOfCluster() {
        return dialer.isOfCluster();
    }

    /**
     * Returns a connection, not made yet, to each primary of the cluster, as of when this one was made last; none if they are not
     * known, or if it is no cluster.
     */
    public List<RedisConnection> toPrimaries() {
        return dialer.toPrimaries().stream()
                .map(each -> new RedisConnection(each, commandTimeout))
                .toList();
    }

    /** Returns those of the owners whose hash the server has; all, if it is no node of a cluster. Blocks. */
    public <T> List<T> having(List<T> owners, Function<T, byte[]> hash) {
        if (!isOfCluster()) {
            return List.copyOf(owners);
        }
        List<RedisFuture<byte[]>> asked = together(commands -> owners.stream()
                .map(each -> commands.hget(hash.apply(each), Book.REDIS_ID))
                .toList());
        return IntStream.range(0, asked.size())
                .filter(i -> !isMoved(asked.get(i)))
                .mapToObj(owners::get)
                .toList();
    }

    private boolean isMoved(RedisFuture<?> reply) {
        try {
            await(reply);
            return false;
        } catch (CentralogException e) {
            if (!(e.getCause() instanceof RedisCommandExecutionException)) {
                throw e; // it has not replied
            }
            return RedisErrors.isMoved(e);
        }
    }

    /** Returns the number of a cluster's primaries, as of when it was connected to; 1 if that is not known, or no cluster. */
    int primaries() {
        return Math.max(1, dialer.primaries());
    }

    /**
     * Notes the end of a command: {@code trouble} is null for a reply, and an error reply is a sign of life, too. A
     * connection that is silent, or leads to a replica or to a node whose keys have moved, is made anew.
     */
    void heard(@Nullable Throwable trouble) {
        if (dialer.heard(trouble)) {
            leaveServer();
        }
        boolean isTimeout = trouble instanceof RedisCommandTimeoutException;
        if (!isTimeout) {
            silentSinceNanos.set(NOT_SILENT);
            return;
        }
        long now = Clock.system().nanos();
        boolean isFirst = silentSinceNanos.compareAndSet(NOT_SILENT, now);
        long silentNanos = now - silentSinceNanos.get();
        if (!isFirst && silentNanos >= SILENT_TIMEOUTS * commandTimeout.toNanos()) {
            silentSinceNanos.set(NOT_SILENT);
            dialer.disconnect();
        }
    }

    /**
     * Makes Lettuce connect anew, as this server has become a replica, so that its address may be another server's by now, or
     * has none of the keys any more. Does not block.
     */
    private void leaveServer() {
        StatefulRedisConnection<byte[], byte[]> current = connection;
        if (current != null && leaving.compareAndSet(false, true)) {
            var unused = current.async().quit();
        }
    }

    /** Returns how often the connection was made anew since {@link #connect}, maybe to another server. */
    int reconnects() {
        return reconnects.get();
    }

    private final class Reconnects implements RedisConnectionStateListener {
        @Override
        public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
            reconnects.incrementAndGet();
            StatefulRedisConnection<byte[], byte[]> current = RedisConnection.this.connection;
            dialer.reconnected(current);
            leaving.set(false);
        }
    }

    /** Returns the data of the server as of when it was connected to. */
    public ServerInfo server() {
        return dialer.server();
    }

    /** Asks the server for its data as of now; blocks, bounded by the command timeout. */
    public ServerInfo askServer() {
        return isBare() ? ServerInfo.UNKNOWN : dialer.info(connected());
    }

    /** Whether only commands for scripts and keys may be sent: something in front of Redis hangs up at all others. */
    public boolean isBare() {
        return dialer.isBare();
    }

    /** Asks the server for its state as of now, for those who operate it; blocks, bounded by the command timeout. */
    public ServerState state() {
        String text = isBare() ? null : dialer.infoText(connected());
        return text == null ? ServerState.UNKNOWN : ServerState.parse(text);
    }

    /** Returns the commands of the connection. */
    public RedisAsyncCommands<byte[], byte[]> commands() {
        return connected().async();
    }

    private StatefulRedisConnection<byte[], byte[]> connected() {
        StatefulRedisConnection<byte[], byte[]> current = connection;
        if (current == null) {
            throw new CentralogException("not connected to Redis at " + dialer.shownUri());
        }
        return current;
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
            T answer = await(command);
            heard(null);
            return answer;
        } catch (CentralogException e) {
            heard(e.getCause());
            throw dialer.isOfExistingClient() && RedisErrors.isMoved(e)
                    ? new RedisRefusedException(
                            "can't use the Redis at " + dialer.shownUri() + ": " + e.getMessage(), e)
                    : e;
        }
    }

    private <T> T await(Future<T> command) {
        // Lettuce's own time-out should come first: it says more.
        return Replies.await(command, commandTimeout.plusMillis(200));
    }

    /** Returns the UTF-8 bytes of a number or name, as scripts take them. */
    public static byte[] bytes(Object value) {
        return value.toString().getBytes(UTF_8);
    }

    @Override
    public void close() {
        disconnect();
        dialer.close();
    }

    private void disconnect() {
        if (connection != null) {
            Replies.quietly(connection.closeAsync());
            connection = null;
        }
    }

    /** Returns a future that has failed already. */
    static <T> CompletableFuture<T> failed(RuntimeException trouble) {
        return CompletableFuture.failedFuture(trouble);
    }
}
