// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.application;

import dev.centralog.testkit.ForkedJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a process needs so that its framework finds its configuration: a directory on its class path, gone when closed. */
public final class ConfiguredJvm implements AutoCloseable {
    private final Path directory;
    private final Path file;

    /** Writes the framework's file. */
    public ConfiguredJvm(Framework framework, List<NamedAppender> appenders) throws IOException {
        directory = Files.createTempDirectory("centralog-bench-");
        file = Files.writeString(directory.resolve(framework.file()), framework.configuration(appenders));
    }

    /** A process to be started, with the optimizing compiler. */
    public ForkedJvm.Builder builder(Class<?> main) {
        return ForkedJvm.builder(main.getName())
                .optimized()
                .classPath(directory + File.pathSeparator + System.getProperty("java.class.path"));
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(directory);
    }
}
