// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * A bad cable: a loopback port whose connections reach another one, each with a fate of its own. It passes bytes on
 * unchanged and in order, late if told to, and cuts a connection within a request or an answer. Thread-safe.
 */
public final class FaultyLink implements AutoCloseable {
    private static final int CHUNK_BYTES = 4096;

    private final ServerSocket listener;
    private final int targetPort;
    private final IntFunction<Fate> fates;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "faulty-link");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();

    /**
     * What becomes of one connection.
     *
     * @param requestBytes how many bytes of requests pass before it is cut
     * @param answerBytes how many bytes of answers pass before it is cut
     * @param delay how late each piece is passed on
     */
    public record Fate(long requestBytes, long answerBytes, Duration delay) {
        /** All passes, at once. */
        public static final Fate GOOD = new Fate(Long.MAX_VALUE, Long.MAX_VALUE, Duration.ZERO);

        public static Fate cutAfterRequestBytes(long bytes) {
            return new Fate(bytes, Long.MAX_VALUE, Duration.ZERO);
        }

        public static Fate cutAfterAnswerBytes(long bytes) {
            return new Fate(Long.MAX_VALUE, bytes, Duration.ZERO);
        }

        public static Fate late(Duration delay) {
            return new Fate(Long.MAX_VALUE, Long.MAX_VALUE, delay);
        }
    }

    private FaultyLink(int targetPort, IntFunction<Fate> fates) throws IOException {
        this.targetPort = targetPort;
        this.fates = fates;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** Opens one; the connections' fates are asked for by their number, from 0. */
    public static FaultyLink to(int targetPort, IntFunction<Fate> fates) {
        try {
            return new FaultyLink(targetPort, fates);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Connections accepted so far. */
    public int connections() {
        return connections.get();
    }

    /** Connections cut so far because their bytes were used up. */
    public int cuts() {
        return cuts.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                sockets.add(near);
                Socket far = new Socket(InetAddress.getLoopbackAddress(), targetPort);
                sockets.add(far);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                Fate fate = fates.apply(connections.getAndIncrement());
                threads.execute(() -> pass(near, far, fate.requestBytes, fate.delay));
                threads.execute(() -> pass(far, near, fate.answerBytes, fate.delay));
            } catch (IOException unreachable) {
                closeAll(); // the other side is away: whoever connected notices, and tries again
            }
        }
    }

    private void pass(Socket from, Socket to, long allowedBytes, Duration delay) {
        long left = allowedBytes;
        byte[] chunk = new byte[CHUNK_BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                TimeUnit.NANOSECONDS.sleep(delay.toNanos());
                int passed = (int) Math.min(length, left);
                out.write(chunk, 0, passed);
                left -= passed;
                if (passed < length) {
                    cuts.incrementAndGet();
                    return;
                }
            }
        } catch (IOException cutElsewhere) {
            // The other direction was cut, or one side hung up: closing both is all there is to do.
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void closeAll() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException ignored) {
                // It is gone either way.
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            closeAll();
            threads.shutdownNow();
        }
    }
}
