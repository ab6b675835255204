// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One sentinel of {@link LocalSentinels}. It can be killed and started again on the same port. Not thread-safe. */
public final class LocalSentinel implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Path binary;
    private final @Nullable String password;
    private final Path directory = TemporaryDirectories.create("sentinel");
    private final Path configuration = directory.resolve("sentinel.conf");
    private final int ownPort = FreePorts.next();
    private final int port;
    private @Nullable ChildProcess process;

    /**
     * Writes the configuration, which the sentinel itself changes later.
     *
     * @param tlsPort the port with TLS that {@code config} sets, or 0 without TLS
     */
    LocalSentinel(Path binary, int tlsPort, @Nullable String password, List<String> config) {
        this.binary = binary;
        this.password = password;
        port = tlsPort == 0 ? ownPort : tlsPort;
        Stream<String> own = Stream.of("port " + ownPort, "bind 127.0.0.1", "daemonize no", "dir " + directory);
        Stream<String> secret = Stream.ofNullable(password).map(word -> "requirepass \"" + word + "\"");
        try {
            Files.write(
                    configuration,
                    Stream.of(own, secret, config.stream())
                            .flatMap(lines -> lines)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the port for clients: with TLS if the group uses it. */
    public int port() {
        return port;
    }

    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Starts it; after {@link #kill} it remembers what it knew of the others. */
    public void start() {
        ChildProcess started =
                ChildProcess.startServer(List.of(binary.toString(), configuration.toString(), "--sentinel"), directory);
        process = started;
        // Its own log is read: another process that has taken the port could answer.
        if (!started.awaitReady("sentinel on port " + ownPort, LIMIT, () -> ChildProcess.log(directory)
                .contains("Sentinel ID is"))) {
            throw new IllegalStateException("the sentinel has ended:\n" + ChildProcess.log(directory));
        }
    }

    /** Ends it by SIGKILL. */
    public void kill() {
        if (process != null) {
            process.kill();
            process = null;
        }
    }

    /** Sends one command, and returns the answer in the form of {@link RedisCli#texts}. */
    public List<String> cliList(String... arguments) {
        try (RedisCli cli = new RedisCli(ownPort, LIMIT)) {
            if (password != null) {
                cli.call("AUTH", password);
            }
            return RedisCli.texts(cli.call(arguments));
        }
    }

    @Override
    public void close() {
        kill();
        TemporaryDirectories.delete(directory);
    }
}
