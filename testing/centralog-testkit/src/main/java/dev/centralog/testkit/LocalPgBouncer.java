// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real PgBouncer on a free loopback port, in front of a PostgreSQL, pooling by transaction. It takes every user for the
 * superuser. Dies with the JVM. Not thread-safe.
 */
public final class LocalPgBouncer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int START_ATTEMPTS = 10;

    /* Debian puts it where only root's PATH looks. */
    private static final Path SYSTEM = Path.of("/usr/sbin/pgbouncer");

    private final Path directory = TemporaryDirectories.create("pgbouncer");
    private final int port;
    private final ChildProcess process;

    private LocalPgBouncer(LocalPostgres postgres, int poolSize, int port) {
        this.port = port;
        String settings = """
                [databases]
                * = host=127.0.0.1 port=%d user=postgres
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = %d
                """.formatted(postgres.port(), port, poolSize);
        try {
            Path file = Files.writeString(directory.resolve("pgbouncer.ini"), settings);
            List<String> command =
                    new ArrayList<>(List.of(binary().orElseThrow().toString(), file.toString()));
            if (System.getProperty("user.name").equals("root")) { // which it refuses to run as
                command.addAll(List.of("-u", "nobody"));
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            process = ChildProcess.start(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(directory.resolve("log").toFile()),
                    directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is installed; if not, says on standard error what to install. */
    public static boolean isAvailable() {
        boolean available = binary().isPresent();
        if (!available) {
            System.err.println("SKIPPED: nothing of PgBouncer: install pgbouncer");
        }
        return available;
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param poolSize how many connections to each database it makes at most
     */
    public static LocalPgBouncer start(LocalPostgres postgres, int poolSize) {
        for (int attempt = 1; ; attempt++) {
            LocalPgBouncer started = new LocalPgBouncer(postgres, poolSize, FreePorts.next());
            if (started.awaitReady()) {
                return started;
            }
            String said = started.log();
            started.close();
            if (attempt == START_ATTEMPTS) {
                throw new IllegalStateException("pgbouncer does not start on port " + started.port + ":\n" + said);
            }
        }
    }

    private static Optional<Path> binary() {
        return Stream.concat(ProgramPath.find("pgbouncer"), Stream.of(SYSTEM).filter(Files::isExecutable))
                .findFirst();
    }

    /** Returns the URL of a database by way of this one, from its URL at the server. */
    public String jdbcUrl(String serverUrl) {
        return serverUrl.replaceFirst("127\\.0\\.0\\.1:\\d+", "127.0.0.1:" + port);
    }

    private boolean awaitReady() {
        Awaitility.await("pgbouncer on port " + port)
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !process.isAlive() || listens());
        return process.isAlive();
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) LIMIT.toMillis());
            return true;
        } catch (IOException ignored) {
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it. */
    @Override
    public void close() {
        process.kill();
        TemporaryDirectories.delete(directory);
    }
}
