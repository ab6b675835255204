// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A real PgBouncer on a free loopback port, in front of a PostgreSQL, with transaction pooling. It treats every user as
 * the superuser. It dies with the JVM. Not thread-safe.
 */
public final class LocalPgBouncer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int START_ATTEMPTS = 10;

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
            List<String> command = new ArrayList<>(
                    List.of(ProgramPath.findServer("pgbouncer").orElseThrow().toString(), file.toString()));
            if (System.getProperty("user.name").equals("root")) { // PgBouncer refuses to run as root
                command.addAll(List.of("-u", "nobody"));
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            process = ChildProcess.startServer(command, directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is installed; if not, prints on standard error what to install. */
    public static boolean isAvailable() {
        return ProgramPath.hasServer("pgbouncer", "nothing of PgBouncer: install pgbouncer");
    }

    /**
     * Starts a PgBouncer and waits until it listens.
     *
     * @param poolSize the most connections to each database
     */
    public static LocalPgBouncer start(LocalPostgres postgres, int poolSize) {
        for (int attempt = 1; ; attempt++) {
            LocalPgBouncer started = new LocalPgBouncer(postgres, poolSize, FreePorts.next());
            if (started.process.awaitReady(
                    "pgbouncer on port " + started.port, LIMIT, () -> ChildProcess.listens(started.port))) {
                return started;
            }
            String said = ChildProcess.log(started.directory);
            started.close();
            if (attempt == START_ATTEMPTS) {
                throw new IllegalStateException("pgbouncer does not start on port " + started.port + ":\n" + said);
            }
        }
    }

    /** Returns the URL of a database through this PgBouncer, given its URL at the server. */
    public String jdbcUrl(String serverUrl) {
        return serverUrl.replaceFirst("127\\.0\\.0\\.1:\\d+", "127.0.0.1:" + port);
    }

    /** Kills it. */
    @Override
    public void close() {
        process.kill();
        TemporaryDirectories.delete(directory);
    }
}
