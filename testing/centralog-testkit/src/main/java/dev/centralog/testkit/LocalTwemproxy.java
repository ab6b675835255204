// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A real Twemproxy in front of a Redis, on a free loopback port. It closes connections on which commands without keys
 * arrive. Not thread-safe.
 */
public final class LocalTwemproxy implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

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
        process = ChildProcess.startServer(
                List.of(
                        binary.toString(),
                        "--conf-file=" + configuration,
                        "--stats-addr=127.0.0.1",
                        "--stats-port=" + FreePorts.next()),
                directory);
    }

    /** Whether it is installed; if not, prints on standard error what to install. */
    public static boolean isAvailable() {
        return ProgramPath.hasServer("nutcracker", "nothing of Twemproxy: install nutcracker (Debian: nutcracker)");
    }

    /** Starts a Twemproxy and waits until it accepts connections. */
    public static LocalTwemproxy to(int redisPort) {
        LocalTwemproxy started = new LocalTwemproxy(
                ProgramPath.findServer("nutcracker")
                        .orElseThrow(() -> new IllegalStateException("nutcracker is not installed")),
                redisPort);
        int port = started.port;
        if (!started.process.awaitReady("nutcracker on port " + port, LIMIT, () -> ChildProcess.listens(port))) {
            throw new IllegalStateException("nutcracker has ended");
        }
        return started;
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
