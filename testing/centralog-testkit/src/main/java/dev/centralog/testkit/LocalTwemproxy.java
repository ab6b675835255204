// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real Twemproxy in front of a Redis, on a free loopback port: it hangs up at commands without keys. Not thread-safe. */
public final class LocalTwemproxy implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /* Debian puts it where only root's PATH looks. */
    private static final Path SYSTEM = Path.of("/usr/sbin/nutcracker");

    private final Path directory = TemporaryDirectories.create("twemproxy");
    private final int port = FreePorts.next();
    private final ChildProcess process;

    private LocalTwemproxy(Path binary, int redisPort) {
        Path configuration = directory.resolve("nutcracker.yml");
        try {
            Files.writeString(configuration, """
                    centralog:
                      listen: 127.0.0.1:%d
                      redis: true
                      hash: fnv1a_64
                      hash_tag: "{}"
                      distribution: ketama
                      servers:
                        - 127.0.0.1:%d:1
                    """.formatted(port, redisPort));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ProcessBuilder builder = new ProcessBuilder(
                        binary.toString(),
                        "--conf-file=" + configuration,
                        "--stats-addr=127.0.0.1",
                        "--stats-port=" + FreePorts.next())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        process = ChildProcess.start(builder, directory);
    }

    /** Whether it is installed; if not, says on standard error what to install. */
    public static boolean isAvailable() {
        boolean available = binary().isPresent();
        if (!available) {
            System.err.println("SKIPPED: nothing of Twemproxy: install nutcracker (Debian: nutcracker)");
        }
        return available;
    }

    /** Starts one and waits until it takes connections. */
    public static LocalTwemproxy to(int redisPort) {
        LocalTwemproxy started = new LocalTwemproxy(
                binary().orElseThrow(() -> new IllegalStateException("nutcracker is not installed")), redisPort);
        Awaitility.await("nutcracker on port " + started.port)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .until(started::takesConnections);
        return started;
    }

    private static Optional<Path> binary() {
        return Stream.concat(ProgramPath.find("nutcracker"), Stream.of(SYSTEM).filter(Files::isExecutable))
                .findFirst();
    }

    private boolean takesConnections() {
        if (!process.isAlive()) {
            throw new IllegalStateException("nutcracker has ended");
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException ignored) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.kill();
        TemporaryDirectories.delete(directory);
    }
}
