// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;

/**
 * The native part of the SQLite driver, which must be in a file to be loaded: in the temporary directory or, if that can't be
 * written to or executed from, beside the database.
 *
 * <p>Thread-safety: any thread.
 */
public final class SqliteLibrary {
    /** The driver's system property for the directory; if it is set, only that directory is used. */
    private static final String DIRECTORY = "org.sqlite.tmpdir";

    private static boolean loaded;
    private static @Nullable Path left;

    private SqliteLibrary() {}

    /**
     * Loads the library, unless it is loaded. Blocks.
     *
     * @param besideDatabase another directory to try, or null
     * @throws SinkException if it can't be loaded from any directory
     */
    static synchronized void load(@Nullable Path besideDatabase) {
        if (loaded) {
            return;
        }
        String wanted = System.getProperty(DIRECTORY);
        List<String> faults = new ArrayList<>();
        for (Path each : directories(wanted, besideDatabase)) {
            String fault = loadFrom(each);
            if (fault == null) {
                loaded = true;
                return;
            }
            faults.add(each + " (" + fault + ")");
        }
        throw new SinkException(
                SinkException.Kind.REFUSED,
                "the native library of SQLite could not be loaded from " + String.join(", nor from ", faults)
                        + ": set a directory that is writable and not mounted noexec:"
                        + " CENTRALOG_JAVA_OPTS=-Djava.io.tmpdir=DIRECTORY");
    }

    private static Set<Path> directories(@Nullable String wanted, @Nullable Path besideDatabase) {
        Set<Path> directories = new LinkedHashSet<>();
        directories.add(Path.of(wanted == null ? System.getProperty("java.io.tmpdir") : wanted));
        if (wanted == null && besideDatabase != null) {
            directories.add(besideDatabase);
        }
        return directories;
    }

    /** Loads the library from a directory; returns the fault, or null if it worked. */
    private static @Nullable String loadFrom(Path directory) {
        String before = System.getProperty(DIRECTORY);
        try {
            // A directory of its own, to be deleted with all that the driver puts there.
            Path own = Files.createTempDirectory(directory, "centralog-");
            left = own;
            System.setProperty(DIRECTORY, own.toString());
            SQLiteJDBCLoader.initialize();
            return null;
        } catch (FileSystemException e) {
            return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
        } catch (Exception e) { // as the driver declares it
            return String.valueOf(e.getMessage());
        } finally {
            clear();
            if (before == null) {
                System.clearProperty(DIRECTORY);
            } else {
                System.setProperty(DIRECTORY, before);
            }
        }
    }

    /**
     * Deletes the library's files. Some systems can't delete a loaded library, so they are deleted at the end of the process.
     */
    public static synchronized void clear() {
        Path directory = left;
        if (directory == null) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path each :
                    Stream.concat(files.toList().stream(), Stream.of(directory)).toList()) {
                Files.deleteIfExists(each);
            }
            left = null;
        } catch (IOException ignored) {
            // The system's own cleanup of temporary files deletes it.
        }
    }
}
