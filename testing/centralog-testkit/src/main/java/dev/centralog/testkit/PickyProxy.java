// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy in front of a Redis that passes on commands with keys, and refuses the commands that it does not support with
 * its own message, as Envoy does. Thread-safe.
 */
public final class PickyProxy extends RequestRelay {
    private static final Set<String> REFUSED = Set.of("HELLO", "CLIENT", "INFO", "TIME", "COMMAND", "WAIT");

    private final List<String> refused = new CopyOnWriteArrayList<>();

    private PickyProxy(int targetPort) {
        super(targetPort, "picky-proxy");
    }

    /** Starts a proxy in front of the Redis at that port. */
    public static PickyProxy to(int targetPort) {
        PickyProxy proxy = new PickyProxy(targetPort);
        proxy.open();
        return proxy;
    }

    /** Returns the names of the refused commands, in capitals. */
    public List<String> refused() {
        return List.copyOf(refused);
    }

    /**
     * Passes a request on or refuses it. Refused commands are always sent alone, with nothing under way, so the refusal
     * is the next answer.
     */
    @Override
    void pass(Request request, OutputStream far, OutputStream near) throws IOException {
        if (REFUSED.contains(request.command())) {
            refused.add(request.command());
            String words = "-unsupported command '" + request.command().toLowerCase(Locale.ROOT) + "'\r\n";
            near.write(words.getBytes(US_ASCII));
        } else {
            far.write(request.bytes());
        }
    }
}
