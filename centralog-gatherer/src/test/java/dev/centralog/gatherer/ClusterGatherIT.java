// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.SourceLocation;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testkit.ClusterNode;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalCluster;
import dev.centralog.testkit.SharedCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests of gatherers and commands on a cluster of six nodes. */
class ClusterGatherIT {
    @RegisterExtension
    static final SharedCluster SHARED = new SharedCluster();

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int PRODUCERS = 8;
    private static final int EACH = 2_000;

    @TempDir
    private Path directory;

    private final LocalCluster cluster = SHARED.get();
    private final CentralogConfig config = CentralogConfig.defaults()
            .with(Settings.REDIS, cluster.uri())
            .with(Settings.APP, "shop")
            .with(Settings.SLICE_LENGTH, Duration.ofSeconds(1));
    private final List<Centralog> producers = new ArrayList<>();
    private long logged;

    private void open() {
        for (int i = 0; i < PRODUCERS; i++) {
            producers.add(Centralog.open(config));
        }
    }

    private void log() {
        for (int i = 0; i < EACH; i++) {
            for (Centralog each : producers) {
                each.log(LogEvent.builder()
                        .logger("com.example.Shop")
                        .template("order {} failed")
                        .arguments(i)
                        .message("order " + i + " failed")
                        .location(new SourceLocation("com.example.Shop", "order", "Shop.java", i % 50))
                        .build());
                logged++;
            }
        }
    }

    private ForkedJvm gather(String url) {
        return ForkedJvm.builder("dev.centralog.gatherer.Main")
                .arguments("gather", "--redis", cluster.uri(), "--database", url, "--page", "off")
                .workingDirectory(directory)
                .start();
    }

    private void setNodeTimeout(int millis) {
        cluster.nodes().stream().filter(node -> node.redis().isAnswering()).forEach(node -> node.redis()
                .cli("CONFIG", "SET", "cluster-node-timeout", Integer.toString(millis)));
    }

    @Test
    void gatherers_oneKilledAndAPrimaryToo_storeEachEventOnce() throws InterruptedException {
        String url = Databases.shared().empty(Kind.POSTGRESQL, directory);
        setNodeTimeout(60_000);
        open();
        try (ForkedJvm other = gather(url)) {
            try (ForkedJvm one = gather(url)) {
                log();
                Awaitility.await().atMost(LIMIT).ignoreExceptions().until(() -> GatheringFixture.sum(url) > 0);
                one.killHard();
            }
            ClusterNode victim = cluster.owner("{cl.2:0}:book");
            setNodeTimeout(2_000);
            cluster.failOver(victim);
            setNodeTimeout(60_000);
            log();
            for (Centralog each : producers) {
                assertThat(each.close(LIMIT)).isZero();
            }
            GatheringFixture.awaitSum(url, logged);
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> Sql.number(url, "SELECT count(*) FROM complete_up_to WHERE stream = 'events'") == 6);
            // What the killed one has stored, and not acknowledged, waits until its lease ends.
            Awaitility.await().atMost(LIMIT).pollInSameThread().untilAsserted(() -> assertThat(
                            Commands.run("status", "--redis", cluster.uri(), "--database", url)
                                    .out())
                    .contains("protocol 2, 6 partitions; ", "events        none wait in Redis"));
            assertThat(other.terminate(LIMIT)).isZero();
            setNodeTimeout(2_000);
            cluster.restart(victim);
            cluster.awaitWhole();
        }
    }

    @Test
    void actions_ofAllPartitions_areSummedByUser() throws InterruptedException {
        String url = Databases.shared().empty(Kind.SQLITE, directory);
        open();
        for (Centralog each : producers) {
            each.actions().log(Action.of("bob", "buy"));
            assertThat(each.close(LIMIT)).isZero();
        }

        Commands gather = Commands.run("gather", "--once", "--redis", cluster.uri(), "--database", url);

        assertThat(gather.code()).as(gather.err()).isZero();
        assertThat(Sql.number(url, "SELECT sum(count) FROM action_slice WHERE user_id = 'bob'"))
                .isEqualTo(PRODUCERS);
    }

    @Test
    void partitions_ofACluster_areShownAndRefusedOutOfRange() throws InterruptedException {
        Commands shown = Commands.run("partitions", "--redis", cluster.uri());
        Commands refused = Commands.run("partitions", "1000", "--redis", cluster.uri());

        assertThat(shown.out())
                .isEqualToIgnoringNewLines("producers that start choose from 6 partitions; gatherers read 6");
        assertThat(refused.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(refused.err()).contains("N is 1000; allowed is 1 to 256");
    }
}
