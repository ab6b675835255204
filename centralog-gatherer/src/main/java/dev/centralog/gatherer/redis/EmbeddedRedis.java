// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.redis;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.StatusListener.Severity;
import dev.centralog.gatherer.engine.GatherThreads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Redis server of the gatherer's own, for trying things out. It listens on the loopback interface only, and has an
 * append-only file, so nothing is lost when it is stopped and started again. Its program is the machine's own server if there
 * is one. Other users of the machine can reach it, too; it has no command by which they could do more than change its data.
 *
 * <p>Thread-safety: thread-safe.
 */
public final class EmbeddedRedis implements AutoCloseable {
    private static final int STOP_SECONDS = 20;
    private static final int DEFAULT_PORT = 6379;

    /**
     * The commands that reach beyond the data: they write files with the server's rights, load code, connect to other servers,
     * or lock the gatherer out. They are removed because a client needs no password by default, and one that has the password
     * may be another application.
     */
    private static final List<String> REMOVED = List.of(
            "ACL", "BGSAVE", "CONFIG", "DEBUG", "MIGRATE", "MODULE", "REPLICAOF", "SAVE", "SHUTDOWN", "SLAVEOF");

    private final Process process;
    private final String description;

    private EmbeddedRedis(Process process, String description) {
        this.process = process;
        this.description = description;
    }

    /**
     * Starts the server and waits until it accepts connections: on 127.0.0.1, at the port of the setting {@code redis}, with
     * the password of the settings. Blocks.
     *
     * @param config the settings of the clients that will use it
     * @param directory the directory of its data; made if it is not there, and closed to other users
     * @param status receives warnings
     * @throws CentralogException if it does not start; the message has the last lines of its output
     */
    public static EmbeddedRedis start(CentralogConfig config, Path directory, StatusListener status) {
        int given = URI.create(config.get(Settings.REDIS)).getPort();
        int port = given < 0 ? DEFAULT_PORT : given;
        RedisUser user = RedisUser.of(config);
        try {
            PrivateDirectory.prepare(directory);
            RedisProgram program = RedisProgram.find(System.getenv("PATH"), directory);
            if (!program.hasDirectoryOfFiles() && Files.exists(directory.resolve("appendonlydir"))) {
                throw new CentralogException("the data in " + directory + " was written by Redis 7 or later; " + program
                        + " would ignore it and"
                        + " start empty: install valkey-server or redis-server 7 or later on the PATH");
            }
            warn(program, user, status);
            Process process = new ProcessBuilder(program.file().toString(), "-")
                    .redirectErrorStream(true)
                    .start();
            try (Writer configuration = process.outputWriter()) {
                configuration.write(String.join("\n", lines(port, directory, user)) + "\n");
            }
            awaitReady(process, port);
            return new EmbeddedRedis(process, "redis://localhost:" + port + ", " + program);
        } catch (IOException e) {
            throw new CentralogException("can't start the embedded Redis in " + directory + ": " + e.getMessage(), e);
        }
    }

    private static List<String> lines(int port, Path directory, RedisUser user) {
        List<String> lines = new ArrayList<>(List.of(
                "port " + port,
                "bind 127.0.0.1",
                "dir " + quoted(directory.toAbsolutePath().toString()),
                "appendonly yes",
                "save \"\""));
        REMOVED.forEach(command -> lines.add("rename-command " + command + " \"\""));
        lines.addAll(user.lines());
        return lines;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static void warn(RedisProgram program, RedisUser user, StatusListener status) {
        if (program.bundled()) {
            status.say(
                    Severity.WARN,
                    "the embedded Redis is " + program.version()
                            + ", which comes with Centralog: it is years old and lacks"
                            + " all later fixes, also those of Lua;"
                            + " install valkey-server or redis-server on the PATH",
                    null);
        }
        if (!user.hasPassword()) {
            status.say(
                    Severity.WARN,
                    "every user of this machine can read and change the data of the embedded Redis: set a password"
                            + " (setting 'redis' or 'redisPassword')",
                    null);
        }
    }

    private static void awaitReady(Process process, int port) throws IOException {
        BufferedReader output = process.inputReader();
        List<String> said = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains("eady to accept connections")) {
                // The server would block if its output were not read.
                GatherThreads.named("centralog-redis-output", () -> discard(output))
                        .start();
                return;
            }
            said.add(line);
        }
        process.destroyForcibly();
        String last = String.join("; ", said.subList(Math.max(0, said.size() - 3), said.size()));
        throw new CentralogException("Redis does not start on port " + port + "; its last output: " + last);
    }

    private static void discard(BufferedReader output) {
        try {
            output.transferTo(Writer.nullWriter());
        } catch (IOException | UncheckedIOException ignored) {
            // The server has ended, and there is nothing more to discard.
        }
    }

    /** Returns the address that it listens on, and its program. */
    @Override
    public String toString() {
        return description;
    }

    /** Stops the server, which writes its data first; kills it after 20 s. Blocks. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
