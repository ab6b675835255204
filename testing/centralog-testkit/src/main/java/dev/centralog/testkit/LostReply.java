// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A loopback port whose connections reach another one, until a request contains a text, such as COMMIT. That request is
 * passed on; its answer is awaited but not passed on, and the connection is cut. So the request is executed, and the
 * client can't know. Thread-safe.
 */
public final class LostReply extends LoopbackRelay {
    private static final int CHUNK_BYTES = 64 << 10;

    private final Pattern request;
    private final AtomicInteger left;
    private final AtomicInteger lost = new AtomicInteger();

    private LostReply(int targetPort, Pattern request, int times) {
        super(targetPort, "lost-reply");
        this.request = request;
        left = new AtomicInteger(times);
    }

    /** Opens a link that loses that many replies, and then works normally. */
    public static LostReply to(int targetPort, Pattern request, int times) {
        LostReply link = new LostReply(targetPort, request, times);
        link.open();
        return link;
    }

    /** Returns the number of replies lost so far. */
    public int lost() {
        return lost.get();
    }

    @Override
    void carry(Socket near, Socket far) {
        AtomicBoolean asked = new AtomicBoolean();
        execute(() -> pass(near, far, chunk -> {
            if (request.matcher(chunk).find() && left.getAndUpdate(each -> Math.max(0, each - 1)) > 0) {
                asked.set(true);
            }
            return true;
        }));
        execute(() -> pass(far, near, chunk -> {
            if (asked.get()) {
                lost.incrementAndGet();
                return false;
            }
            return true;
        }));
    }

    private interface Check {
        /** Whether to pass a chunk on and to continue. */
        boolean passes(String chunk);
    }

    private void pass(Socket from, Socket to, Check check) {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                if (!check.passes(new String(chunk, 0, length, StandardCharsets.ISO_8859_1))) {
                    return;
                }
                out.write(chunk, 0, length);
            }
        } catch (IOException ignored) {
            // The other direction was cut, or one side closed the connection.
        } finally {
            forget(from, to);
        }
    }
}
