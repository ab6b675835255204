// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A loopback port whose connections reach another one from 127.0.0.2, which servers treat as another host. Thread-safe. */
public final class Stranger extends LoopbackRelay {
    private static final byte[] OTHER_ADDRESS = {127, 0, 0, 2};

    private Stranger(int targetPort) {
        super(targetPort, "stranger");
    }

    /** Opens a relay. */
    public static Stranger to(int targetPort) {
        Stranger stranger = new Stranger(targetPort);
        stranger.open();
        return stranger;
    }

    @Override
    Socket connect() throws IOException {
        InetAddress own = InetAddress.getByAddress(OTHER_ADDRESS);
        return new Socket(InetAddress.getLoopbackAddress(), targetPort(), own, /* localPort= */ 0);
    }

    @Override
    void carry(Socket near, Socket far) {
        execute(() -> passAll(near, far));
        execute(() -> passAll(far, near));
    }
}
