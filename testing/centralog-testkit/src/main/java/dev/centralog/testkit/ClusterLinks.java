// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * The network in front of one node of a cluster: the two ports that it announces, and the address that its own
 * connections come from, by which the others' networks know it. Thread-safe.
 */
final class ClusterLinks implements AutoCloseable {
    private final InetAddress source;
    private final SourceFilter clients;
    private final SourceFilter bus;

    /**
     * Opens both ports.
     *
     * @param index the node's number in its cluster
     * @param port its real port, which clients must not use
     */
    ClusterLinks(int index, int port) {
        source = address("127.0.0." + (11 + index));
        clients = SourceFilter.to(port);
        bus = SourceFilter.to(busPort(port));
    }

    /** Returns the lines of the node's redis.conf. */
    List<String> config() {
        return List.of(
                "bind-source-addr " + source.getHostAddress(),
                "cluster-announce-ip 127.0.0.1",
                "cluster-announce-port " + port(),
                "cluster-announce-bus-port " + busPort());
    }

    /** Returns the port for clients and replicas. */
    int port() {
        return clients.port();
    }

    int busPort() {
        return bus.port();
    }

    /** Returns the port that Redis takes for the cluster bus if a node listens to clients on this one. */
    static int busPort(int port) {
        return port + FreePorts.BUS_OFFSET;
    }

    /** Refuses what comes from another node. */
    void refuse(ClusterLinks other) {
        clients.refuse(other.source);
        bus.refuse(other.source);
    }

    /** Refuses what comes from clients, on all ports that are announced to them. */
    void refuseClients() {
        clients.refuse(InetAddress.getLoopbackAddress());
    }

    /** Refuses nothing from that node any more, nor from clients. */
    void accept(ClusterLinks other) {
        clients.accept(other.source);
        bus.accept(other.source);
        clients.accept(InetAddress.getLoopbackAddress());
    }

    @Override
    public void close() {
        clients.close();
        bus.close();
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }
}
