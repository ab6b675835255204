// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The lock that says which process owns a directory: the one that has locked the file beside it. The operating system
 * releases it when that process dies.
 *
 * <p>A lock belongs to a process, and closing any handle of its file ends it. So a second producer in this JVM must not even
 * open the file, also when it comes from another class loader: the locks that are held here are listed among the system
 * properties, which all of a JVM shares.
 */
final class SpillLock {
    private static final String HELD = "dev.centralog.spill.held:";

    private final Path path;
    private final RandomAccessFile file;
    private boolean isReleased;

    private SpillLock(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    static Path fileOf(Path directory) {
        return directory.resolveSibling(directory.getFileName() + ".lock");
    }

    /** Takes the lock of a directory, which need not exist; returns null if another producer has it. */
    static @Nullable SpillLock take(Path directory) throws IOException {
        Path path = fileOf(directory);
        if (System.getProperties().putIfAbsent(property(path), "held") != null) {
            return null;
        }
        RandomAccessFile file = null;
        boolean isTaken = false;
        try {
            file = new RandomAccessFile(path.toFile(), "rw");
            isTaken = file.getChannel().tryLock() != null;
            return isTaken ? new SpillLock(path, file) : null;
        } catch (OverlappingFileLockException ignored) {
            return null;
        } finally {
            if (!isTaken) {
                forget(path, file);
            }
        }
    }

    private static String property(Path path) {
        return HELD + path;
    }

    private static void forget(Path path, @Nullable RandomAccessFile file) throws IOException {
        System.getProperties().remove(property(path));
        if (file != null) {
            file.close();
        }
    }

    /** Releases the lock; its file stays, and so does the directory. */
    void release() throws IOException {
        if (!isReleased) {
            isReleased = true;
            forget(path, file);
        }
    }

    /**
     * Releases the lock of a directory that could not be made, and deletes its file: each try on a full disk would leave one
     * behind.
     */
    void discard() throws IOException {
        try {
            Files.deleteIfExists(path);
        } catch (IOException ignored) {
            // The reason why the directory could not be made is reported instead.
        } finally {
            release();
        }
    }

    /** Releases the lock of a directory that was deleted, and deletes its file. */
    void delete() throws IOException {
        Files.deleteIfExists(path);
        release();
    }
}
