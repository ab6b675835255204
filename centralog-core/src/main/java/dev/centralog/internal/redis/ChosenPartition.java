// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.internal.files.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The choice of a partition by a producer: at random, and for good. All processes that share a spill directory have the same
 * one, which a file there holds: what a process has left on disk is counted once only where it may have arrived already.
 *
 * <p>Thread-safety: none; the shipper's thread alone.
 */
public final class ChosenPartition {
    private static final int NONE = -1;

    private final CentralogConfig config;
    private int chosen = NONE;

    /** Makes the choice of a producer, which it has not made yet. */
    public ChosenPartition(CentralogConfig config) {
        this.config = config;
    }

    /**
     * Returns the partition, chosen now if it was not before, or if nobody reads it any more: in another Redis. Blocks while it
     * reads a file, if there is a spill directory.
     *
     * @param drawn the number of partitions to choose from, the first ones
     * @param read the number of partitions that gatherers read
     */
    public int of(int drawn, int read) {
        if (chosen == NONE || chosen >= read) {
            chosen = choose(drawn, read);
        }
        return chosen;
    }

    private int choose(int among, int read) {
        String directory = config.get(Settings.SPILL_DIRECTORY);
        int drawn = ThreadLocalRandom.current().nextInt(among);
        if (directory.isEmpty()) {
            return drawn;
        }
        try {
            Path root = Files.createDirectories(Path.of(directory));
            return kept(root.resolve(config.get(Settings.KEY_PREFIX) + ".partition"), drawn, read);
        } catch (IOException | InvalidPathException | SecurityException e) {
            return drawn; // the spill reports what is wrong with its directory
        }
    }

    private static int kept(Path file, int drawn, int read) throws IOException {
        if (!Files.exists(file)) {
            create(file, drawn);
        }
        String text = Files.readString(file).strip();
        boolean isOne = text.matches("\\d{1,3}") && Integer.parseInt(text) < read;
        if (!isOne) { // it is another Redis, with fewer partitions, or the file is none of ours
            Files.writeString(file, Integer.toString(drawn));
        }
        return isOne ? Integer.parseInt(text) : drawn;
    }

    /** Creates the file with its content at once, so that no other process finds it empty; whoever is first wins. */
    private static void create(Path file, int partition) throws IOException {
        Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".", ".partition", OwnerOnly.file(file));
        try {
            Files.writeString(draft, Integer.toString(partition));
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            return; // another process was first
        } catch (UnsupportedOperationException e) { // a file system without links
            Files.move(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
