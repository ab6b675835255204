// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A network that delivers some requests twice: a loopback port whose connections reach a Redis. The second delivery
 * uses its own connection, before or after the first, and its answer is discarded. Only calls of scripts are doubled,
 * because these must tolerate it. Thread-safe.
 */
public final class DuplicatingLink extends RequestRelay {
    private final BooleanSupplier doubles;
    private final AtomicInteger doubled = new AtomicInteger();

    private DuplicatingLink(int targetPort, BooleanSupplier doubles) {
        super(targetPort, "duplicating-link");
        this.doubles = doubles;
    }

    /** Opens a link. For each call of a script, the supplier decides whether it is delivered twice. */
    public static DuplicatingLink to(int targetPort, BooleanSupplier doubles) {
        DuplicatingLink link = new DuplicatingLink(targetPort, doubles);
        link.open();
        return link;
    }

    /** Returns the number of requests delivered twice so far. */
    public int doubled() {
        return doubled.get();
    }

    @Override
    void pass(Request request, OutputStream far, OutputStream near) throws IOException {
        byte[] bytes = request.bytes();
        boolean twice = request.command().equals("EVALSHA") && doubles.getAsBoolean();
        boolean before = twice && doubled.incrementAndGet() % 2 == 0;
        if (before) {
            deliverBeside(bytes);
        }
        far.write(bytes);
        if (twice && !before) {
            deliverBeside(bytes);
        }
    }

    /** Delivers a request on another connection, and waits for the answer, so that the request has been executed. */
    private void deliverBeside(byte[] request) throws IOException {
        try (Socket beside = connect()) {
            beside.setSoTimeout(1000);
            beside.getOutputStream().write(request);
            beside.getInputStream().read();
        }
    }
}
