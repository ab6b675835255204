// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A slot that moves from one primary to another key by key, as an operator's tool moves it. In the middle the source
 * answers {@code ASK} for keys that it does not have. To a command some of whose keys are on the other one the target
 * answers {@code TRYAGAIN}; so does the source, or before Redis 7 {@code ASK}. Not thread-safe.
 */
public final class SlotMigration {
    private static final int BATCH = 100;
    private static final String TIMEOUT_MILLIS = "5000";

    private static final String PAUSE_MILLIS = "1000";
    private static final String MOVE_ALL = """
            local keys = redis.call('CLUSTER', 'GETKEYSINSLOT', ARGV[1], 1000000000)
            for i = 1, #keys, 1000 do
                local words = {}
                for j = 2, #ARGV do words[#words + 1] = ARGV[j] end
                for j = i, math.min(i + 999, #keys) do words[#words + 1] = keys[j] end
                redis.call('MIGRATE', unpack(words))
            end
            """;

    private final LocalCluster cluster;
    private final int slot;
    private final ClusterNode source;
    private final ClusterNode target;
    private final @Nullable String password;

    private SlotMigration(LocalCluster cluster, int slot, ClusterNode target, @Nullable String password) {
        this.cluster = cluster;
        this.slot = slot;
        this.source = cluster.owner(slot);
        this.target = target;
        this.password = password;
    }

    /** Marks the slot on both primaries; no key has moved yet. */
    static SlotMigration begin(LocalCluster cluster, int slot, ClusterNode target, @Nullable String password) {
        SlotMigration migration = new SlotMigration(cluster, slot, target, password);
        migration.setSlot(target, "IMPORTING", migration.source.id());
        migration.setSlot(migration.source, "MIGRATING", target.id());
        return migration;
    }

    /** Moves the slot with all keys at once: by Valkey's own command, which it has since version 9, or as that does it. */
    static void atOnce(LocalCluster cluster, int slot, ClusterNode target, @Nullable String password) {
        SlotMigration migration = new SlotMigration(cluster, slot, target, password);
        if (!migration.isMovedByServer()) {
            migration.moveInOneTransaction();
        }
        cluster.awaitOwner(slot, target);
    }

    /** Has a server of Valkey 9 or later move the slot, and waits for it; returns false if the server has no such command. */
    private boolean isMovedByServer() {
        LocalRedis server = source.redis();
        if (!server.cli("COMMAND", "DOCS", "CLUSTER|MIGRATESLOTS").contains("migrateslots")) {
            return false;
        }
        String number = Integer.toString(slot);
        server.cli("CLUSTER", "MIGRATESLOTS", "SLOTSRANGE", number, number, "NODE", target.id());
        LocalCluster.await("the migration of slot " + slot)
                .until(() -> !server.cli("CLUSTER", "GETSLOTMIGRATIONS").contains("in-progress")
                        && ClusterView.of(server).isOwner(slot, target));
        return true;
    }

    /**
     * Moves all keys in one transaction, after which the source pauses: until its pause is over, it has learnt from the
     * target, by the cluster bus, that the slot is the target's.
     */
    private void moveInOneTransaction() {
        LocalRedis server = source.redis();
        setSlot(target, "IMPORTING", source.id());
        Stream<String> moveAll = Stream.of("EVAL", MOVE_ALL, "0", Integer.toString(slot));
        try (RedisCli cli = server.connect()) {
            cli.call("MULTI");
            cli.call(Stream.concat(moveAll, destination().stream()).toArray(String[]::new));
            cli.call("CLIENT", "PAUSE", PAUSE_MILLIS);
            if (cli.call("EXEC") instanceof List<?> answers && answers.get(0) instanceof RedisCliException error) {
                throw error;
            }
        }
        setSlot(target, "NODE", target.id());
        // The source answers when its pause is over; if it still owned the slot then, clients would miss the keys.
        if (!ClusterView.of(server).isOwner(slot, target)) {
            throw new IllegalStateException(
                    "the source has not learnt of slot " + slot + " in " + PAUSE_MILLIS + " ms");
        }
    }

    public ClusterNode source() {
        return source;
    }

    public ClusterNode target() {
        return target;
    }

    /** Moves at most that many keys, and returns how many there were to move. */
    public int moveKeys(int limit) {
        try (RedisCli cli = source.redis().connect()) {
            if (!(cli.call("CLUSTER", "GETKEYSINSLOT", Integer.toString(slot), Integer.toString(limit))
                    instanceof List<?> keys)) {
                throw new IllegalStateException("no list of the keys of slot " + slot);
            }
            List<byte[]> names = keys.stream().map(byte[].class::cast).toList();
            if (!names.isEmpty()) {
                move(cli, names);
            }
            return names.size();
        }
    }

    /** Moves one key. */
    public void moveKey(String key) {
        try (RedisCli cli = source.redis().connect()) {
            move(cli, List.of(bytes(key)));
        }
    }

    private void move(RedisCli cli, List<byte[]> keys) {
        List<byte[]> command = new ArrayList<>(List.of(bytes("MIGRATE")));
        destination().stream().map(SlotMigration::bytes).forEach(command::add);
        command.addAll(keys);
        cli.call(command.toArray(byte[][]::new));
    }

    /** Returns the arguments of {@code MIGRATE} before the keys. */
    private List<String> destination() {
        Stream<String> address = Stream.of("127.0.0.1", Integer.toString(target.port()), "", "0", TIMEOUT_MILLIS);
        Stream<String> secret = password == null ? Stream.of() : Stream.of("AUTH", password);
        return Stream.of(address, secret, Stream.of("KEYS"))
                .flatMap(words -> words)
                .toList();
    }

    /** Moves the keys that are left and then the slot; returns when all nodes know its new owner. */
    public void finish() {
        while (moveKeys(BATCH) > 0) {
            // New keys are created on the target, so this ends.
        }
        // The target first: between the two, a client that the source still sends there must be served.
        setSlot(target, "NODE", target.id());
        setSlot(source, "NODE", target.id());
        cluster.awaitOwner(slot, target);
    }

    /** Ends the migration without the slot: the source keeps it. The keys that have moved must be moved back first. */
    public void abandon() {
        setSlot(source, "STABLE");
        setSlot(target, "STABLE");
    }

    private void setSlot(ClusterNode node, String... state) {
        node.redis()
                .cli(Stream.concat(Stream.of("CLUSTER", "SETSLOT", Integer.toString(slot)), Stream.of(state))
                        .toArray(String[]::new));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
