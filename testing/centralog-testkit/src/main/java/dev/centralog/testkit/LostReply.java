// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A loopback port whose connections reach a database, and lose replies to COMMIT. The request is passed on; its answer is awaited
 * but not passed on, and the connection is cut. So the request is executed, and the client can't know. Thread-safe.
 */
public final class LostReply extends LoopbackRelay {
    private static final int CHUNK_BYTES = 64 << 10;
    /** The statement, but not the one that sets the isolation level READ COMMITTED. */
    private static final Pattern COMMIT = Pattern.compile("COMMIT(?!TED)");
    /** The same as a driver of PostgreSQL prepares it, under a name by which it is requested from then on. */
    private static final Pattern NAMED_COMMIT = Pattern.compile("(S_\\d+)\\x00COMMIT(?!TED)");

    private final List<Pattern> written;
    private final int times;
    private final AtomicInteger chosen = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();

    private LostReply(int targetPort, List<Pattern> written, int times) {
        super(targetPort, "lost-reply");
        this.written = List.copyOf(written);
        this.times = times;
    }

    /**
     * Opens a link that loses that many replies, and then works normally.
     *
     * @param written parts of statements; in turns, the next reply to be lost is that to a transaction that has sent the first of
     *     them, the second, and so on
     */
    public static LostReply to(int targetPort, List<Pattern> written, int times) {
        LostReply link = new LostReply(targetPort, written, times);
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
        Requests requests = new Requests();
        execute(() -> pass(near, far, chunk -> {
            if (requests.isToBeLost(chunk)) {
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

    /** The requests of a connection. */
    private final class Requests {
        private final Set<Pattern> sent = new HashSet<>();
        private String commit = "";

        boolean isToBeLost(String chunk) {
            written.stream().filter(each -> each.matcher(chunk).find()).forEach(sent::add);
            Matcher named = NAMED_COMMIT.matcher(chunk);
            if (named.find()) {
                commit = "\0" + named.group(1) + "\0";
            }
            if (!COMMIT.matcher(chunk).find() && (commit.isEmpty() || !chunk.contains(commit))) {
                return false;
            }
            int now = chosen.get();
            boolean isTurn = now < times && sent.contains(written.get(now % written.size()));
            sent.clear();
            return isTurn && chosen.compareAndSet(now, now + 1);
        }
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
