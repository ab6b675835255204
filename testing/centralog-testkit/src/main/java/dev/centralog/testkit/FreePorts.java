// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds loopback ports that are not in use. Thread-safe. */
public final class FreePorts {
    /*
     * The lowest port, below the range that Linux uses for outgoing connections, so that a stopped server finds its
     * port free again.
     */
    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    /* Redis's own rule for the port of the cluster bus. */
    static final int BUS_OFFSET = 10_000;

    private FreePorts() {}

    /**
     * Returns a port that was free a moment ago. Another process may still take it first, so the caller must be ready
     * to try again.
     */
    public static int next() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free loopback port between " + LOWEST + " and " + HIGHEST);
    }

    /**
     * Returns a port, as {@link #next} does, for a node of a cluster: the port of its cluster bus, which is higher by
     * 10,000, was free as well.
     */
    public static int nextForClusterNode() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST - BUS_OFFSET);
            if (isFree(port) && isFree(port + BUS_OFFSET)) {
                return port;
            }
        }
        throw new IllegalStateException("no two free loopback ports of which one is higher by " + BUS_OFFSET);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException ignored) {
            return false;
        }
    }
}
