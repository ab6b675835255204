// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/**
 * A main class in its own Java process, whose output is captured. It dies with this JVM. Not thread-safe. Its standard
 * input stays open and empty.
 */
public final class ForkedJvm implements AutoCloseable {
    private static final String MEASURES_NOTHING = "centralog.measuresNothing";

    private final Path directory;
    private final ChildProcess child;

    private ForkedJvm(Builder builder) {
        directory = TemporaryDirectories.create("jvm");
        ProcessBuilder process = new ProcessBuilder(builder.command())
                .redirectOutput(directory.resolve("stdout").toFile())
                .redirectError(directory.resolve("stderr").toFile());
        process.environment().putAll(builder.environment);
        if (!builder.workingDirectory.isEmpty()) {
            process.directory(Path.of(builder.workingDirectory).toFile());
        }
        child = ChildProcess.start(process, directory);
    }

    /** Returns a builder for a main class, given by its name, so that the class need not be visible here. */
    public static Builder builder(String mainClass) {
        return new Builder(mainClass);
    }

    public long pid() {
        return child.process().pid();
    }

    public boolean isAlive() {
        return child.isAlive();
    }

    /** Returns the standard output so far. */
    public String standardOutput() {
        return read("stdout");
    }

    /** Returns the standard error so far. */
    public String standardError() {
        return read("stderr");
    }

    /**
     * Blocks until the process has ended by itself, and returns its exit code (128 + n after signal n).
     *
     * @throws IllegalStateException if it runs longer than the limit; it is killed then, and the message contains its
     * output
     */
    public int awaitExit(Duration limit) {
        if (!child.await(limit)) {
            child.kill();
            throw new IllegalStateException("still running after " + limit + "\n" + report());
        }
        return child.process().exitValue();
    }

    /**
     * Blocks until the text appears in its standard output.
     *
     * @throws IllegalStateException if the process ends without having printed the text
     */
    public void awaitOutput(String text, Duration limit) {
        Awaitility.await("output of " + text)
                .atMost(limit)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !isAlive() || standardOutput().contains(text));
        if (!standardOutput().contains(text)) {
            throw new IllegalStateException("ended without printing " + text + "\n" + report());
        }
    }

    /** Sends SIGTERM, then waits as {@link #awaitExit} does. */
    public int terminate(Duration limit) {
        child.signal("TERM");
        return awaitExit(limit);
    }

    /** Sends SIGHUP. */
    public void hangUp() {
        child.signal("HUP");
    }

    /** Sends SIGKILL: no shutdown hook runs. */
    public void killHard() {
        child.kill();
    }

    /** Sends SIGSTOP: the process makes no progress, and its connections stay open. */
    public void freeze() {
        child.freeze();
    }

    /** Sends SIGCONT after {@link #freeze}. */
    public void thaw() {
        child.signal("CONT");
    }

    /** Kills the process and deletes its captured output. */
    @Override
    public void close() {
        child.kill();
        TemporaryDirectories.delete(directory);
    }

    private String report() {
        return "standard output:\n" + standardOutput() + "\nstandard error:\n" + standardError();
    }

    private String read(String file) {
        try {
            return new String(Files.readAllBytes(directory.resolve(file)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The options of a process. */
    public static final class Builder {
        private final String mainClass;
        private final List<String> jvmOptions = new ArrayList<>();
        private final List<String> arguments = new ArrayList<>();
        private final Map<String, String> environment = new TreeMap<>();
        private String classPath = System.getProperty("java.class.path");
        private String javaHome = System.getProperty("java.home");
        private String workingDirectory = "";
        private boolean optimized;

        private Builder(String mainClass) {
            this.mainClass = mainClass;
        }

        public Builder jvmOptions(String... options) {
            jvmOptions.addAll(List.of(options));
            return this;
        }

        public Builder arguments(String... values) {
            arguments.addAll(List.of(values));
            return this;
        }

        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** Sets a class path instead of the running tests'. */
        public Builder classPath(String path) {
            classPath = path;
            return this;
        }

        /** Sets another JDK than the running one. */
        public Builder javaHome(Path home) {
            javaHome = home.toString();
            return this;
        }

        public Builder workingDirectory(Path directory) {
            workingDirectory = directory.toString();
            return this;
        }

        /**
         * Runs the process with the options of a real application, for measurements. Has no effect if this JVM only
         * tests that the measurements run: short processes start and end sooner without the optimizing compiler and the
         * threads of the default collector.
         */
        public Builder optimized() {
            optimized = !Boolean.getBoolean(MEASURES_NOTHING);
            return this;
        }

        public ForkedJvm start() {
            return new ForkedJvm(this);
        }

        private List<String> command() {
            List<String> command = new ArrayList<>();
            command.add(Path.of(javaHome, "bin", "java").toString());
            if (!optimized) {
                command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
            }
            command.add("-D" + PreparedFiles.PROPERTY + "=" + System.getProperty(PreparedFiles.PROPERTY, ""));
            command.addAll(jvmOptions);
            command.addAll(List.of("-cp", classPath, mainClass));
            command.addAll(arguments);
            return command;
        }
    }
}
