// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.CentralogConfig;
import dev.centralog.ConfigException;
import dev.centralog.Settings;
import dev.centralog.internal.spill.DiskQueue;
import dev.centralog.internal.spill.SpillListener;
import dev.centralog.internal.spill.SpillStore;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens the spill that the settings ask for.
 *
 * @param directory where it is
 */
record SpillOpener(String directory, String keyPrefix, long maxBytes) implements Function<SpillListener, DiskQueue> {
    /** Null if they ask for none. */
    static @Nullable SpillOpener of(CentralogConfig config) {
        String directory = config.get(Settings.SPILL_DIRECTORY);
        return directory.isEmpty()
                ? null
                : new SpillOpener(directory, config.get(Settings.KEY_PREFIX), config.get(Settings.SPILL_BYTES));
    }

    /**
     * Makes the directory if need be.
     *
     * @throws ConfigException if it can't be used
     */
    @Override
    public DiskQueue apply(SpillListener listener) {
        try {
            return SpillStore.open(Path.of(directory), keyPrefix, maxBytes, listener);
        } catch (IOException | InvalidPathException | SecurityException e) {
            throw new ConfigException(List.of("setting '" + Settings.SPILL_DIRECTORY.name() + "' is '" + directory
                    + "'; allowed is a directory that is there or can be made, and can be written to: " + e));
        }
    }
}
