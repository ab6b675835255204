// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * A faulty network: a loopback port whose connections reach another one, each with its own behaviour. It passes bytes
 * unchanged and in order, late if required, and cuts a connection within a request or an answer. Thread-safe.
 */
public final class FaultyLink extends LoopbackRelay {
    private static final int CHUNK_BYTES = 4096;

    private final IntFunction<Behaviour> fates;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();

    /**
     * The behaviour of one connection.
     *
     * @param requestBytes how many bytes of requests pass before the connection is cut
     * @param answerBytes how many bytes of answers pass before the connection is cut
     * @param delay how late each piece is passed on
     * @param pieceBytes the largest size of a piece
     * @param silent whether the connection, instead of being cut, stays open and passes nothing more, as if the other
     * host were gone
     */
    public record Behaviour(long requestBytes, long answerBytes, Duration delay, int pieceBytes, boolean silent) {
        /** The behaviour that passes everything at once. */
        public static final Behaviour GOOD =
                new Behaviour(Long.MAX_VALUE, Long.MAX_VALUE, Duration.ZERO, CHUNK_BYTES, false);

        public static Behaviour cutAfterRequestBytes(long bytes) {
            return new Behaviour(bytes, Long.MAX_VALUE, Duration.ZERO, CHUNK_BYTES, false);
        }

        public static Behaviour cutAfterAnswerBytes(long bytes) {
            return new Behaviour(Long.MAX_VALUE, bytes, Duration.ZERO, CHUNK_BYTES, false);
        }

        public static Behaviour late(Duration delay) {
            return new Behaviour(Long.MAX_VALUE, Long.MAX_VALUE, delay, CHUNK_BYTES, false);
        }

        /** Returns the behaviour that passes everything, in pieces of one byte. */
        public static Behaviour inSingleBytes() {
            return new Behaviour(Long.MAX_VALUE, Long.MAX_VALUE, Duration.ZERO, 1, false);
        }

        /**
         * Returns the behaviour of a half-open connection: after that many bytes requests arrive nowhere, and nothing
         * reports it.
         */
        public static Behaviour silentAfterRequestBytes(long bytes) {
            return new Behaviour(bytes, Long.MAX_VALUE, Duration.ZERO, CHUNK_BYTES, true);
        }
    }

    private FaultyLink(int targetPort, IntFunction<Behaviour> fates) {
        super(targetPort, "faulty-link");
        this.fates = fates;
    }

    /** Opens a link. The function returns each connection's behaviour by its number, from 0. */
    public static FaultyLink to(int targetPort, IntFunction<Behaviour> fates) {
        FaultyLink link = new FaultyLink(targetPort, fates);
        link.open();
        return link;
    }

    /** Returns the number of connections accepted so far. */
    public int connections() {
        return connections.get();
    }

    /** Returns the number of connections cut so far because their bytes were used up. */
    public int cuts() {
        return cuts.get();
    }

    @Override
    void carry(Socket near, Socket far) {
        Behaviour fate = fates.apply(connections.getAndIncrement());
        execute(() -> pass(near, far, fate.requestBytes, fate));
        execute(() -> pass(far, near, fate.answerBytes, fate));
    }

    private void pass(Socket from, Socket to, long allowedBytes, Behaviour fate) {
        long left = allowedBytes;
        byte[] chunk = new byte[fate.pieceBytes];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                TimeUnit.NANOSECONDS.sleep(fate.delay.toNanos());
                int passed = (int) Math.min(length, left);
                out.write(chunk, 0, passed);
                left -= passed;
                if (passed < length) {
                    cuts.incrementAndGet();
                    if (fate.silent) {
                        in.transferTo(OutputStream.nullOutputStream()); // until the sender gives up
                    }
                    return;
                }
            }
        } catch (IOException ignored) {
            // The other direction was cut, or one side closed the connection. All that is left is to close both.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            forget(from, to);
        }
    }
}
