// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;

/** A cluster of two nodes, one of which serves all slots, so that the other one refers to it for each key. Not thread-safe. */
public final class TwoNodes implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final LocalRedis empty = node();
    private final LocalRedis owner = node();

    /** Starts and joins the two nodes. */
    public TwoNodes() {
        owner.cli("CLUSTER", "ADDSLOTSRANGE", "0", Integer.toString(LocalCluster.SLOTS - 1));
        empty.cli("CLUSTER", "MEET", "127.0.0.1", Integer.toString(owner.port()));
        Awaitility.await().atMost(LIMIT).until(() -> isWhole(empty) && isWhole(owner));
    }

    private static LocalRedis node() {
        return LocalRedis.builder(LocalRedis.Version.V7_0)
                .clusterNode()
                .config("cluster-enabled yes", "cluster-require-full-coverage no")
                .start();
    }

    private static boolean isWhole(LocalRedis node) {
        String info = node.cli("CLUSTER", "INFO");
        return info.contains("cluster_state:ok") && info.contains("cluster_slots_ok:" + LocalCluster.SLOTS);
    }

    /** Returns the node that has no keys. */
    public LocalRedis empty() {
        return empty;
    }

    /** Returns the node that has all keys. */
    public LocalRedis owner() {
        return owner;
    }

    @Override
    public void close() {
        empty.close();
        owner.close();
    }
}
