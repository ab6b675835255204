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

/** A loopback port whose connections reach another one; subclasses decide what happens on the way. Thread-safe. */
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

    /** Starts accepting connections; called once, when the subclass is created. */
    final void open() {
        threads.execute(this::accept);
    }

    /** Makes new connections reach that port. */
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
                closeAll(); // the other side is unavailable: the client notices, and tries again
            } catch (RejectedExecutionException ignored) {
                closeAll(); // this connection came while the relay was closed
            }
        }
    }

    /** Carries a new connection, by {@link #execute}, and closes both sockets at the end. */
    abstract void carry(Socket near, Socket far);

    final void execute(Runnable work) {
        threads.execute(work);
    }

    /** Passes on everything that arrives, and closes both sockets at the end. */
    final void passAll(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ignored) {
            // All that is left is to close both.
        } finally {
            forget(from, to);
        }
    }

    /** Connects to the port that connections reach now. */
    Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), targetPort);
    }

    /** Removes closed sockets from those that have to be closed at the end. */
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
                // It is closed either way.
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
