// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files in spill directories. */
final class SpillingFiles {
    private SpillingFiles() {}

    /** Returns the files below a directory with that ending; none if the directory is not there. */
    static List<Path> below(Path directory, String ending) {
        if (Files.notExists(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(ending)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
