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

/** A process that dies with this JVM, however this JVM ends, and whose directory is then deleted. Not thread-safe. */
final class ChildProcess {
    /*
     * The shell script of the guard. Its standard input is a pipe from this JVM: it ends when the JVM does, even by
     * SIGKILL. The server in a file is PostgreSQL: killed at once, it would leave its shared memory behind for ever.
     */
    private static final String GUARD = """
            trap '' INT TERM HUP
            read -r _
            if test -f "$1"; then
                set -- "$(head -n 1 "$1")" "$2"
                kill -QUIT "$1" 2>/dev/null
                tries=0
                while kill -0 "$1" 2>/dev/null && test $tries -lt 100; do
                    sleep 0.1
                    tries=$((tries + 1))
                done
            fi
            kill -9 "$1" 2>/dev/null
            rm -rf "$2"
            """;

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

    /**
     * Waits, in a process of its own, until this JVM has ended; then ends the PostgreSQL whose id the file holds, if any,
     * and deletes its directory.
     */
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

    /** Starts a server whose output goes to the file {@code log} in its directory. */
    static ChildProcess startServer(List<String> command, Path directory) {
        return start(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile()),
                directory);
    }

    /** Waits until a server is ready, and returns whether it is alive. */
    boolean awaitReady(String name, Duration limit, BooleanSupplier isReady) {
        Awaitility.await(name)
                .atMost(limit)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !isAlive() || isReady.getAsBoolean());
        return isAlive();
    }

    /** Returns the output of the server of that directory. */
    static String log(Path directory) {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether that port accepts connections. */
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

    /**
     * Sends SIGSTOP, and returns once the process has stopped: a signal takes a moment to arrive, and until then a
     * server still answers.
     */
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

    /** Sends SIGTERM, and SIGKILL if it has not ended within the limit. Returns whether SIGTERM was enough. */
    boolean terminate(Duration limit) {
        // Not Process.destroy: that closes the pipes as well, and a process that reads standard input would end by
        // itself.
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
