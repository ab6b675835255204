// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.gather.EventSource;
import dev.centralog.lettuce.ExistingClient;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.TwoNodes;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests with one node of a cluster in the setting, which has none of the keys. */
class ClusterNodeIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final TwoNodes nodes = new TwoNodes();
    private final LocalRedis empty = nodes.empty();
    private final LocalRedis owner = nodes.owner();

    @AfterEach
    void close() {
        nodes.close();
    }

    @Test
    void address_ofANodeWithoutKeys_leadsToTheOneThatHasThem() throws InterruptedException {
        List<String> told = new CopyOnWriteArrayList<>();
        Centralog centralog = Centralog.open(Logs.config(empty), Said.messages(told));
        centralog.log(Logs.event("one", Logs.ago(Duration.ZERO)));

        assertThat(centralog.close(LONG)).isZero();

        assertThat(Logs.gatherAll(Logs.config(empty)).stored()).isEqualTo(1);
        assertThat(told).isEmpty();
    }

    /** Tests a client of the application's own, which is led by its owner: it can't follow a referral. */
    @Test
    void existingClient_onANodeWithoutKeys_isRefused() {
        RedisClient client = RedisClient.create();
        try {
            ExistingClient access = new ExistingClient(client, RedisURI.create("redis://127.0.0.1:" + empty.port()));
            assertThatThrownBy(() -> {
                        try (EventSource source =
                                EventSource.open(Logs.config(empty), access, (severity, message, cause) -> {})) {
                            source.claim(Duration.ZERO);
                        }
                    })
                    .isInstanceOf(RedisRefusedException.class)
                    .hasMessageContaining("another node of the cluster has its keys")
                    .hasMessageContaining("MOVED ");
        } finally {
            client.shutdown();
        }
    }

    @Test
    void referral_toAnAddressThatCannotBeReached_namesItAndTheSettingOfTheCluster() {
        owner.cli("CONFIG", "SET", "cluster-announce-ip", "127.0.0.1");
        owner.cli("CONFIG", "SET", "cluster-announce-port", "1");
        Awaitility.await().atMost(LONG).until(() -> empty.cli("CLUSTER", "NODES")
                .contains("127.0.0.1:1@"));

        assertThatThrownBy(() -> EventSource.open(
                        Logs.config(empty).with(Settings.CONNECT_TIMEOUT, Duration.ofSeconds(2)),
                        (severity, message, cause) -> {}))
                .isInstanceOf(CentralogException.class)
                .hasMessageContaining("127.0.0.1:1")
                .hasMessageContaining("cluster-announce-ip");
    }
}
