// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A real gearmand, the job server of Gearman, on a free loopback port, with its queue in memory. It dies with the JVM.
 * Not thread-safe.
 */
public final class LocalGearmand implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int START_ATTEMPTS = 10;

    private final Path directory = TemporaryDirectories.create("gearmand");
    private final int port;
    private final ChildProcess process;

    private LocalGearmand(Path binary, int port) {
        this.port = port;
        // It always writes a pid file, by default into a system directory.
        process = ChildProcess.startServer(
                List.of(
                        binary.toString(),
                        "--listen=127.0.0.1",
                        "--port=" + port,
                        "--log-file=stderr",
                        "--pid-file=" + directory.resolve("pid")),
                directory);
    }

    /** Whether it is installed; if not, prints on standard error what to install. */
    public static boolean isAvailable() {
        return ProgramPath.hasServer("gearmand", "nothing of Gearman: install gearmand (Debian: gearman-job-server)");
    }

    /** Returns the version that it reports. */
    public static String version() {
        try {
            Process asked = new ProcessBuilder(installed().toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return said.split(" - ", 2)[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server and waits until it answers. */
    public static LocalGearmand start() {
        Path binary = installed();
        for (int attempt = 1; ; attempt++) {
            LocalGearmand started = new LocalGearmand(binary, FreePorts.next());
            if (started.process.awaitReady("gearmand on port " + started.port, LIMIT, started::answers)) {
                return started;
            }
            String said = ChildProcess.log(started.directory);
            started.close();
            if (attempt == START_ATTEMPTS) {
                throw new IllegalStateException("gearmand does not start on port " + started.port + ":\n" + said);
            }
        }
    }

    private static Path installed() {
        return ProgramPath.findServer("gearmand")
                .orElseThrow(() -> new IllegalStateException("gearmand is not installed"));
    }

    public int port() {
        return port;
    }

    /** Returns the number of jobs of that function that wait for a worker or are with one. */
    public long jobs(String function) {
        for (String line : ask("status")) {
            String[] columns = line.split("\t", -1);
            if (columns[0].equals(function)) {
                return Long.parseLong(columns[1]);
            }
        }
        return 0;
    }

    /** Whether this very server answers: another process may have taken the port in the meantime. */
    private boolean answers() {
        try {
            return ask("getpid").equals(List.of("OK " + process.process().pid()));
        } catch (UncheckedIOException ignored) {
            return false;
        }
    }

    /**
     * Sends one command of its text protocol, and returns the lines of the answer without the dot that ends some
     * answers.
     */
    private List<String> ask(String command) {
        try (Socket socket = new Socket()) {
            int limitMillis = (int) LIMIT.toMillis();
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), limitMillis);
            socket.setSoTimeout(limitMillis);
            socket.getOutputStream().write((command + "\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            List<String> lines = new ArrayList<>();
            for (String line = answer.readLine(); line != null && !line.equals("."); line = answer.readLine()) {
                lines.add(line);
                if (line.startsWith("OK")) {
                    break;
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it; its queue is lost. */
    @Override
    public void close() {
        process.kill();
        TemporaryDirectories.delete(directory);
    }
}
