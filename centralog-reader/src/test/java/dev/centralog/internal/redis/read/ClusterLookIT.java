// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.Logs;
import dev.centralog.Settings;
import dev.centralog.internal.redis.RedisConnection;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.Window.Signal;
import dev.centralog.testkit.ClusterNode;
import dev.centralog.testkit.LocalCluster;
import dev.centralog.testkit.SharedCluster;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of what a view of a cluster connects to, and finds there. */
class ClusterLookIT {
    @RegisterExtension
    static final SharedCluster SHARED = new SharedCluster();

    private final LocalCluster cluster = SHARED.get();
    private final CentralogConfig config = Logs.config(0).with(Settings.REDIS, cluster.uri());

    private static void logOne(CentralogConfig to) {
        try (Centralog centralog = Logs.open(to)) {
            centralog.log(Logs.event("one", Clock.now()));
            assertThat(centralog.close(Duration.ofSeconds(30))).isZero();
        }
    }

    private long connections() {
        return cluster.primaries().stream()
                .flatMap(node -> node.redis().cli("CLIENT", "LIST").lines())
                .filter(line -> line.contains(" name=centralog "))
                .count();
    }

    @Test
    void look_atSixPartitionsOnThreePrimaries_needsAConnectionToEachPrimary() {
        logOne(config);

        try (RedisLook look = RedisLook.open(config)) {
            assertThat(look.windows(Signal.EVENTS))
                    .extracting(RedisLook.Windows::partition)
                    .containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(connections()).isLessThanOrEqualTo(3);
        }
    }

    /** Tests that with partitions of which the primary that has the data of the prefix has none, and one that has one only. */
    @ParameterizedTest
    @ValueSource(strings = {"logs", "cl", "prod", "a", "b", "c", "d", "e"})
    void look_atTwoPartitionsAnywhere_findsThem(String prefix) throws InterruptedException {
        CentralogConfig there = config.with(Settings.KEY_PREFIX, prefix);
        PartitionChange.apply(there, 2, time -> {});
        logOne(there);

        try (RedisLook look = RedisLook.open(there)) {
            assertThat(look.windows(Signal.EVENTS).stream()
                            .mapToLong(RedisLook.Windows::openCount)
                            .sum())
                    .isPositive();
            assertThat(look.producers().ever()).isTrue();
            assertThat(look.gatherers()).isEmpty();
        }
    }

    @Test
    void otherPrefixes_onAnyPrimary_areFound() {
        List<String> prefixes =
                IntStream.range(0, 12).mapToObj(i -> "other" + i).toList();
        List<ClusterNode> owners = prefixes.stream()
                .map(each -> cluster.owner("{" + each + ".2}:meta"))
                .toList();
        assertThat(owners)
                .as("the primaries that have data of these prefixes")
                .contains(cluster.primaries().toArray(ClusterNode[]::new));
        prefixes.forEach(each -> logOne(config.with(Settings.KEY_PREFIX, each)));

        try (RedisLook look = RedisLook.open(config)) {
            RedisLook.Prefixes others = look.otherPrefixes();

            assertThat(others.names()).containsExactlyInAnyOrderElementsOf(prefixes);
            assertThat(others.complete()).isTrue();
        }
    }

    @Test
    void cluster_whoseUserMayNotAskForItsData_isKnownAsOne() {
        String rights = "on >s +hget +eval ~{cl.2}:meta ~{cl.2:*";
        for (ClusterNode node : cluster.nodes()) {
            node.redis().cli(("ACL SETUSER reader reset " + rights).split(" "));
        }

        for (ClusterNode node : cluster.primaries()) {
            for (String key : List.of("{cl.2}:meta", "{cl.2:0}:book")) {
                try (RedisConnection link = new RedisConnection(
                        config.with(Settings.REDIS, "redis://reader:s@127.0.0.1:" + node.port()),
                        null,
                        key.getBytes(UTF_8))) {
                    link.connect();

                    assertThat(link.isOfCluster()).as(key + " from " + node).isTrue();
                }
            }
        }
    }
}
