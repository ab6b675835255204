// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.util.List;

/** Makes a cluster of new nodes. */
final class ClusterFormation {
    private ClusterFormation() {}

    /**
     * Makes primaries of the first half of the nodes, and a replica of each in the second half; returns when all know.
     */
    static void form(List<ClusterNode> nodes) {
        int primaries = nodes.size() / 2;
        for (int i = 0; i < nodes.size(); i++) {
            // Different epochs from the start: the nodes would take a while to agree on them.
            nodes.get(i).redis().cli("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
        }
        for (int i = 0; i < primaries; i++) {
            int end = (i + 1) * LocalCluster.SLOTS / primaries;
            addSlots(nodes.get(i), i * LocalCluster.SLOTS / primaries, end - 1);
        }
        for (int i = 0; i < nodes.size(); i++) {
            for (ClusterNode other : nodes.subList(i + 1, nodes.size())) {
                meet(nodes.get(i).redis(), other);
            }
        }
        for (int i = 0; i < primaries; i++) {
            follow(nodes.get(i + primaries).redis(), nodes.get(i).id());
        }
        LocalCluster.await("the replicas")
                .until(() -> nodes.stream().allMatch(node -> replicas(node) == nodes.size() - primaries));
    }

    static void addSlots(ClusterNode node, int first, int last) {
        node.redis().cli("CLUSTER", "ADDSLOTSRANGE", Integer.toString(first), Integer.toString(last));
    }

    private static void meet(LocalRedis node, ClusterNode other) {
        String port = Integer.toString(other.port());
        node.cli("CLUSTER", "MEET", "127.0.0.1", port, Integer.toString(other.busPort()));
    }

    private static void follow(LocalRedis replica, String primary) {
        LocalCluster.await("the primary's handshake")
                .until(() -> ClusterView.of(replica).member(primary).isPresent());
        replica.cli("CLUSTER", "REPLICATE", primary);
    }

    /** Returns how many replicas this node knows. */
    private static long replicas(ClusterNode node) {
        return ClusterView.of(node.redis()).members().values().stream()
                .filter(member -> !member.primaryId().equals("-"))
                .count();
    }
}
