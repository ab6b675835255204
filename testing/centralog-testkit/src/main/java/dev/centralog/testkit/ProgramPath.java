// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs of this machine. */
final class ProgramPath {
    private ProgramPath() {}

    /** Returns all programs of that name on the PATH, in its order. */
    static Stream<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable);
    }

    /**
     * Returns the program of that name on the PATH, or in the directories where Debian puts programs that are only on
     * root's PATH.
     */
    static Optional<Path> findServer(String name) {
        return Stream.concat(find(name), Stream.of(Path.of("/usr/sbin", name)).filter(Files::isExecutable))
                .findFirst();
    }

    /** Whether a server is installed; if not, prints on standard error what is skipped and what to install. */
    static boolean hasServer(String name, String skipped) {
        boolean available = findServer(name).isPresent();
        if (!available) {
            System.err.println("SKIPPED: " + skipped);
        }
        return available;
    }
}
