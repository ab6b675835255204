// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LocalClusterIT {
    @RegisterExtension
    static final SharedCluster SHARED = new SharedCluster();

    private final LocalCluster cluster = SHARED.get();

    @Test
    void slots_started_areSpreadOverThreePrimariesWithAReplicaEach() {
        List<ClusterNode> primaries = cluster.primaries();

        assertThat(primaries).hasSize(3);
        assertThat(primaries)
                .extracting(cluster::replica)
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(primaries);
        assertThat(cluster.owner(0)).isNotEqualTo(cluster.owner(LocalCluster.SLOTS - 1));
        assertThat(cluster.uri()).matches("redis://127\\.0\\.0\\.1:\\d+,127\\.0\\.0\\.1:\\d+,127\\.0\\.0\\.1:\\d+");
    }

    @Test
    void cli_key_isServedByItsOwnerOnly() {
        ClusterNode owner = cluster.owner("{a}b");
        ClusterNode other = other(owner);

        assertThat(cluster.cliOf("{a}b", "SET", "{a}b", "1")).isEqualTo("OK");
        assertThat(cluster.slot("{a}b")).isEqualTo(cluster.slot("a"));
        assertThatThrownBy(() -> other.redis().cli("GET", "{a}b"))
                .isInstanceOf(RedisCliException.class)
                .hasMessage("MOVED " + cluster.slot("a") + " 127.0.0.1:" + owner.port());
    }

    @Test
    void migration_inSteps_asksAndTriesAgainInTheMiddle() {
        ClusterNode source = cluster.owner("{a}");
        ClusterNode target = other(source);
        for (int i = 0; i < 250; i++) {
            source.redis().cli("SET", "{a}" + i, "value " + i);
        }

        SlotMigration migration = cluster.beginMigration(cluster.slot("{a}"), target);
        migration.moveKey("{a}7");

        assertThat(source.redis().cli("GET", "{a}8")).isEqualTo("value 8");
        assertThatThrownBy(() -> source.redis().cli("GET", "{a}7"))
                .hasMessage("ASK " + cluster.slot("a") + " 127.0.0.1:" + target.port());
        try (RedisCli cli = target.redis().connect()) {
            assertThat(cli.call("ASKING")).isEqualTo("OK");
            assertThat(RedisCli.text(cli.call("GET", "{a}7"))).isEqualTo("value 7");
            cli.call("ASKING");
            assertThatThrownBy(() -> cli.call("MGET", "{a}7", "{a}8")).hasMessageStartingWith("TRYAGAIN");
        }

        assertThat(migration.moveKeys(20)).isEqualTo(20);
        migration.finish();
        assertThat(cluster.owner("{a}")).isEqualTo(target);
        assertThat(target.redis().cli("DBSIZE")).isEqualTo("250");
        assertThat(source.redis().cli("DBSIZE")).isEqualTo("0");

        cluster.migrate(cluster.slot("{a}"), source);
        assertThat(cluster.cliOf("{a}", "GET", "{a}249")).isEqualTo("value 249");
    }

    @Test
    @LongForm
    void isolate_primary_servesUntilItNoticesAndLosesWhatItAccepted() {
        try (LocalCluster separable =
                LocalCluster.builder(LocalRedis.Version.V7_0).separable().start()) {
            ClusterNode primary = separable.owner("key");
            ClusterNode heir = separable.replica(primary);

            separable.isolate(primary);
            assertThat(primary.redis().cli("SET", "key", "late")).isEqualTo("OK");
            separable.awaitHeir(primary, heir);

            assertThat(heir.redis().cli("GET", "key")).isEmpty();
            assertThatThrownBy(() -> primary.redis().cli("GET", "key")).hasMessageStartingWith("CLUSTERDOWN");
            separable.rejoin(primary);
            assertThat(separable.replica(heir)).isEqualTo(primary);
            assertThat(separable.cliOf("key", "GET", "key")).isEmpty();
        }
    }

    @Test
    void cutOffClients_node_onlyTheOthersReachIt() {
        try (LocalCluster separable =
                LocalCluster.builder(LocalRedis.Version.V7_0).separable().start()) {
            ClusterNode primary = separable.owner("key");
            try (RedisCli client = new RedisCli(primary.port(), Duration.ofSeconds(5))) {
                assertThat(client.call("SET", "key", "value")).isEqualTo("OK");

                separable.cutOffClients(primary);
                assertThatThrownBy(() -> client.call("PING")).isInstanceOf(UncheckedIOException.class);
            }
            try (RedisCli cli = primary.redis().connect()) {
                cli.call("INCR", "key2{key}");
                assertThat(cli.call("WAIT", "1", "10000")).isEqualTo(1L);
            }
            separable.rejoin(primary);
            assertThat(call(primary.port(), "GET", "key")).isEqualTo("value");
        }
    }

    @Test
    void tlsPasswordAndUser_configured_nodesUseThemAmongThemselves() {
        try (TestCertificates certificates = new TestCertificates();
                LocalCluster secured = LocalCluster.builder(LocalRedis.Version.V7_0)
                        .tls(certificates)
                        .password("so secret")
                        .config("user app on >hidden ~centralog* +@all")
                        .start()) {
            ClusterNode owner = secured.owner("centralog");
            String first = "127.0.0.1:" + secured.nodes().get(0).port() + ",";
            secured.cliOf("centralog", "SET", "centralog", "value");
            secured.migrate(secured.slot("centralog"), other(secured, owner));
            secured.migrateAtOnce(secured.slot("centralog"), owner);

            assertThat(secured.uri()).startsWith("rediss://:so%20secret@" + first);
            assertThat(secured.uri("app", "hidden")).startsWith("rediss://app:hidden@" + first);
            assertThatThrownBy(() -> call(owner.port(), "PING")).isInstanceOf(UncheckedIOException.class);
            try (RedisCli cli = owner.redis().connect()) {
                cli.call("AUTH", "app", "hidden");
                assertThat(RedisCli.text(cli.call("GET", "centralog"))).isEqualTo("value");
                assertThatThrownBy(() -> cli.call("GET", "other")).hasMessageStartingWith("NOPERM");
            }
        }
    }

    @Test
    void migration_atOnce_allKeysMoveAndTheSourceSaysMoved() {
        ClusterNode source = cluster.owner("{a}");
        ClusterNode target = other(source);
        for (int i = 0; i < 1_050; i++) {
            source.redis().cli("SET", "{a}" + i, "value " + i);
        }

        cluster.migrateAtOnce(cluster.slot("{a}"), target);

        assertThat(cluster.owner("{a}")).isEqualTo(target);
        assertThat(target.redis().cli("DBSIZE")).isEqualTo("1050");
        assertThatThrownBy(() -> source.redis().cli("GET", "{a}7")).hasMessageStartingWith("MOVED");
        cluster.migrateAtOnce(cluster.slot("{a}"), source);
    }

    @Test
    void slot_misdirected_twoPrimariesNameEachOther() {
        ClusterNode owner = cluster.owner("key");
        ClusterNode other = other(owner);
        String moved = "MOVED " + cluster.slot("key") + " 127.0.0.1:";

        cluster.misdirect(cluster.slot("key"), other);
        assertThatThrownBy(() -> owner.redis().cli("GET", "key")).hasMessage(moved + other.port());
        assertThatThrownBy(() -> other.redis().cli("GET", "key")).hasMessage(moved + owner.port());

        cluster.assign(cluster.slot("key"), owner);
        assertThat(cluster.cliOf("key", "SET", "key", "value")).isEqualTo("OK");
    }

    @Test
    void migration_abandoned_slotStaysWhereItWas() {
        ClusterNode source = cluster.owner("{a}");
        source.redis().cli("SET", "{a}", "value");

        cluster.beginMigration(cluster.slot("{a}"), other(source)).abandon();

        assertThat(cluster.cliOf("{a}", "GET", "{a}")).isEqualTo("value");
    }

    @Test
    void failOver_replicaServesWhatWasConfirmedByIt() {
        ClusterNode primary = cluster.owner("key");
        try (RedisCli cli = primary.redis().connect()) {
            cli.call("SET", "key", "value");
            assertThat(cli.call("WAIT", "1", "10000")).isEqualTo(1L);
        }

        ClusterNode heir = cluster.failOver(primary);

        assertThat(cluster.owner("key")).isEqualTo(heir);
        assertThat(heir.redis().cli("GET", "key")).isEqualTo("value");
        cluster.restart(primary);
        assertThat(cluster.replica(heir)).isEqualTo(primary);
        assertThat(cluster.switchOver(heir)).isEqualTo(primary);
        assertThat(cluster.cliOf("key", "GET", "key")).isEqualTo("value");
    }

    @Test
    void slots_takenAway_clusterIsDownUntilTheyAreGivenBack() {
        ClusterNode owner = cluster.owner("key");
        int slot = cluster.slot("key");
        ClusterNode other = other(owner);
        String elsewhere = keyOf(other);

        cluster.takeAwaySlots(slot, slot + 10);
        assertThatThrownBy(() -> owner.redis().cli("GET", "key")).hasMessageStartingWith("CLUSTERDOWN");
        assertThatThrownBy(() -> other.redis().cli("GET", elsewhere)).hasMessageStartingWith("CLUSTERDOWN");

        cluster.giveSlots(owner, slot, slot + 10);
        assertThat(owner.redis().cli("GET", "key")).isEmpty();
    }

    @Test
    void announce_unusedPort_othersSendClientsThere() {
        ClusterNode owner = cluster.owner("key");
        int unused = FreePorts.next();

        cluster.announce(owner, unused);
        assertThatThrownBy(() -> other(owner).redis().cli("GET", "key"))
                .hasMessage("MOVED " + cluster.slot("key") + " 127.0.0.1:" + unused);

        cluster.announce(owner, owner.port());
        cluster.awaitWhole();
    }

    @Test
    @LongForm
    void freeze_primary_replicaIsPromotedAndItComesBackAsReplica() {
        ClusterNode primary = cluster.owner("key");
        ClusterNode heir = cluster.replica(primary);

        primary.redis().freeze();
        cluster.awaitHeir(primary, heir);
        primary.redis().thaw();

        cluster.awaitWhole();
        assertThat(cluster.replica(heir)).isEqualTo(primary);
    }

    private ClusterNode other(ClusterNode primary) {
        return other(cluster, primary);
    }

    private static ClusterNode other(LocalCluster cluster, ClusterNode primary) {
        return cluster.primaries().stream()
                .filter(node -> !node.equals(primary))
                .findFirst()
                .orElseThrow();
    }

    /** Returns a key that this primary serves. */
    private String keyOf(ClusterNode primary) {
        for (int i = 0; ; i++) {
            if (cluster.owner("key" + i).equals(primary)) {
                return "key" + i;
            }
        }
    }

    /** Sends a command as a client would. */
    private static String call(int port, String... command) {
        try (RedisCli client = new RedisCli(port, Duration.ofSeconds(5))) {
            return RedisCli.text(client.call(command));
        }
    }
}
