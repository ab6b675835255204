// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools.shop;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A service that fails for a while every few seconds, hundreds of times a second. */
final class Storm {
    /**
     * The number of calls in a cycle. One call is 20 ms: half a second of calm, two seconds of storm, two and a half of
     * calm.
     */
    private static final int CYCLE_CALLS = 250;

    private static final int FIRST_CALL = 25;
    private static final int LAST_CALL = 125;

    private final AtomicInteger calls = new AtomicInteger();

    /** Returns the number of requests that fail in this call. */
    int failures() {
        int call = calls.getAndIncrement() % CYCLE_CALLS;
        return call >= FIRST_CALL && call < LAST_CALL ? 8 : 0;
    }

    /** Returns an exception that was wrapped by three layers. */
    static RuntimeException failure(String service) {
        try {
            call(service);
            throw new AssertionError("it always fails");
        } catch (IOException e) {
            RuntimeException wrapped = new IllegalStateException(service + " did not answer", e);
            wrapped.addSuppressed(new IllegalArgumentException("no fallback for " + service));
            return wrapped;
        }
    }

    private static void call(String service) throws IOException {
        try {
            throw new SocketTimeoutException("Read timed out");
        } catch (SocketTimeoutException e) {
            throw new IOException("POST https://" + service + ".example/charge", e);
        }
    }
}
