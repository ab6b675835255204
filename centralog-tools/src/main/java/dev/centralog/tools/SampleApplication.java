// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import dev.centralog.gatherer.engine.GatherThreads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A sample application in its own process, and the counts that it prints about its logging. Thread-safe. */
final class SampleApplication implements AutoCloseable {
    private static final Pattern TOLD = Pattern.compile("(so far|total): logged=(\\d+) acted=(\\d+)");

    private final String name;
    private final Process process;
    private final Thread listener;
    private volatile Counts counts = Counts.NONE;
    private volatile boolean isTotal;

    private SampleApplication(String name, Process process) {
        this.name = name;
        this.process = process;
        listener = GatherThreads.named("demo-" + name, this::listen);
    }

    /** The numbers of logged events and counted actions. */
    record Counts(long logged, long acted) {
        static final Counts NONE = new Counts(0, 0);

        Counts plus(Counts other) {
            return new Counts(logged + other.logged, acted + other.acted);
        }
    }

    /**
     * A description of the application to start.
     *
     * @param mainClass its main class
     * @param property the system property by which its framework finds its configuration
     * @param configuration the configuration file
     */
    record Description(String name, String mainClass, String property, Path configuration) {}

    static SampleApplication start(Description description, Duration time, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        // It only runs for seconds.
        command.add("-XX:TieredStopAtLevel=1");
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-Dslf4j.internal.verbosity=ERROR");
        // Both frameworks are on this class path; the one that the application does not use must be silent.
        command.add("-D" + QuietLibraries.PROPERTY + "=" + QuietLibraries.CONFIGURATION);
        command.add("-D" + description.property + "=" + description.configuration);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(description.mainClass);
        command.add(Long.toString(time.toMillis()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
        builder.environment().putAll(environment);
        try {
            SampleApplication application = new SampleApplication(description.name, builder.start());
            application.listener.start();
            return application;
        } catch (IOException e) {
            throw new DemoException("can't start " + description.name + ": " + e.getMessage(), e);
        }
    }

    private void listen() {
        try (BufferedReader output = process.inputReader()) {
            for (@Nullable String line = output.readLine(); line != null; line = output.readLine()) {
                Matcher told = TOLD.matcher(line);
                if (told.matches()) {
                    counts = new Counts(Long.parseLong(told.group(2)), Long.parseLong(told.group(3)));
                    isTotal = told.group(1).equals("total");
                } else {
                    System.err.println(name + ": " + line);
                }
            }
        } catch (IOException | UncheckedIOException ignored) {
            // total() reports that its output is missing.
        }
    }

    /** Returns the counts that it has printed so far. */
    Counts counts() {
        return counts;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Blocks until it has ended, and returns its final counts. */
    Counts total(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new DemoException("the application " + name + " does not end");
        }
        listener.join(limit.toMillis());
        if (process.exitValue() != 0) {
            throw new DemoException("the application " + name + " has ended with exit code " + process.exitValue());
        }
        if (!isTotal) {
            throw new DemoException("the application " + name + " did not report how much it has logged");
        }
        return counts;
    }

    /** Ends it if it is running. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
