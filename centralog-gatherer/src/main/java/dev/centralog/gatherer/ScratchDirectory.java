// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory for the native part of the SQLite driver, which it would leave behind when the process ends by a signal.
 */
final class ScratchDirectory {
    private final Path path;

    private ScratchDirectory(Path path) {
        this.path = path;
    }

    /** Makes one, and tells the driver; to be called before the driver is used. */
    static ScratchDirectory forSqlite() {
        try {
            ScratchDirectory scratch = new ScratchDirectory(Files.createTempDirectory("centralog-"));
            System.setProperty("org.sqlite.tmpdir", scratch.path.toString());
            return scratch;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes it with what is in it, as far as that can be done. */
    void delete() {
        try (Stream<Path> files = Files.list(path)) {
            for (Path each : Stream.concat(files.toList().stream(), List.of(path).stream())
                    .toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException ignored) {
            // Where a loaded library can't be deleted, the system's own clearing of temporary files does.
        }
    }
}
