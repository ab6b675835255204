// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.centralog.testkit.RequestRelay.Request;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy in front of a Redis that passes on what names keys, and refuses what it does not know by words of its own, as Envoy
 * does. Thread-safe.
 */
public final class PickyProxy extends LoopbackRelay {
    private static final Set<String> REFUSED = Set.of("HELLO", "CLIENT", "INFO", "TIME", "COMMAND", "WAIT");

    private final List<String> refused = new CopyOnWriteArrayList<>();

    private PickyProxy(int targetPort) {
        super(targetPort, "picky-proxy");
    }

    /** In front of the Redis at that port. */
    public static PickyProxy to(int targetPort) {
        PickyProxy proxy = new PickyProxy(targetPort);
        proxy.open();
        return proxy;
    }

    /** The names of what was refused, in capitals. */
    public List<String> refused() {
        return List.copyOf(refused);
    }

    @Override
    void carry(Socket near, Socket far) {
        execute(() -> passRequests(near, far));
        execute(() -> passAll(far, near));
    }

    /** What is refused is asked alone, with nothing under way: so the refusal is the next answer. */
    private void passRequests(Socket near, Socket far) {
        try (near;
                far) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(near.getInputStream()));
            for (Request next = Request.read(in); ; next = Request.read(in)) {
                if (REFUSED.contains(next.command())) {
                    refused.add(next.command());
                    String words = "-unsupported command '" + next.command().toLowerCase(Locale.ROOT) + "'\r\n";
                    near.getOutputStream().write(words.getBytes(US_ASCII));
                } else {
                    far.getOutputStream().write(next.bytes());
                }
            }
        } catch (IOException ignored) {
            // The other direction ends by that, too.
        } finally {
            forget(near, far);
        }
    }
}
