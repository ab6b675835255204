// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

/**
 * A node of a {@link LocalCluster}. Its role is asked of the cluster, because it changes.
 *
 * @param redis the server, on its port without TLS
 * @param port the port for clients of the cluster: with TLS if the cluster uses it
 * @param busPort the port for the other nodes
 * @param id the node's name in the cluster
 */
public record ClusterNode(LocalRedis redis, int port, int busPort, String id) {
    @Override
    public String toString() {
        return "node " + port;
    }
}
