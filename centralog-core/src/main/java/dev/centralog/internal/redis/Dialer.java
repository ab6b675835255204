// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.RedisAccess;
import dev.centralog.RedisRefusedException;
import dev.centralog.Settings;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.time.SharedThreads;
import dev.centralog.lettuce.ExistingClient;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The maker of connections to Redis, by Lettuce, which keeps them up until they are closed: to the server that has the keys.
 *
 * <p>Thread-safety: one thread connects and closes; {@link #disconnect}, {@link #heard} by any.
 */
final class Dialer implements AutoCloseable {
    /** The most nodes of a cluster that one attempt follows, as each may refer to another one. */
    private static final int MOST_REFERRALS = 5;

    private final Supplier<RedisAddress> address;
    private final String shownUri;
    private final Duration connectTimeout;
    private final Duration commandTimeout;
    private final SslOptions tls;
    private final @Nullable RedisClient existing;
    private final KeySpace keys;
    private byte @Nullable [] leadingKey;
    private volatile @Nullable Route route;
    private @Nullable SharedClientThreads sharedThreads;
    private final Map<Route.Node, CentralogException> unreachable = new HashMap<>();
    private ServerInfo server = ServerInfo.UNKNOWN;
    private volatile ClusterLayout layout = ClusterLayout.UNKNOWN;
    private boolean isBare;
    private volatile @Nullable OwnClient own;

    /**
     * Makes one.
     *
     * @param leadingKey a key of a hash; in a cluster a connection leads to the node that has it
     */
    Dialer(CentralogConfig config, @Nullable RedisAccess access, byte[] leadingKey) {
        this.leadingKey = leadingKey.clone();
        keys = new KeySpace(config.get(Settings.KEY_PREFIX), 0);
        connectTimeout = config.get(Settings.CONNECT_TIMEOUT);
        commandTimeout = config.get(Settings.COMMAND_TIMEOUT);
        tls = Tls.options(config);
        if (access != null) {
            ExistingClient given = KnownAccess.of(access);
            existing = given.client();
            address =
                    () -> // a copy, as a time-out is set on it
                    new RedisAddress(RedisURI.builder(given.uri()).build(), List.of());
            shownUri = given.uri().getHost() + ":" + given.uri().getPort();
        } else {
            Settings.check(config);
            existing = null;
            address = () -> RedisAddress.of(config);
            shownUri = "'" + Settings.REDIS.shown(config.get(Settings.REDIS)) + "'";
        }
    }

    /** Makes one like another one, that leads to one node of a cluster, whatever keys are there. */
    private Dialer(Dialer other, Route.Node node) {
        connectTimeout = other.connectTimeout;
        commandTimeout = other.commandTimeout;
        tls = other.tls;
        keys = other.keys;
        existing = null;
        address = other.address;
        shownUri = node.toString();
        route = new Route(List.of(node), ThreadLocalRandom.current());
    }

    /** Returns makers of connections to each primary of the cluster; none if they are not known, or if it is no cluster. */
    List<Dialer> toPrimaries() {
        return layout.primaries().stream().map(each -> new Dialer(this, each)).toList();
    }

    /**
     * Returns a new connection. If the server hangs up on the first attempt, a second one sends as few commands as possible:
     * there may be a proxy that knows few. Blocks, bounded by the connect timeout.
     *
     * @throws CentralogException if that fails; it says in one line what is wrong, without passwords
     */
    StatefulRedisConnection<byte[], byte[]> dial() {
        isBare = false;
        try {
            return dialOnce();
        } catch (CentralogException e) {
            if (existing != null || !RedisErrors.isHangUp(e)) {
                throw e;
            }
            isBare = true;
            try {
                return dialOnce();
            } catch (CentralogException ignored) {
                isBare = false;
                throw e; // the first failure says more
            }
        }
    }

    private StatefulRedisConnection<byte[], byte[]> dialOnce() {
        StatefulRedisConnection<byte[], byte[]> made = null;
        try {
            RedisAddress there = address.get();
            RedisURI uri = there.uri();
            uri.setTimeout(connectTimeout);
            if (isBare) {
                leaveOutNames(uri);
            }
            if (existing == null && route == null && !there.servers().isEmpty()) {
                route = new Route(there.servers(), ThreadLocalRandom.current());
            }
            made = dialOwner(uri);
            server = isBare ? ServerInfo.UNKNOWN : info(made);
            server.requireSupported();
            layout = ClusterLayout.UNKNOWN;
            if (route != null
                    && leadingKey != null
                    && (server.isOfCluster() || route.isOfCluster() || mayNotAskACluster(made))) {
                route.setOfCluster();
                learn(made, route).exceptionally(ignored -> null).join(); // bounded by the time-out of commands
            }
            return made;
        } catch (RuntimeException e) {
            if (made != null) {
                Replies.quietly(made.closeAsync());
            }
            if (e instanceof CentralogException known && known.getCause() == null) {
                throw known;
            }
            String why = e instanceof CentralogException ? e.getMessage() : RedisErrors.explain(e);
            String message = "can't connect to Redis at " + shownUri + ": " + why + referred();
            throw RedisErrors.isRefusal(e) ? new RedisRefusedException(message, e) : new CentralogException(message, e);
        }
    }

    /**
     * Whether it is a node of a cluster whose user may not ask for its data: it refuses two keys at once that are in different
     * slots, as all keys of a cluster are checked before a script runs.
     */
    private boolean mayNotAskACluster(StatefulRedisConnection<byte[], byte[]> made) {
        if (isBare || !server.version().isEmpty()) {
            return false;
        }
        try {
            Replies.await(
                    made.async().eval("return 1", ScriptOutputType.INTEGER, keys.meta(), keys.book()), commandTimeout);
            return false;
        } catch (CentralogException e) {
            return RedisErrors.isOfDifferentSlots(e);
        }
    }

    /** Returns what is to be said besides if a node can't be reached that another one has named. */
    private String referred() {
        Route.Node node = route == null ? null : route.owner();
        return node == null || !unreachable.containsKey(node)
                ? ""
                : " (" + node
                        + " is the address that the cluster announces for it; if it can't be reached from here, set"
                        + " cluster-announce-ip there)";
    }

    /**
     * Connects to the node that has the keys: if it is a cluster, each node refers to it. If that node can't be reached,
     * another one is asked whether it still has them.
     */
    private StatefulRedisConnection<byte[], byte[]> dialOwner(RedisURI uri) {
        unreachable.clear();
        for (int referrals = 1; ; referrals++) {
            StatefulRedisConnection<byte[], byte[]> made = dialAny(uri);
            made.setTimeout(commandTimeout);
            Route there = route;
            String referral = there == null || leadingKey == null ? null : referral(made, leadingKey);
            if (there == null || referral == null) {
                return made;
            }
            Replies.quietly(made.closeAsync());
            there.moved(referral);
            CentralogException failure = unreachable.get(there.owner());
            if (failure != null) {
                throw failure;
            }
            if (referrals > MOST_REFERRALS) {
                throw new CentralogException("the nodes of the cluster refer to each other: " + referral);
            }
        }
    }

    /** Returns the reply by which a node of a cluster refers to another one; null if it has the keys. */
    private @Nullable String referral(StatefulRedisConnection<byte[], byte[]> made, byte[] key) {
        try {
            Replies.await(made.async().hget(key, Book.REDIS_ID), commandTimeout);
        } catch (CentralogException e) {
            if (RedisErrors.isMoved(e)) {
                return e.getMessage();
            }
            if (RedisErrors.isClusterDown(e)) {
                forgetOwner();
                Replies.quietly(made.closeAsync());
                throw e;
            }
        }
        return null; // another failure is reported where it matters
    }

    /** Leads the connections that are made from now on to other keys: to the node of a cluster that has them. */
    void leadTo(byte[] key) {
        leadingKey = key.clone();
        forgetOwner();
    }

    private void forgetOwner() {
        Route there = route;
        if (there != null) {
            there.forgetOwner();
        }
    }

    /** Whether it leads to a node of a cluster, which has the leading key and maybe no others. */
    boolean isOfCluster() {
        Route there = route;
        return there != null && there.isOfCluster();
    }

    /** Whether the client is the application's own, so that it can't be led anywhere else. */
    boolean isOfExistingClient() {
        return existing != null;
    }

    /** Returns the address for messages, without passwords. */
    String shownUri() {
        return shownUri;
    }

    /** Whether only commands for scripts and keys may be sent: something in front of Redis hangs up at all others. */
    boolean isBare() {
        return isBare;
    }

    /** Returns the data of the server as of when it was connected to. */
    ServerInfo server() {
        return server;
    }

    /**
     * Notes the end of a command: {@code trouble} is null for a reply.
     *
     * @return whether the connection is to be made anew: it leads to a replica, to a node whose keys have moved, or to one
     *     that the others of its cluster do not reach, and may have replaced
     */
    boolean heard(@Nullable Throwable trouble) {
        Route there = route;
        if (trouble == null) {
            return false;
        }
        if (there != null && RedisErrors.isMoved(trouble)) {
            there.moved(RedisErrors.explain(trouble));
            return true;
        }
        boolean mustLeave = RedisErrors.isReadOnly(trouble) || (there != null && RedisErrors.isClusterDown(trouble));
        if (mustLeave) {
            forgetOwner();
        }
        return mustLeave;
    }

    /** Asks the node for the others, to be tried if it is unavailable. A user who may not ask goes without that. */
    private CompletableFuture<?> learn(StatefulRedisConnection<byte[], byte[]> from, Route to) {
        return from.async()
                .clusterSlots()
                .thenAccept(ranges -> {
                    layout = ClusterLayout.of(ranges, to.current());
                    to.learn(layout.nodes());
                })
                .toCompletableFuture();
    }

    /** Returns the number of the cluster's primaries; 0 if it is not known, or no cluster. */
    int primaries() {
        return layout.primaries().size();
    }

    /** Notes that Lettuce has made the connection anew. Does not block. */
    void reconnected(@Nullable StatefulRedisConnection<byte[], byte[]> connection) {
        Route there = route;
        if (there != null) {
            there.connected();
            if (connection != null && leadingKey != null && there.isOfCluster()) {
                var unused = learn(connection, there);
            }
        }
    }

    /** Closes the channel, so that Lettuce makes another one. */
    void disconnect() {
        OwnClient made = own;
        if (made != null) {
            made.disconnect();
        }
    }

    /** Makes one attempt, which goes through the servers and the addresses of their names as long as there is time. */
    private StatefulRedisConnection<byte[], byte[]> dialAny(RedisURI uri) {
        long beganNanos = Clock.system().nanos();
        int more = Integer.MAX_VALUE;
        while (true) {
            try {
                StatefulRedisConnection<byte[], byte[]> made = awaitConnection(uri);
                if (route != null) {
                    route.connected();
                }
                return made;
            } catch (CentralogException e) {
                if (route != null) {
                    unreachable.put(route.current(), e);
                }
                int untried = (own == null ? 0 : own.untriedAddresses()) + (route == null ? 0 : route.untried());
                more = Math.min(more - 1, untried);
                long tookNanos = Clock.system().nanos() - beganNanos;
                if (more < 0 || untried == 0 || RedisErrors.isRefusal(e) || tookNanos >= connectTimeout.toNanos()) {
                    throw e;
                }
            }
        }
    }

    /** Connects; a connection that is made too late is closed. */
    private StatefulRedisConnection<byte[], byte[]> awaitConnection(RedisURI uri) {
        RedisClient connecting = client();
        OwnClient made = own;
        if (made != null) {
            made.forgetFirstError();
        }
        CompletableFuture<StatefulRedisConnection<byte[], byte[]>> pending =
                connecting.connectAsync(ByteArrayCodec.INSTANCE, uri).toCompletableFuture();
        try {
            return Replies.await(
                    pending,
                    connectTimeout.plusSeconds(1),
                    failure -> RedisErrors.explainConnecting(
                            failure, made == null ? null : made.firstError(), uri.isSsl()));
        } catch (CentralogException e) {
            var unused = pending.thenCompose(StatefulRedisConnection::closeAsync);
            throw e;
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
        OwnClient made = own;
        if (made == null) {
            made = new OwnClient(tls, connectTimeout, commandTimeout, route);
            own = made;
        }
        return made.client();
    }

    /** The listener to the connections of a shared client, called by the threads that serve them. */
    private static final class SharedClientThreads implements RedisConnectionStateListener {
        @Override
        public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
            SharedThreads.addCurrent();
        }
    }

    ServerInfo info(StatefulRedisConnection<byte[], byte[]> made) {
        String text = infoText(made);
        return text == null ? ServerInfo.UNKNOWN : ServerInfo.parse(text);
    }

    /** Returns the text of INFO; null if the user may not ask, or the command is unknown. */
    @Nullable
    String infoText(StatefulRedisConnection<byte[], byte[]> made) {
        try {
            return Replies.await(made.async().info(), commandTimeout);
        } catch (CentralogException e) {
            if (RedisErrors.isNoPermission(e) || RedisErrors.isUnknownCommand(e)) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        if (existing != null && sharedThreads != null) {
            existing.removeListener(sharedThreads);
            sharedThreads = null;
        }
        OwnClient made = own;
        if (made != null) {
            own = null;
            made.close();
        }
    }
}
