// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * A real primary with two replicas, and three sentinels that watch it, on free loopback ports. A primary that does not
 * answer for a second is replaced when two sentinels agree. It starts in about four seconds. Not thread-safe.
 */
public final class LocalSentinels implements AutoCloseable {
    /** The name by which clients ask for the primary. */
    public static final String NAME = "mymaster";

    private static final int SENTINELS = 3;
    private static final int REPLICAS = 2;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Map<Integer, LocalRedis> servers = new LinkedHashMap<>();
    private final List<LocalSentinel> sentinels = new ArrayList<>();
    private final @Nullable String password;
    private final boolean tls;

    private LocalSentinels(Builder builder) {
        password = builder.password;
        tls = builder.isTls();
    }

    /** Starts a group without options. */
    public static LocalSentinels start(LocalRedis.Version version) {
        return builder(version).start();
    }

    public static Builder builder(LocalRedis.Version version) {
        return new Builder(version);
    }

    /** Returns the servers; the first was the primary at the start. */
    public List<LocalRedis> servers() {
        return List.copyOf(servers.values());
    }

    public List<LocalSentinel> sentinels() {
        return List.copyOf(sentinels);
    }

    /** Returns the URI of the three sentinels and the name, with the servers' password if one was set. */
    public String uri() {
        return (tls ? "rediss-sentinel://" : "redis-sentinel://") + LocalRedis.userInfo(password)
                + sentinels.stream()
                        .map(sentinel -> "127.0.0.1:" + sentinel.port())
                        .collect(Collectors.joining(","))
                + "#" + NAME;
    }

    /** Returns the primary that the first running sentinel names; it may have been killed. */
    public LocalRedis primary() {
        return named(running().get(0));
    }

    /**
     * Kills the primary by SIGKILL and waits until another server is the primary in the eyes of all sentinels and the
     * other replica follows it, which takes a few seconds. The primary's last writes may be lost.
     *
     * @return the new primary
     */
    public LocalRedis failOver() {
        LocalRedis before = primary();
        before.kill();
        return awaitOther(before);
    }

    /**
     * Waits, after a primary was killed or frozen, until another one has taken over.
     *
     * @return the new primary
     */
    public LocalRedis awaitOther(LocalRedis before) {
        await("another primary").until(() -> primary() != before && isWhole());
        return primary();
    }

    /** Waits until all running sentinels name one running primary, which all other running servers follow. */
    public void awaitWhole() {
        await("the sentinels").until(this::isWhole);
    }

    /** Kills all processes and deletes their directories. */
    @Override
    public void close() {
        sentinels.forEach(LocalSentinel::close);
        servers.values().forEach(LocalRedis::close);
    }

    private List<LocalSentinel> running() {
        return sentinels.stream().filter(LocalSentinel::isRunning).toList();
    }

    private LocalRedis named(LocalSentinel sentinel) {
        List<String> address = sentinel.cliList("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME);
        return Objects.requireNonNull(servers.get(Integer.valueOf(address.get(1))));
    }

    private boolean isWhole() {
        LocalRedis primary = primary();
        return running().stream().allMatch(sentinel -> named(sentinel) == primary)
                && primary.isAnswering()
                && primary.cli("INFO", "replication").contains("role:master")
                && servers.values().stream()
                        .filter(server -> server != primary && server.isAnswering())
                        .allMatch(this::isFollowing);
    }

    private boolean isFollowing(LocalRedis server) {
        String replication = server.cli("INFO", "replication");
        return replication.contains("master_link_status:up")
                && servers.entrySet().stream()
                        .anyMatch(entry -> entry.getValue() == primary()
                                && replication.contains("master_port:" + entry.getKey() + "\r"));
    }

    /** Whether a sentinel knows all replicas and the other sentinels. */
    private static boolean knowsAll(LocalSentinel sentinel) {
        return sentinel.cliList("SENTINEL", "REPLICAS", NAME).size() == REPLICAS
                && sentinel.cliList("SENTINEL", "SENTINELS", NAME).size() == SENTINELS - 1;
    }

    private static ConditionFactory await(String alias) {
        return Awaitility.await(alias).atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20));
    }

    /** The options of a group. */
    public static final class Builder extends GroupBuilder<Builder> {
        private final List<String> sentinelConfig = new ArrayList<>();
        private @Nullable String sentinelPassword;

        private Builder(LocalRedis.Version version) {
            super(version);
        }

        @Override
        Builder self() {
            return this;
        }

        /** Sets the password that clients need at the sentinels; {@link #password} is that of the servers. */
        public Builder sentinelPassword(String secret) {
            sentinelPassword = secret;
            return this;
        }

        /** Adds lines of each sentinel's sentinel.conf, such as {@code user app on >secret &* +@all}. */
        public Builder sentinelConfig(String... lines) {
            sentinelConfig.addAll(List.of(lines));
            return this;
        }

        public LocalSentinels start() {
            LocalSentinels group = new LocalSentinels(this);
            try {
                int primary = startServer(group, List.of());
                for (int i = 0; i < REPLICAS; i++) {
                    startServer(group, List.of("replicaof 127.0.0.1 " + primary));
                }
                // The sentinels ask the primary for its replicas only every ten seconds, so these are there before.
                await("the replicas").until(() -> group.servers()
                        .get(0)
                        .cli("INFO", "replication")
                        .contains("connected_slaves:" + REPLICAS));
                for (int i = 0; i < SENTINELS; i++) {
                    group.sentinels.add(startSentinel(primary));
                }
                await("the sentinels' acquaintance")
                        .until(() -> group.sentinels.stream().allMatch(LocalSentinels::knowsAll));
                group.awaitWhole();
                return group;
            } catch (RuntimeException e) {
                group.close();
                throw e;
            }
        }

        /** Returns the port by which the others reach it. */
        private int startServer(LocalSentinels group, List<String> own) {
            List<String> lines = new ArrayList<>(own);
            int tlsPort = isTls() ? FreePorts.next() : 0;
            if (isTls()) {
                lines.addAll(tlsLines(tlsPort));
            }
            LocalRedis redis = server(lines).start();
            int port = isTls() ? tlsPort : redis.port();
            group.servers.put(port, redis);
            return port;
        }

        private LocalSentinel startSentinel(int primary) {
            List<String> lines = new ArrayList<>();
            int tlsPort = isTls() ? FreePorts.next() : 0;
            if (isTls()) {
                lines.addAll(tlsLines(tlsPort));
            }
            lines.addAll(List.of(
                    "sentinel monitor " + NAME + " 127.0.0.1 " + primary + " 2",
                    "sentinel down-after-milliseconds " + NAME + " 1000",
                    "sentinel failover-timeout " + NAME + " 5000",
                    "sentinel parallel-syncs " + NAME + " " + REPLICAS));
            if (password != null) {
                lines.add("sentinel auth-pass " + NAME + " \"" + password + "\"");
            }
            lines.addAll(sentinelConfig);
            LocalSentinel sentinel = new LocalSentinel(version.binary(), tlsPort, sentinelPassword, lines);
            try {
                sentinel.start();
                return sentinel;
            } catch (RuntimeException e) {
                sentinel.close();
                throw e;
            }
        }
    }
}
