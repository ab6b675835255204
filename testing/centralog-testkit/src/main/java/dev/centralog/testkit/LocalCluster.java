// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A real cluster of six nodes on free loopback ports: three primaries, each with one replica. It starts in about three
 * seconds, most of which a new node waits by itself before it serves. Each node is a {@link LocalRedis}, which can be
 * stopped, killed, frozen and started again. It needs Redis 7 or later. Not thread-safe.
 */
public final class LocalCluster implements AutoCloseable {
    /** The number of slots of every cluster. */
    public static final int SLOTS = 16_384;

    static final int PRIMARIES = 3;
    static final int NODES = 2 * PRIMARIES;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration HAND_OVER_LIMIT = Duration.ofSeconds(6);
    private static final List<String> OWN_LINES = List.of(
            "cluster-node-timeout 2000", "cluster-replica-validity-factor 0", "cluster-allow-replica-migration no");

    private final List<ClusterNode> nodes = new ArrayList<>();
    private final Map<ClusterNode, ClusterLinks> links = new LinkedHashMap<>();
    private final Set<ClusterNode> isolated = new HashSet<>();
    private final @Nullable String password;
    private final boolean tls;

    private LocalCluster(Builder builder) {
        password = builder.password;
        tls = builder.isTls();
    }

    /** Starts a cluster without options. */
    public static LocalCluster start(LocalRedis.Version version) {
        return builder(version).start();
    }

    public static Builder builder(LocalRedis.Version version) {
        return new Builder(version);
    }

    /** Returns all nodes; the first three were the primaries at the start, and the replicas follow in their order. */
    public List<ClusterNode> nodes() {
        return List.copyOf(nodes);
    }

    /** Returns the URI of the first three nodes, with the password if one was set. */
    public String uri() {
        return uri(LocalRedis.userInfo(password));
    }

    /** Returns the URI of the first three nodes for a user that a line {@code user} of the configuration has made. */
    public String uri(String user, String secret) {
        return uri(LocalRedis.encoded(user) + ":" + LocalRedis.encoded(secret) + "@");
    }

    private String uri(String user) {
        return (tls ? "rediss://" : "redis://")
                + user
                + nodes.stream()
                        .limit(PRIMARIES)
                        .map(node -> "127.0.0.1:" + node.port())
                        .collect(Collectors.joining(","));
    }

    /** Returns the slot of a key. */
    public int slot(String key) {
        return Integer.parseInt(answering().get(0).redis().cli("CLUSTER", "KEYSLOT", key));
    }

    /** Returns the nodes that serve slots, as the first node that answers sees it. */
    public List<ClusterNode> primaries() {
        var slots = view().slots();
        return nodes.stream().filter(node -> slots.containsKey(node.id())).toList();
    }

    /** Returns the primary that serves a slot, as the first node that answers sees it; it may have been killed. */
    public ClusterNode owner(int slot) {
        return view().owner(slot)
                .map(this::node)
                .orElseThrow(() -> new IllegalStateException("no node serves slot " + slot));
    }

    /** Returns the primary that serves a key, as {@link #owner(int)} does. */
    public ClusterNode owner(String key) {
        return owner(slot(key));
    }

    /** Returns a replica of a primary. */
    public ClusterNode replica(ClusterNode primary) {
        return view().replicasOf(primary.id())
                .findFirst()
                .map(this::node)
                .orElseThrow(() -> new IllegalStateException(primary + " has no replica:\n"
                        + answering().get(0).redis().cli("CLUSTER", "NODES")));
    }

    /** Sends one command to the node that serves the key, as {@link LocalRedis#cli} does. */
    public String cliOf(String key, String... arguments) {
        return owner(key).redis().cli(arguments);
    }

    /** Empties all primaries and removes their scripts. */
    public void flush() {
        primaries().forEach(primary -> primary.redis().flush());
    }

    /**
     * Kills a primary by SIGKILL and waits until its replica serves its slots in the eyes of all others, which takes two
     * to five seconds. The primary's last writes may be lost.
     *
     * @return the new primary
     */
    public ClusterNode failOver(ClusterNode primary) {
        ClusterNode heir = replica(primary);
        primary.redis().kill();
        return awaitHeir(primary, heir);
    }

    /**
     * Makes a primary hand over to its replica, which loses nothing, and waits until the cluster is whole again.
     *
     * @return the new primary
     */
    public ClusterNode switchOver(ClusterNode primary) {
        ClusterNode heir = replica(primary);
        await("the hand-over of " + primary, () -> handsOver(primary, heir));
        awaitWhole();
        return heir;
    }

    /**
     * Waits, after a primary was killed or frozen, until the heir serves what was the primary's.
     *
     * @return the heir
     */
    public ClusterNode awaitHeir(ClusterNode primary, ClusterNode heir) {
        await(heir + " as the heir of " + primary, () -> isServedBy(heir, primary));
        return heir;
    }

    /** Asks for a hand-over, which the nodes give up after five seconds; returns whether it has succeeded. */
    private boolean handsOver(ClusterNode primary, ClusterNode heir) {
        heir.redis().cli("CLUSTER", "FAILOVER");
        try {
            await("the heir").atMost(HAND_OVER_LIMIT).until(() -> isServedBy(heir, primary));
            return true;
        } catch (ConditionTimeoutException ignored) {
            return false;
        }
    }

    /** Whether the heir serves in the eyes of all, and the primary before it no longer does. */
    private boolean isServedBy(ClusterNode heir, ClusterNode before) {
        return answering().stream().allMatch(node -> {
            var slots = ClusterView.of(node.redis()).slots();
            return isOk(node) && slots.containsKey(heir.id()) && !slots.containsKey(before.id());
        });
    }

    /** Starts a node again that was stopped or killed; returns when the cluster is whole again. */
    public void restart(ClusterNode node) {
        node.redis().start();
        awaitWhole();
    }

    /**
     * Waits until all nodes that answer reach one another, agree on the roles and serve, and each of them either has
     * slots or follows its primary.
     */
    public void awaitWhole() {
        await("the cluster", this::isWhole);
    }

    /** Moves a slot with its keys, key by key; returns when all nodes know its new owner. */
    public void migrate(int slot, ClusterNode target) {
        beginMigration(slot, target).finish();
    }

    /**
     * Moves a slot with all its keys at once, so that clients meet {@code MOVED} only, as with Valkey 9's {@code CLUSTER
     * MIGRATESLOTS}. The source answers nobody for a second.
     */
    public void migrateAtOnce(int slot, ClusterNode target) {
        SlotMigration.atOnce(this, slot, target, password);
    }

    /** Begins to move a slot key by key, and moves nothing yet. */
    public SlotMigration beginMigration(int slot, ClusterNode target) {
        return SlotMigration.begin(this, slot, target, password);
    }

    /** Waits until all nodes that answer know that this one serves the slot. */
    void awaitOwner(int slot, ClusterNode owner) {
        await("slot " + slot + " at " + owner).until(() -> answering().stream()
                .allMatch(node -> ClusterView.of(node.redis()).isOwner(slot, owner)));
    }

    /**
     * Takes slots away from all nodes, so that nobody serves them and the cluster refuses every key
     * ({@code CLUSTERDOWN}), unless {@code cluster-require-full-coverage no} is configured.
     */
    public void takeAwaySlots(int first, int last) {
        // A message that a node sent before can bring a slot back, so this is repeated until it lasts.
        await("slots without owner").during(Duration.ofMillis(500)).until(() -> answering().stream()
                .map(node -> takeAwaySlots(node.redis(), first, last))
                .noneMatch(Boolean::booleanValue));
    }

    /** Returns whether there was anything to take away. */
    private static boolean takeAwaySlots(LocalRedis node, int first, int last) {
        BitSet left = new BitSet();
        ClusterView.of(node).slots().values().forEach(left::or);
        List<String> command = new ArrayList<>(List.of("CLUSTER", "DELSLOTS"));
        IntStream.rangeClosed(first, last)
                .filter(left::get)
                .mapToObj(Integer::toString)
                .forEach(command::add);
        if (command.size() == 2) {
            return false;
        }
        node.cli(command.toArray(String[]::new));
        return true;
    }

    /**
     * Makes two primaries send clients with a slot without keys to each other ({@code MOVED}), for ever: its owner, and
     * this one.
     */
    public void misdirect(int slot, ClusterNode other) {
        ClusterNode owner = owner(slot);
        other.redis().cli("CLUSTER", "SETSLOT", Integer.toString(slot), "NODE", owner.id());
        owner.redis().cli("CLUSTER", "SETSLOT", Integer.toString(slot), "NODE", other.id());
    }

    /** Makes all primaries know the owner of a slot without keys, after {@link #misdirect}. */
    public void assign(int slot, ClusterNode owner) {
        for (ClusterNode primary : primaries()) {
            primary.redis().cli("CLUSTER", "SETSLOT", Integer.toString(slot), "NODE", owner.id());
        }
        awaitOwner(slot, owner);
    }

    /** Gives slots that nobody serves to a primary; returns when the cluster is whole again. */
    public void giveSlots(ClusterNode primary, int first, int last) {
        ClusterFormation.addSlots(primary, first, last);
        awaitWhole();
        awaitOwner(last, primary);
    }

    /**
     * Makes a node announce another port to clients, such as that of a link that can be cut, or one that nobody listens
     * on; returns when all nodes know. The nodes still reach one another, but the node's replica uses that port, too.
     */
    public void announce(ClusterNode node, int port) {
        node.redis()
                .cli(
                        "CONFIG",
                        "SET",
                        tls ? "cluster-announce-tls-port" : "cluster-announce-port",
                        Integer.toString(port));
        await("port " + port + " of " + node)
                .until(() -> answering().stream().allMatch(each -> ClusterView.of(each.redis())
                        .member(node.id())
                        .filter(member -> member.port() == port)
                        .isPresent()));
    }

    /**
     * Separates a node from all other nodes, but not from clients. A primary then serves until the node time-out of two
     * seconds is over, and its replica takes over a little later: what it accepted in between is lost. The cluster must
     * be {@linkplain Builder#separable separable}. Until {@link #rejoin}, the view of this node is not asked for.
     */
    public void isolate(ClusterNode node) {
        isolated.add(node);
        others(node).forEach(other -> {
            links(node).refuse(other);
            other.refuse(links(node));
        });
    }

    /**
     * Separates clients from a node: those that use its announced port, unlike {@link ClusterNode#redis}. The cluster
     * must be {@linkplain Builder#separable separable}.
     */
    public void cutOffClients(ClusterNode node) {
        links(node).refuseClients();
    }

    /** Ends what {@link #isolate} and {@link #cutOffClients} began; returns when the cluster is whole again. */
    public void rejoin(ClusterNode node) {
        others(node).forEach(other -> {
            links(node).accept(other);
            other.accept(links(node));
        });
        isolated.remove(node);
        awaitWhole();
    }

    private ClusterLinks links(ClusterNode node) {
        return Optional.ofNullable(links.get(node))
                .orElseThrow(() -> new IllegalStateException("the cluster is not separable"));
    }

    private Stream<ClusterLinks> others(ClusterNode node) {
        return nodes.stream().filter(other -> !other.equals(node)).map(this::links);
    }

    /** Kills all nodes and deletes their directories. */
    @Override
    public void close() {
        nodes.forEach(node -> node.redis().close());
        links.values().forEach(ClusterLinks::close);
    }

    private ClusterView view() {
        return ClusterView.of(answering().get(0).redis());
    }

    private ClusterNode node(ClusterView.Member member) {
        return nodes.stream()
                .filter(node -> node.id().equals(member.id()))
                .findFirst()
                .orElseThrow();
    }

    private List<ClusterNode> answering() {
        List<ClusterNode> answering = nodes.stream()
                .filter(node -> node.redis().isAnswering() && !isolated.contains(node))
                .toList();
        if (answering.isEmpty()) {
            throw new IllegalStateException("no node of the cluster is running");
        }
        return answering;
    }

    private boolean isWhole() {
        List<ClusterNode> answering = answering();
        List<ClusterView> views =
                answering.stream().map(node -> ClusterView.of(node.redis())).toList();
        return answering.stream().allMatch(node -> isOk(node) && isLinked(node))
                && views.stream().map(ClusterView::roles).distinct().count() == 1
                && views.stream().allMatch(view -> answering.stream().allMatch(node -> view.member(node.id())
                        .filter(ClusterView.Member::isUseful)
                        .isPresent()));
    }

    private static boolean isOk(ClusterNode node) {
        return node.redis().cli("CLUSTER", "INFO").contains("cluster_state:ok");
    }

    private static boolean isLinked(ClusterNode node) {
        String replication = node.redis().cli("INFO", "replication");
        return replication.contains("role:master") || replication.contains("master_link_status:up");
    }

    /** Waits, and at the end of the limit shows what each node sees. */
    private void await(String alias, Callable<Boolean> condition) {
        try {
            await(alias).until(condition);
        } catch (ConditionTimeoutException e) {
            String views = nodes.stream()
                    .filter(node -> node.redis().isAnswering())
                    .map(node -> node + ":\n" + node.redis().cli("CLUSTER", "NODES"))
                    .collect(Collectors.joining("\n"));
            throw new IllegalStateException(e.getMessage() + "\n" + views, e);
        }
    }

    static ConditionFactory await(String alias) {
        return Awaitility.await(alias).atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20));
    }

    /** The options of a cluster. */
    public static final class Builder extends GroupBuilder<Builder> {
        private boolean separable;

        private Builder(LocalRedis.Version version) {
            super(version);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Puts a network of the testkit between the nodes, and between clients and nodes, so that it can be cut; not
         * together with TLS.
         */
        public Builder separable() {
            separable = true;
            return this;
        }

        public LocalCluster start() {
            LocalCluster cluster = new LocalCluster(this);
            try {
                for (int i = 0; i < NODES; i++) {
                    if (separable) {
                        startSeparableNode(cluster, i);
                    } else {
                        cluster.nodes.add(isTls() ? startTlsNode() : startNode());
                    }
                }
                ClusterFormation.form(cluster.nodes);
                cluster.awaitWhole();
                return cluster;
            } catch (RuntimeException e) {
                cluster.close();
                throw e;
            }
        }

        private ClusterNode startNode() {
            LocalRedis redis = server(OWN_LINES).clusterNode().start();
            return new ClusterNode(redis, redis.port(), ClusterLinks.busPort(redis.port()), id(redis));
        }

        private ClusterNode startTlsNode() {
            // The port of the cluster bus depends on that of TLS, so the other one is any.
            int port = FreePorts.nextForClusterNode();
            List<String> lines = new ArrayList<>(OWN_LINES);
            lines.addAll(List.of("cluster-enabled yes", "tls-cluster yes"));
            lines.addAll(tlsLines(port));
            LocalRedis redis = server(lines).start();
            return new ClusterNode(redis, port, ClusterLinks.busPort(port), id(redis));
        }

        private void startSeparableNode(LocalCluster cluster, int index) {
            int port = FreePorts.nextForClusterNode();
            ClusterLinks links = new ClusterLinks(index, port);
            try {
                List<String> lines = new ArrayList<>(OWN_LINES);
                lines.addAll(links.config());
                LocalRedis redis = server(lines).clusterNode().port(port).start();
                ClusterNode node = new ClusterNode(redis, links.port(), links.busPort(), id(redis));
                cluster.nodes.add(node);
                cluster.links.put(node, links);
            } catch (RuntimeException e) {
                links.close();
                throw e;
            }
        }

        private static String id(LocalRedis redis) {
            return redis.cli("CLUSTER", "MYID");
        }
    }
}
