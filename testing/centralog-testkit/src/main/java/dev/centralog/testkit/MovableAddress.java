// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.net.Socket;

/**
 * An address that moves from one server to another, as a failover does it: a loopback port whose connections reach the
 * server of the moment. Thread-safe.
 */
public final class MovableAddress extends LoopbackRelay {
    private MovableAddress(int targetPort) {
        super(targetPort, "movable-address");
    }

    /** Opens one. */
    public static MovableAddress of(int targetPort) {
        MovableAddress address = new MovableAddress(targetPort);
        address.open();
        return address;
    }

    /** New connections reach that port; those that are there stay where they are. */
    public void moveTo(int port) {
        redirect(port);
    }

    /** Ends all connections. */
    public void cut() {
        closeAll();
    }

    @Override
    void carry(Socket near, Socket far) {
        execute(() -> passAll(near, far));
        execute(() -> passAll(far, near));
    }
}
