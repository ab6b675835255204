// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.application;

import dev.centralog.bench.jmh.SilentJvm;
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
    private final Framework framework;

    /** Writes the framework's file. */
    public ConfiguredJvm(Framework framework, List<NamedAppender> appenders) throws IOException {
        directory = Files.createTempDirectory("centralog-bench-");
        this.framework = framework;
        file = Files.writeString(directory.resolve(framework.file()), framework.configuration(appenders));
    }

    /** A process to be started, with the optimizing compiler; where Logback is not what it is about, Logback is not there. */
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
