// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.redis;

import dev.centralog.CentralogException;
import dev.centralog.gatherer.engine.GatherThreads;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis server of one's own, for trying things out: on the loopback interface only, with an append-only file, so that
 * nothing is lost when it is stopped and started again.
 *
 * <p>Thread-safety: thread-safe.
 */
public final class EmbeddedRedis implements AutoCloseable {
    private static final int STOP_SECONDS = 20;

    private final Process process;
    private final int port;

    private EmbeddedRedis(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it and waits until it takes connections.
     *
     * @param port where it listens, on 127.0.0.1
     * @param directory where it keeps its data; made if it is not there
     * @throws CentralogException if it does not start, with what it said
     */
    public static EmbeddedRedis start(int port, Path directory) {
        try {
            Files.createDirectories(directory);
            File binary = ExecutableProvider.newJarResourceProvider(directory.toFile())
                    .get();
            Process process = new ProcessBuilder(List.of(
                            binary.getAbsolutePath(),
                            "--port",
                            Integer.toString(port),
                            "--bind",
                            "127.0.0.1",
                            "--dir",
                            directory.toAbsolutePath().toString(),
                            "--appendonly",
                            "yes",
                            "--save",
                            ""))
                    .redirectErrorStream(true)
                    .start();
            awaitReady(process, port);
            return new EmbeddedRedis(process, port);
        } catch (IOException e) {
            throw new CentralogException("can't start a Redis in " + directory + ": " + e.getMessage(), e);
        }
    }

    private static void awaitReady(Process process, int port) throws IOException {
        BufferedReader output = process.inputReader();
        List<String> said = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains("eady to accept connections")) {
                // It would stop when nobody takes what it says.
                GatherThreads.named("centralog-redis-output", () -> discard(output))
                        .start();
                return;
            }
            said.add(line);
        }
        process.destroyForcibly();
        String last = String.join("; ", said.subList(Math.max(0, said.size() - 3), said.size()));
        throw new CentralogException("Redis does not start on port " + port + "; its last words: " + last);
    }

    private static void discard(BufferedReader output) {
        try {
            output.transferTo(Writer.nullWriter());
        } catch (IOException | UncheckedIOException ignored) {
            // It has ended, and there is nothing more to discard.
        }
    }

    /** Where it listens. */
    public String uri() {
        return "redis://localhost:" + port;
    }

    /** Stops it; it writes what it holds first. */
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
