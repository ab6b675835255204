// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.ConfigException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of addresses that no database has; LibraryPageIT has a sink that works. */
class PluggedSinksIT {
    private final Thread thread = Thread.currentThread();
    private final ClassLoader before = thread.getContextClassLoader();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path jar;

    @BeforeEach
    void installJar() throws IOException {
        thread.setContextClassLoader(new URLClassLoader(new URL[] {jar.toUri().toURL()}, before));
    }

    @AfterEach
    void removeJar() {
        thread.setContextClassLoader(before);
    }

    private void nameFactory(String name) throws IOException {
        Path services = Files.createDirectories(jar.resolve("META-INF/services"));
        Files.writeString(services.resolve("dev.centralog.gather.SinkFactory"), name);
    }

    @Test
    void factory_thatIsMissing_isNamed() throws IOException {
        nameFactory("org.example.Missing");

        assertThatThrownBy(() -> Sinks.check("print:somewhere"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "setting 'database' needs a sink from a jar in 'lib', and one there can't be used: ")
                .hasMessageContaining("org.example.Missing");
    }

    @Test
    void databases_needNoFactory() throws IOException {
        nameFactory("org.example.Missing");

        assertThat(Sinks.storeOnly("jdbc:sqlite:events.db")).isFalse();
        assertThat(Sinks.storeOnly("events.db")).isFalse();
        Sinks.check("jdbc:postgresql://db/logs");
    }

    @Test
    void kafka_withoutItsJar_isSaid() {
        assertThatThrownBy(() -> Sinks.check("kafka://a:9092/logs"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("setting 'database' is 'kafka://a:9092/logs', and the jars for Kafka are not in 'lib': see"
                        + " 'Install' in docs/kafka.md");
    }
}
