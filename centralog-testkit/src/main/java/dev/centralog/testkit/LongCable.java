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
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A long way back: a loopback port whose connections reach another one, and whose answers come later by a fixed time,
 * however many are under way; unlike {@link FaultyLink}, it carries as much as comes. Thread-safe.
 */
public final class LongCable implements AutoCloseable {
    private static final int CHUNK_BYTES = 64 << 10;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int targetPort;
    private final long delayNanos;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "long-cable");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private LongCable(int targetPort, Duration delay) throws IOException {
        this.targetPort = targetPort;
        this.delayNanos = delay.toNanos();
        threads.execute(this::accept);
    }

    /** Opens one. */
    public static LongCable to(int targetPort, Duration delay) {
        try {
            return new LongCable(targetPort, delay);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** An empty one is the end of the connection. */
    private static final class Piece {
        final byte[] bytes;
        final long dueNanos;

        Piece(byte[] bytes, long dueNanos) {
            this.bytes = bytes;
            this.dueNanos = dueNanos;
        }
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
                BlockingQueue<Piece> underWay = new LinkedBlockingQueue<>();
                threads.execute(() -> passRequests(near, far));
                threads.execute(() -> takeAnswers(far, underWay));
                threads.execute(() -> deliver(underWay, near));
            } catch (IOException unreachable) {
                closeAll(); // whoever connected notices, and tries again
            }
        }
    }

    private void passRequests(Socket near, Socket far) {
        try (far) {
            near.getInputStream().transferTo(far.getOutputStream());
        } catch (IOException hungUp) {
            // The other direction ends by that, too.
        }
        sockets.remove(far);
    }

    private void takeAnswers(Socket far, BlockingQueue<Piece> underWay) {
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            InputStream in = far.getInputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                underWay.add(new Piece(Arrays.copyOf(chunk, length), System.nanoTime() + delayNanos));
            }
        } catch (IOException hungUp) {
            // Its end is the next piece.
        }
        underWay.add(new Piece(new byte[0], System.nanoTime() + delayNanos));
    }

    private void deliver(BlockingQueue<Piece> underWay, Socket near) {
        try (near) {
            OutputStream out = near.getOutputStream();
            for (Piece piece = underWay.take(); piece.bytes.length > 0; piece = underWay.take()) {
                TimeUnit.NANOSECONDS.sleep(piece.dueNanos - System.nanoTime());
                out.write(piece.bytes);
            }
        } catch (IOException hungUp) {
            // Nobody is there to answer to.
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
        sockets.remove(near);
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
