// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.application;

import dev.centralog.bench.jmh.SilentJvm;
import dev.centralog.testkit.ForkedJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A directory on a process's class path in which its framework finds its configuration; deleted on closing. */
public final class ConfiguredJvm implements AutoCloseable {
    private final Path directory;
    private final Path file;
    private final Framework framework;

    /** Writes the framework's file. */
    public ConfiguredJvm(Framework framework, List<NamedAppender> appenders) throws IOException {
        directory = Files.createTempDirectory("centralog-bench-");
        this.framework = framework;
        file = Files.writeString(directory.resolve(framework.file()), framework.configuration(appenders));
    }

    /**
     * Returns a builder of a process with the optimizing compiler. Logback is only on its class path if it is the
     * framework.
     */
    public ForkedJvm.Builder builder(Class<?> main) {
        ForkedJvm.Builder builder = ForkedJvm.builder(main.getName())
                .optimized()
                .classPath(directory + File.pathSeparator + System.getProperty("java.class.path"));
        return framework == Framework.LOGBACK ? builder : builder.jvmOptions(SilentJvm.OPTIONS.toArray(String[]::new));
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(directory);
    }
}
