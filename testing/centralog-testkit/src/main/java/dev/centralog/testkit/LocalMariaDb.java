// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A MariaDB server. Its log goes to a file, which is quoted when the server fails. Thread-safety: see {@link
 * LocalDatabase}.
 */
public final class LocalMariaDb extends LocalDatabase {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String READY = "ready for connections";

    private final Path binary;
    private final Path data = directory.resolve("data");
    private @Nullable ChildProcess process;

    private LocalMariaDb(Path binary) {
        super("mariadb");
        this.binary = binary;
    }

    /** Whether it runs on this machine; if not, prints the reason once on standard error. */
    public static boolean isAvailable() {
        return MariaDbBinary.find().isPresent();
    }

    /** Starts a server. */
    public static LocalMariaDb start() {
        LocalMariaDb server = new LocalMariaDb(MariaDbBinary.find()
                .orElseThrow(() -> new IllegalStateException("MariaDB does not run on this machine")));
        try {
            TemporaryDirectories.copy(
                    PreparedFiles.get("mariadb-data", MariaDbBinary.IN_ITS_JAR, server::install), server.data);
            for (int attempt = 1; ; attempt++) {
                server.port = FreePorts.next();
                if (server.tryStart()) {
                    return server;
                }
                if (attempt == START_ATTEMPTS) {
                    throw new IllegalStateException("MariaDB did not start:\n" + server.log());
                }
            }
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public void restart() {
        if (process != null) {
            throw new IllegalStateException("MariaDB is running on port " + port);
        }
        if (!tryStart()) {
            throw new IllegalStateException("MariaDB did not start on port " + port + ":\n" + log());
        }
    }

    @Override
    public void stop() {
        ChildProcess running = process;
        process = null;
        if (running != null) {
            running.terminate(LIMIT);
        }
    }

    @Override
    public void killHard() {
        ChildProcess running = process;
        process = null;
        if (running != null) {
            running.kill();
        }
    }

    @Override
    public String copyDatabase(String url) {
        String copy = createDatabase();
        MariaDbCopy.copy(url, copy);
        return copy;
    }

    /** Returns the URL of the database {@code mysql}, with all rights. */
    @Override
    public String jdbcUrl() {
        return jdbcUrl("mysql");
    }

    @Override
    public void close() {
        ChildProcess running = process;
        process = null;
        if (running != null) {
            running.kill();
        }
        TemporaryDirectories.delete(directory);
    }

    @Override
    String jdbcUrl(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?user=root";
    }

    /** Creates the tables of users and rights; the user root has all rights and no password. */
    private void install(Path firstData) {
        ProcessBuilder builder = new ProcessBuilder(command(
                        List.of("sh", "scripts/mariadb-install-db"),
                        firstData,
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db",
                        "--force"))
                .directory(binary.toFile());
        ChildProcess installer = start(builder);
        if (!installer.await(LIMIT) || installer.process().exitValue() != 0) {
            installer.kill();
            throw new IllegalStateException("MariaDB's first database could not be made:\n" + log());
        }
    }

    private boolean tryStart() {
        ProcessBuilder builder = new ProcessBuilder(command(
                List.of(binary.resolve("bin/mariadbd").toString()),
                data,
                "--bind-address=127.0.0.1",
                // Another server that starts deletes the tables in the directory that all have by default.
                "--tmpdir=" + directory,
                "--port=" + port,
                "--socket=" + directory.resolve("socket"),
                "--pid-file=" + directory.resolve("pid"),
                "--skip-name-resolve"));
        ChildProcess started = start(builder);
        process = started; // set at once, so that closing ends the server even if it never gets ready
        Awaitility.await("MariaDB on port " + port)
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !started.isAlive() || log().contains(READY));
        if (!started.isAlive()) {
            stop();
            return false;
        }
        return true;
    }

    private List<String> command(List<String> program, Path dataDirectory, String... more) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(
                "--no-defaults",
                "--basedir=" + binary,
                "--datadir=" + dataDirectory,
                // Without this option it refuses to run as root.
                "--user=" + System.getProperty("user.name"),
                "--innodb-log-file-size=16M",
                // Otherwise it generates a key at every start, which takes seconds of processor time.
                "--skip-ssl"));
        command.addAll(List.of(more));
        return command;
    }

    private ChildProcess start(ProcessBuilder builder) {
        return ChildProcess.start(
                builder.redirectErrorStream(true).redirectOutput(logFile().toFile()), directory);
    }

    private Path logFile() {
        return directory.resolve("log");
    }

    private String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
