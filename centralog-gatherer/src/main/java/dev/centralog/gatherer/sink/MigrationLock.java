// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one process at a time migrate a SQLite file: SQLite has no lock that spans a migration's transactions. The lock
 * is a file beside the database, {@code <file>.lock}.
 */
final class MigrationLock implements AutoCloseable {
    // File locks hold between processes only.
    private static final Lock IN_THIS_PROCESS = new ReentrantLock();

    private final Path path;
    private final FileChannel channel;

    private MigrationLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Waits for the lock. */
    static MigrationLock beside(Path database) throws IOException {
        Path path = database.resolveSibling(database.getFileName() + ".lock");
        IN_THIS_PROCESS.lock();
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                channel.lock();
                return new MigrationLock(path, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            IN_THIS_PROCESS.unlock();
            throw e;
        }
    }

    /**
     * Removes the file. Only when the database is migrated: whoever then locks the removed file or a new one finds
     * nothing left to do.
     */
    void forget() throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }
}
