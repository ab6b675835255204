// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** A loopback port whose connections reach another one; what happens on the way is its subclasses'. Thread-safe. */
abstract class LoopbackRelay implements AutoCloseable {
    private final ServerSocket listener;
    private volatile int targetPort;
    private final ExecutorService threads;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    LoopbackRelay(int targetPort, String threadName) {
        this.targetPort = targetPort;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, threadName);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** To be called once, when the subclass is made. */
    final void open() {
        threads.execute(this::accept);
    }

    /** From now on connections reach that port. */
    final void redirect(int port) {
        targetPort = port;
    }

    final int targetPort() {
        return targetPort;
    }

    public final int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                sockets.add(near);
                Socket far = connect();
                sockets.add(far);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                carry(near, far);
            } catch (IOException ignored) {
                closeAll(); // the other side is away: whoever connected notices, and tries again
            } catch (RejectedExecutionException ignored) {
                closeAll(); // this one came while we were closed
            }
        }
    }

    /** Has a new connection carried, by {@link #execute}; closes both in the end. */
    abstract void carry(Socket near, Socket far);

    final void execute(Runnable work) {
        threads.execute(work);
    }

    /** Passes on all that comes, and closes both when that ends. */
    final void passAll(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ignored) {
            // Closing both is all there is to do.
        } finally {
            forget(from, to);
        }
    }

    /** To the port that connections reach now. */
    Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), targetPort);
    }

    /** These are closed, and need not be closed at the end. */
    final void forget(Socket... closed) {
        for (Socket each : closed) {
            sockets.remove(each);
        }
    }

    final void closeAll() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException ignored) {
                // It is gone either way.
            }
        }
    }

    @Override
    public final void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            closeAll();
            threads.shutdownNow();
        }
    }
}
