// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.net.Socket;

/**
 * An address that moves from one server to another, as in a failover: a loopback port whose connections reach the
 * current server. Thread-safe.
 */
public final class MovableAddress extends LoopbackRelay {
    private MovableAddress(int targetPort) {
        super(targetPort, "movable-address");
    }

    /** Opens an address. */
    public static MovableAddress of(int targetPort) {
        MovableAddress address = new MovableAddress(targetPort);
        address.open();
        return address;
    }

    /** Makes new connections reach that port; existing ones stay where they are. */
    public void moveTo(int port) {
        redirect(port);
    }

    /** Cuts all connections. */
    public void cut() {
        closeAll();
    }

    @Override
    void carry(Socket near, Socket far) {
        execute(() -> passAll(near, far));
        execute(() -> passAll(far, near));
    }
}
