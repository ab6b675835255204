// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.gather.EventSource;
import dev.centralog.testkit.LocalRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests with a node of a cluster in place of a single Redis: the message names the wrong setting, and says what to do. */
class ClusterNodeIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int SLOTS = 16_384;

    private final LocalRedis empty = node();
    private final LocalRedis owner = node();

    private static LocalRedis node() {
        return LocalRedis.builder(LocalRedis.Version.newest())
                .config("cluster-enabled yes", "cluster-require-full-coverage no")
                .start();
    }

    /** Joins the two nodes; one of them serves all slots. */
    @BeforeEach
    void meet() {
        List<String> add = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
        for (int slot = 0; slot < SLOTS; slot++) {
            add.add(Integer.toString(slot));
        }
        owner.cli(add.toArray(String[]::new));
        empty.cli("CLUSTER", "MEET", "127.0.0.1", Integer.toString(owner.port()));
        Awaitility.await().atMost(LONG).until(() -> {
            String info = empty.cli("CLUSTER", "INFO");
            return info.contains("cluster_state:ok") && info.contains("cluster_slots_ok:" + SLOTS);
        });
    }

    @AfterEach
    void close() {
        empty.close();
        owner.close();
    }

    private static void assertSays(String message, LocalRedis node) {
        assertThat(message)
                .contains("redis://127.0.0.1:" + node.port())
                .contains("it is a node of a cluster; Centralog needs a Redis that is not in cluster mode")
                .contains("(setting 'redis')")
                .contains("MOVED ")
                .doesNotContain("\n");
    }

    @Test
    void application_isToldOnceAndGoesOn() {
        List<String> told = new CopyOnWriteArrayList<>();
        Centralog centralog = Centralog.open(Logs.config(empty), Said.messages(told));
        centralog.log(Logs.event("waits", Logs.ago(Duration.ZERO)));

        Awaitility.await().atMost(LONG).until(() -> !told.isEmpty());
        centralog.close();

        assertThat(told).hasSize(2).allSatisfy(message -> assertSays(message, empty));
        assertThat(told.get(0)).startsWith("Redis has been unavailable for ");
        assertThat(told.get(1)).contains("are lost");
    }

    @Test
    void reader_isRefused() {
        assertThatThrownBy(() -> {
                    try (EventSource source = EventSource.open(Logs.config(empty), (severity, message, cause) -> {})) {
                        source.claim(Duration.ZERO);
                    }
                })
                .isInstanceOf(RedisRefusedException.class)
                .satisfies(e -> assertSays(String.valueOf(e.getMessage()), empty));
    }
}
