// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A loopback port whose connections reach another one, unless they come from a refused address. Thread-safe. */
final class SourceFilter extends LoopbackRelay {
    private final Set<InetAddress> refused = ConcurrentHashMap.newKeySet();
    private final Set<Socket> carried = ConcurrentHashMap.newKeySet();

    private SourceFilter(int targetPort) {
        super(targetPort, "source-filter");
    }

    static SourceFilter to(int targetPort) {
        SourceFilter filter = new SourceFilter(targetPort);
        filter.open();
        return filter;
    }

    /** Cuts the connections from this address, and refuses new ones. */
    void refuse(InetAddress source) {
        refused.add(source);
        carried.stream()
                .filter(socket -> source.equals(socket.getInetAddress()))
                .forEach(SourceFilter::close);
    }

    /** Lets connections from this address pass again. */
    void accept(InetAddress source) {
        refused.remove(source);
    }

    @Override
    void carry(Socket near, Socket far) {
        carried.removeIf(Socket::isClosed);
        carried.add(near);
        if (refused.contains(near.getInetAddress())) {
            close(near);
            close(far);
            forget(near, far);
            return;
        }
        execute(() -> passAll(near, far));
        execute(() -> passAll(far, near));
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // It is closed either way.
        }
    }
}
