// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A process that dies with this JVM, however this JVM dies, and whose directory goes with it. Not thread-safe. */
final class ChildProcess {
    /* The guard's standard input is a pipe from this JVM: it ends when the JVM does, even by SIGKILL. */
    private static final String GUARD =
            "trap '' INT TERM HUP; read -r _; test -f \"$1\" && set -- $(head -n 1 \"$1\") \"$2\";"
                    + " kill -9 \"$1\" 2>/dev/null; rm -rf \"$2\"";

    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(10);

    private final Process process;
    private final Process guard;

    private ChildProcess(Process process, Process guard) {
        this.process = process;
        this.guard = guard;
    }

    static ChildProcess start(ProcessBuilder builder, Path directory) {
        try {
            Process process = builder.start();
            return new ChildProcess(process, guard(Long.toString(process.pid()), directory));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + builder.command(), e);
        }
    }

    /** Kills the server whose id a file holds then, if any, and deletes its directory when this JVM has ended. */
    static void endServerAtEnd(Path pidFile, Path directory) {
        try {
            guard(pidFile.toString(), directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a directory when this JVM has ended. */
    static void deleteAtEnd(Path directory) {
        try {
            guard("", directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process guard(String pid, Path directory) throws IOException {
        return new ProcessBuilder("sh", "-c", GUARD, "guard", pid, directory.toString())
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
    }

    /** Starts a server, with all that it says in the file {@code log} of its directory. */
    static ChildProcess startServer(List<String> command, Path directory) {
        return start(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile()),
                directory);
    }

    /** Waits until a server is ready; returns whether it lives. */
    boolean awaitReady(String name, Duration limit, BooleanSupplier isReady) {
        Awaitility.await(name)
                .atMost(limit)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !isAlive() || isReady.getAsBoolean());
        return isAlive();
    }

    /** What a server of that directory has said. */
    static String log(Path directory) {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether anybody takes connections at that port. */
    static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException ignored) {
            return false;
        }
    }

    Process process() {
        return process;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void signal(String name) {
        shell("kill -" + name + " " + process.pid());
    }

    /** SIGSTOP, and returns when it has stopped: a signal is on its way for a moment, in which a server still answers. */
    void freeze() {
        long pid = process.pid();
        String isStopped = "grep -Eq '^State:[[:space:]]*[Tt]' /proc/" + pid + "/status";
        shell("kill -STOP " + pid + " && { test ! -d /proc/" + pid + " || until " + isStopped + "; do :; done; }");
    }

    private void shell(String command) {
        try {
            Process sent = new ProcessBuilder("sh", "-c", command).inheritIO().start();
            if (!await(sent, SIGNAL_LIMIT) || sent.exitValue() != 0) {
                sent.destroyForcibly();
                throw new IllegalStateException("failed: " + command);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM; SIGKILL if it has not ended within the limit. Returns whether SIGTERM was enough. */
    boolean terminate(Duration limit) {
        // Not Process.destroy: that closes the pipes as well, and a reader of standard input would end by itself.
        if (process.isAlive()) {
            signal("TERM");
        }
        boolean ended = await(process, limit);
        kill();
        return ended;
    }

    void kill() {
        process.destroyForcibly();
        if (!await(process, SIGNAL_LIMIT)) {
            throw new IllegalStateException("process " + process.pid() + " survived SIGKILL");
        }
        guard.destroyForcibly();
    }

    boolean await(Duration limit) {
        boolean ended = await(process, limit);
        if (ended) {
            guard.destroyForcibly();
        }
        return ended;
    }

    private static boolean await(Process process, Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for process " + process.pid(), interrupted);
        }
    }
}
