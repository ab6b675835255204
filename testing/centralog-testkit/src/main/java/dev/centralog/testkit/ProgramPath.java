// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where this machine's programs are. */
final class ProgramPath {
    private ProgramPath() {}

    /** All programs of that name on the PATH, in its order. */
    static Stream<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable);
    }
}
