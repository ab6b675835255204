// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server. Thread-safety: see {@link LocalDatabase}. */
public final class LocalPostgres extends LocalDatabase {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String BINARY = "postgres-linux-x86_64.txz";

    private final boolean durable;
    private @Nullable EmbeddedPostgres server;

    private LocalPostgres(boolean durable) {
        super("postgres");
        this.durable = durable;
    }

    /** Starts a server. */
    public static LocalPostgres start() {
        return start(false);
    }

    /**
     * Starts a server as {@link #start} does, but each commit waits for the disk, as in every PostgreSQL that is not
     * for tests.
     */
    public static LocalPostgres startDurable() {
        return start(true);
    }

    private static LocalPostgres start(boolean durable) {
        LocalPostgres postgres = new LocalPostgres(durable);
        ChildProcess.endServerAtEnd(postgres.data().resolve("postmaster.pid"), postgres.directory);
        TemporaryDirectories.copy(PreparedFiles.get("postgres-data", BINARY, LocalPostgres::install), postgres.data());
        return postgres.startSomewhere();
    }

    /**
     * Starts a standby that streams from this server, which is restarted for that. The standby accepts queries, and
     * also writes once it is promoted by {@code SELECT pg_promote()}.
     */
    public LocalPostgres startStandby() {
        LocalPostgres standby = new LocalPostgres(durable);
        ChildProcess.endServerAtEnd(standby.data().resolve("postmaster.pid"), standby.directory);
        stop();
        TemporaryDirectories.copy(data(), standby.data());
        restart();
        try {
            Files.createFile(standby.data().resolve("standby.signal"));
            Files.writeString(
                    standby.data().resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=127.0.0.1 port=" + port + " user=postgres'\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return standby.startSomewhere();
    }

    private LocalPostgres startSomewhere() {
        for (int attempt = 1; ; attempt++) {
            port = FreePorts.next();
            try {
                restart();
                return this;
            } catch (UncheckedIOException | IllegalStateException e) {
                if (attempt == START_ATTEMPTS) {
                    close();
                    throw e;
                }
            }
        }
    }

    /** Creates the first data, which takes as long as everything else together. */
    private static void install(Path firstData) {
        try {
            EmbeddedPostgres.builder()
                    .setPort(FreePorts.next())
                    .setDataDirectory(firstData)
                    .setCleanDataDirectory(false)
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setPGStartupWait(START_LIMIT)
                    .setRegisterShutdownHook(false)
                    .start()
                    .close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL's first data could not be made", e);
        }
    }

    @Override
    public void restart() {
        if (server != null) {
            throw new IllegalStateException("PostgreSQL is running on port " + port);
        }
        try {
            String sync = durable ? "on" : "off";
            server = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(data())
                    .setCleanDataDirectory(false)
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("dynamic_shared_memory_type", "mmap") // in its directory, which is deleted
                    .setServerConfig("fsync", sync)
                    .setServerConfig("synchronous_commit", sync)
                    .setPGStartupWait(START_LIMIT)
                    .setRegisterShutdownHook(false)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start on port " + port, e);
        }
    }

    @Override
    public void stop() {
        EmbeddedPostgres running = server;
        server = null;
        if (running == null) {
            return;
        }
        try {
            running.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void killHard() {
        EmbeddedPostgres running = server;
        server = null;
        if (running == null) {
            return;
        }
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(data().resolve("postmaster.pid")).get(0).strip());
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            List<ProcessHandle> all = Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .toList();
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(each -> each.onExit().orTimeout(1, TimeUnit.MINUTES).join());
            running.close(); // releases the directory; there is nothing left to stop
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String copyDatabase(String url) {
        return createDatabase(" TEMPLATE " + name(url));
    }

    /** Returns the URL of the database {@code postgres}, with its superuser. */
    @Override
    public String jdbcUrl() {
        return jdbcUrl("postgres");
    }

    @Override
    public void close() {
        stop();
        TemporaryDirectories.delete(directory);
    }

    private Path data() {
        return directory.resolve("data");
    }

    @Override
    String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }
}
