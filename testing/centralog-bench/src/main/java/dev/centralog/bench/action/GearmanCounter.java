// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Submits one background job per call, on one connection per thread. No worker runs: its work would be on this machine
 * and in the figure. The queue grows in the job server's memory, and ends with it.
 */
final class GearmanCounter implements ActionCounter {
    static final String FUNCTION = "count";

    private final Queue<GearmanConnection> connections = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<GearmanConnection> own;

    GearmanCounter(int port) {
        own = ThreadLocal.withInitial(() -> {
            GearmanConnection connection = new GearmanConnection(port);
            connections.add(connection);
            return connection;
        });
    }

    @Override
    public void count(long user, int action) {
        own.get().submitBackground(FUNCTION, ActionCounter.text(user, action));
    }

    @Override
    public void close() {
        connections.forEach(GearmanConnection::close);
    }
}
