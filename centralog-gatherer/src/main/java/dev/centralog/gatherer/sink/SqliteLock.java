// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.internal.files.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that lets one process at a time make or migrate a SQLite file, or remove the files beside it. SQLite has no lock that
 * spans a migration's transactions, and no named locks. The lock is a file beside the database, {@code <file>.lock}, which is
 * never removed: a process that waits for a removed file would not keep out one that makes a new file.
 */
final class SqliteLock implements AutoCloseable {
    // File locks work between processes only, not between threads.
    private static final Lock IN_THIS_PROCESS = new ReentrantLock();

    private final FileChannel channel;

    private SqliteLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for the lock. */
    static SqliteLock beside(Path database) throws IOException {
        Path path = database.resolveSibling(database.getFileName() + ".lock");
        IN_THIS_PROCESS.lock();
        try {
            FileChannel channel = FileChannel.open(
                    path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnly.file(path));
            try {
                channel.lock();
                return new SqliteLock(channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            IN_THIS_PROCESS.unlock();
            throw e;
        }
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
