// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server that reports a given version of Redis, on a free loopback port, and implements nothing else: like a version
 * before 6.0 it refuses HELLO. Thread-safe.
 */
public final class FakeRedis implements AutoCloseable {
    private final ServerSocket listener;
    private final String version;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "fake-redis");
        thread.setDaemon(true);
        return thread;
    });

    private FakeRedis(String version) throws IOException {
        this.version = version;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    public static FakeRedis ofVersion(String version) {
        try {
            return new FakeRedis(version);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException ignored) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String head = in.readLine(); head != null; head = in.readLine()) {
                int arguments = Integer.parseInt(head.substring(1));
                String command = "";
                for (int i = 0; i < arguments; i++) {
                    in.readLine(); // the argument's length
                    String argument = in.readLine();
                    command = i == 0 ? argument.toUpperCase(Locale.ROOT) : command;
                }
                socket.getOutputStream().write(answer(command).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException ignored) {
            // The client has closed the connection, so it has had its answer.
        }
    }

    private String answer(String command) {
        if (command.equals("INFO")) {
            String info = "# Server\r\nredis_version:" + version + "\r\n";
            return "$" + info.length() + "\r\n" + info + "\r\n";
        }
        return command.equals("PING") ? "+PONG\r\n" : "-ERR unknown command '" + command + "'\r\n";
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
