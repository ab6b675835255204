// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.jmh;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** Finds a Java that has virtual threads. */
public final class ModernJava {
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private ModernJava() {}

    /** Returns the home of this Java if it has virtual threads, else of one beside it. */
    public static Optional<Path> home() {
        Path own = Path.of(System.getProperty("java.home"));
        if (Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS) {
            return Optional.of(own);
        }
        Path parent = own.getParent();
        if (parent == null) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(parent)) {
            return homes.filter(home -> feature(home) >= FIRST_WITH_VIRTUAL_THREADS)
                    .max((one, other) -> Integer.compare(feature(one), feature(other)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the first part of its version; 0 if there is no Java. */
    private static int feature(Path home) {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isRegularFile(release)) {
            return 0;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return Runtime.Version.parse(version).feature();
    }
}
