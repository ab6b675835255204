// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.SocketAddressResolver;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The servers that a connection may lead to: those of the setting and, in a cluster, the nodes that it has named and the one
 * that has the keys. Lettuce asks for one at each attempt to connect. No node needs to be asked for the cluster's layout: each
 * node refers to the owner of a key ({@code MOVED}), also after a failover or when slots have moved.
 *
 * <p>Thread-safety: any thread; does not block.
 */
final class Route {
    private static final Pattern MOVED = Pattern.compile("MOVED \\d{1,5} (\\S*):(\\d{1,5})\\b");

    private static final int MOST_LEARNED = 64;

    private final List<Node> given;
    private final Set<Node> learned = new LinkedHashSet<>();
    private @Nullable Node owner;
    private @Nullable Node tried;
    private int failed;
    private int turn;
    private boolean isOfCluster;

    /** A server's address. */
    record Node(String host, int port) {
        /** Compares host and port; written out for the reasons given at {@link dev.centralog.Origin#equals}. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Node that && port == that.port && host.equals(that.host);
        }

        @Override
        public int hashCode() {
            return 31 * host.hashCode() + port;
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * Makes one that knows nothing of a cluster.
     *
     * @param random shuffles the servers, so that processes spread over them
     */
    Route(Collection<Node> servers, Random random) {
        given = new ArrayList<>(servers);
        Collections.shuffle(given, random);
    }

    /** Returns a resolver of Lettuce's that gives the {@linkplain #next next} server at each attempt. */
    SocketAddressResolver resolver() {
        return new Resolver(this);
    }

    private static final class Resolver extends SocketAddressResolver {
        private final Route route;

        Resolver(Route route) {
            this.route = route;
        }

        @Override
        public SocketAddress resolve(RedisURI uri) {
            Node next = route.next();
            return InetSocketAddress.createUnresolved(next.host, next.port);
        }
    }

    /**
     * Returns the server for the next attempt: the owner of the keys, if it is known; after a failure in turns with the others,
     * as another one may have its part by now.
     */
    synchronized Node next() {
        Node chosen = owner;
        if (chosen == null || failed % 2 == 1) {
            List<Node> all = new ArrayList<>(given);
            all.addAll(learned);
            chosen = all.get(turn++ % all.size());
        }
        failed++; // until it is connected
        tried = chosen;
        return chosen;
    }

    /** Notes that the last attempt has succeeded. */
    synchronized void connected() {
        failed = 0;
    }

    /** Returns the server that was tried last. */
    synchronized Node current() {
        return tried == null ? given.get(0) : tried;
    }

    /** Returns how many of the servers were not tried yet since the last connection. */
    synchronized int untried() {
        return Math.max(0, given.size() + learned.size() + (owner == null ? 0 : 1) - failed);
    }

    /** Returns the node that owns the keys, as another one has said; null if none has. */
    synchronized @Nullable Node owner() {
        return owner;
    }

    /** Notes a reply {@code MOVED}: the node that has given it does not own the keys. */
    synchronized void moved(String reply) {
        isOfCluster = true;
        Matcher to = MOVED.matcher(reply);
        if (to.find()) {
            String host = to.group(1);
            // An empty host, or "?", stands for the host of the node that has replied.
            boolean isSame = host.isEmpty() || host.equals("?");
            owner = new Node(isSame ? current().host : host, Integer.parseInt(to.group(2)));
            learn(List.of(owner));
        }
    }

    /** Notes that the servers are nodes of a cluster, though none has referred to another one yet. */
    synchronized void setOfCluster() {
        isOfCluster = true;
    }

    /** Whether the servers are nodes of a cluster, as far as they have said so. */
    synchronized boolean isOfCluster() {
        return isOfCluster;
    }

    /**
     * Forgets which node owns the keys: it is only a replica by now, or cut off from its cluster, or the connection is to lead to
     * other keys.
     */
    synchronized void forgetOwner() {
        owner = null;
    }

    /** Adds nodes of the cluster, to be tried if all others fail. */
    synchronized void learn(Collection<Node> nodes) {
        for (Node each : nodes) {
            if (!given.contains(each)) {
                learned.remove(each); // so that the nodes that were named last stay
                learned.add(each);
            }
        }
        while (learned.size() > MOST_LEARNED) {
            learned.remove(learned.iterator().next());
        }
    }
}
