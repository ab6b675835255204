// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gather.EventSource;
import dev.centralog.gather.EventWindow;
import dev.centralog.internal.time.Clock;
import dev.centralog.testkit.ClusterNode;
import dev.centralog.testkit.LocalCluster;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.LongForm;
import dev.centralog.testkit.SharedCluster;
import dev.centralog.testkit.SlotMigration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests of producers and readers on a cluster of six nodes, whose partitions are on several primaries. */
class ClusterIT {
    @RegisterExtension
    static final SharedCluster SHARED = new SharedCluster();

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int PRODUCERS = 8;

    /** A number of further producers at which all of them miss one of six partitions about once in ten million times. */
    private static final int MOST_DRAWS = 100;

    private final LocalCluster cluster = SHARED.get();
    private final CentralogConfig config = Logs.config(0).with(Settings.REDIS, cluster.uri());
    private final List<Centralog> producers = new ArrayList<>();
    private long logged;

    /** Keeps a busy machine from failing over by itself: what a replica had not received yet would be lost with its producer. */
    @BeforeEach
    void bePatient() {
        setNodeTimeout(60_000);
    }

    private void setNodeTimeout(int millis) {
        cluster.nodes().stream().filter(node -> node.redis().isAnswering()).forEach(node -> node.redis()
                .cli("CONFIG", "SET", "cluster-node-timeout", Integer.toString(millis)));
    }

    private void open(int count) {
        for (int i = 0; i < count; i++) {
            producers.add(Logs.open(config));
        }
    }

    private void logEach(int count) {
        for (int i = 0; i < count; i++) {
            for (Centralog each : producers) {
                each.log(Logs.event("event " + i % 5, Clock.now()));
                logged++;
            }
        }
    }

    private long acknowledged() {
        return producers.stream().mapToLong(each -> each.stats().acknowledged()).sum();
    }

    private void awaitAcknowledged() {
        Awaitility.await().atMost(LONG).until(() -> acknowledged() == logged);
    }

    private void close() {
        for (Centralog each : producers) {
            assertThat(each.close(LONG)).isZero();
        }
    }

    private boolean isAnyPartitionUnused() {
        return Stream.of(0, 1, 2, 3, 4, 5)
                .map(partition -> "{cl.2:" + partition + "}:open")
                .anyMatch(open -> cluster.cliOf(open, "ZCARD", open).equals("0"));
    }

    private static List<String> partitions(Logs gathered) {
        return gathered.events().stream()
                .map(event -> event.delivery().split(":")[1])
                .distinct()
                .toList();
    }

    @Test
    void partitions_ofManyProducers_areAllUsedAndExact() throws InterruptedException {
        open(24);
        logEach(10);
        awaitAcknowledged();
        for (int more = 0; more < MOST_DRAWS && isAnyPartitionUnused(); more++) {
            open(1); // each draws at random: of 24, one in 13 times none draws one of the six
            logEach(1);
            awaitAcknowledged();
        }
        close();

        Logs gathered = Logs.gatherAll(config);

        assertThat(gathered.stored()).isEqualTo(logged);
        assertThat(partitions(gathered)).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5");
        assertThat(cluster.cliOf("{cl.2}:meta", "HGET", "{cl.2}:meta", "drawn")).isEqualTo("6");
    }

    @Test
    void address_ofADeadNodeFirst_isPassedOver() throws InterruptedException {
        CentralogConfig anyhow =
                config.with(Settings.REDIS, cluster.uri().replace("redis://", "redis://127.0.0.1:1,127.0.0.1:2,"));
        try (Centralog centralog = Logs.open(anyhow)) {
            centralog.log(Logs.event("one", Clock.now()));
            assertThat(centralog.close(LONG)).isZero();
        }

        assertThat(Logs.gatherAll(anyhow).stored()).isEqualTo(1);
    }

    @Test
    void slots_migratedKeyByKeyUnderLoad_areFollowedExactly() throws InterruptedException {
        open(PRODUCERS);
        logEach(20);
        awaitAcknowledged();
        List<SlotMigration> migrations = new ArrayList<>();
        for (int partition = 0; partition < 6; partition++) {
            ClusterNode source = cluster.owner("{cl.2:" + partition + "}:book");
            ClusterNode target = cluster.primaries().stream()
                    .filter(each -> !each.equals(source))
                    .findFirst()
                    .orElseThrow();
            SlotMigration migration = cluster.beginMigration(cluster.slot("{cl.2:" + partition + "}:book"), target);
            migration.moveKeys(1);
            migrations.add(migration);
        }
        logEach(20);
        migrations.forEach(SlotMigration::finish);
        logEach(20);
        awaitAcknowledged();
        close();

        assertThat(Logs.gatherAll(config).stored()).isEqualTo(logged);
    }

    /** Tests slots that move with all their keys at once, as Valkey 9 moves them; two of them, as each takes a second elsewhere. */
    @Test
    void slots_migratedAtOnceUnderLoad_areFollowedExactly() throws InterruptedException {
        open(PRODUCERS);
        logEach(20);
        awaitAcknowledged();
        for (int partition = 0; partition < 2; partition++) {
            ClusterNode source = cluster.owner("{cl.2:" + partition + "}:book");
            ClusterNode target = cluster.primaries().stream()
                    .filter(each -> !each.equals(source))
                    .findFirst()
                    .orElseThrow();
            logEach(20);
            cluster.migrateAtOnce(cluster.slot("{cl.2:" + partition + "}:book"), target);
            logEach(20);
        }
        awaitAcknowledged();
        close();

        assertThat(Logs.gatherAll(config).stored()).isEqualTo(logged);
    }

    @Test
    void primary_killedUnderLoad_isExactOnceItsReplicaIsPromoted() throws InterruptedException {
        open(PRODUCERS);
        logEach(20);
        awaitAcknowledged();
        ClusterNode victim = cluster.owner("{cl.2:0}:book");
        setNodeTimeout(2_000);
        cluster.failOver(victim);
        setNodeTimeout(60_000);
        logEach(20);
        awaitAcknowledged();
        close();

        assertThat(Logs.gatherAll(config).stored()).isEqualTo(logged);
        setNodeTimeout(2_000);
        cluster.restart(victim);
        cluster.awaitWhole();
    }

    /** Tests a primary that clients reach and the other nodes do not: it answers that the cluster is down, for good. */
    @Test
    @LongForm
    void primary_cutOffFromTheOthers_isLeftForItsHeir() throws InterruptedException {
        try (LocalCluster separable =
                LocalCluster.builder(LocalRedis.Version.newest()).separable().start()) {
            CentralogConfig there = config.with(Settings.REDIS, separable.uri());
            for (int i = 0; i < PRODUCERS; i++) {
                producers.add(Logs.open(there));
            }
            logEach(20);
            awaitAcknowledged();
            ClusterNode primary = separable.owner("{cl.2:0}:book");
            ClusterNode heir = separable.replica(primary);
            separable.isolate(primary);
            separable.awaitHeir(primary, heir);

            logEach(20);
            awaitAcknowledged();
            close();

            separable.rejoin(primary);
            assertThat(Logs.gatherAll(there).stored()).isEqualTo(logged);
        }
    }

    /** Tests a primary that the other nodes reach and clients do not: no replica takes over, so what it should get must wait. */
    @Test
    @LongForm
    void primary_cutOffFromClients_getsWhatHasWaitedForIt() throws InterruptedException {
        try (LocalCluster separable =
                LocalCluster.builder(LocalRedis.Version.newest()).separable().start()) {
            CentralogConfig there = config.with(Settings.REDIS, separable.uri());
            for (int i = 0; i < PRODUCERS * 3; i++) {
                producers.add(Logs.open(there));
            }
            logEach(20);
            awaitAcknowledged();
            ClusterNode primary = separable.owner("{cl.2:0}:book");
            separable.cutOffClients(primary);
            logEach(20);
            Awaitility.await().atMost(LONG).until(() -> waiting() > 0 && waiting() < producers.size());
            Awaitility.await().during(Duration.ofSeconds(4)).atMost(LONG).until(() -> waiting() > 0);
            assertThat(separable.owner("{cl.2:0}:book")).isEqualTo(primary);
            logEach(20);

            separable.rejoin(primary);
            awaitAcknowledged();
            close();
            assertThat(Logs.gatherAll(there).stored()).isEqualTo(logged);
        }
    }

    /** Returns the number of producers of which events wait. */
    private long waiting() {
        return producers.stream()
                .filter(each -> each.stats().acknowledged() < logged / producers.size())
                .count();
    }

    @Test
    void readers_several_shareThePartitionsAndLoseNothing() throws InterruptedException {
        open(PRODUCERS);
        Logs all = new Logs();
        List<String> claimed = new CopyOnWriteArrayList<>();
        try (EventSource one = EventSource.open(config, (severity, message, cause) -> {});
                EventSource other = EventSource.open(config, (severity, message, cause) -> {})) {
            logEach(20);
            close();
            var backlog = one.backlog();
            while (!backlog.isDoneIn(one.backlog())) {
                for (EventSource each : List.of(one, other)) {
                    EventWindow window = each.claim(Duration.ofMillis(100));
                    if (window != null) {
                        claimed.add(window.windowStart() + " " + window.delivery());
                        all.store(window.content());
                        assertThat(window.acknowledge()).isTrue();
                    }
                }
            }
        }

        assertThat(all.stored()).isEqualTo(logged);
        assertThat(claimed).doesNotHaveDuplicates();
    }

    @Test
    void slots_takenAway_holdUpNoOtherPartition() throws InterruptedException {
        cluster.nodes().forEach(node -> node.redis().cli("CONFIG", "SET", "cluster-require-full-coverage", "no"));
        open(PRODUCERS * 2);
        logEach(5);
        close();
        int slot = cluster.slot("{cl.2:0}:book");
        List<String> told = new CopyOnWriteArrayList<>();
        try (EventSource source = EventSource.open(config, Said.messages(told))) {
            ClusterNode owner = cluster.owner(slot);
            cluster.takeAwaySlots(slot, slot);
            Logs gathered = new Logs();
            long others = Stream.of(1, 2, 3, 4, 5)
                    .mapToLong(partition -> Long.parseLong(
                            cluster.cliOf("{cl.2:" + partition + "}:open", "ZCARD", "{cl.2:" + partition + "}:open")))
                    .sum();
            for (long i = 0; i < others; i++) {
                EventWindow window = Objects.requireNonNull(source.claim(LONG));
                gathered.store(window.content());
                assertThat(window.acknowledge()).isTrue();
            }
            assertThat(partitions(gathered)).doesNotContain("0");
            cluster.giveSlots(owner, slot, slot);
            cluster.awaitWhole();
        }
    }
}
