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
 * A function that opens the spill of the settings.
 *
 * @param directory the path of the spill directory
 */
record SpillOpener(String directory, String keyPrefix, long maxBytes) implements Function<SpillListener, DiskQueue> {
    /** Returns the opener of the settings' spill; null if they ask for none. */
    static @Nullable SpillOpener of(CentralogConfig config) {
        String directory = config.get(Settings.SPILL_DIRECTORY);
        return directory.isEmpty()
                ? null
                : new SpillOpener(directory, config.get(Settings.KEY_PREFIX), config.get(Settings.SPILL_BYTES));
    }

    /**
     * Opens the spill, and makes its directory if need be.
     *
     * @throws ConfigException if it can't be used
     */
    @Override
    public DiskQueue apply(SpillListener listener) {
        try {
            return SpillStore.open(Path.of(directory), keyPrefix, maxBytes, listener);
        } catch (IOException | InvalidPathException | SecurityException e) {
            throw new ConfigException(List.of("setting '" + Settings.SPILL_DIRECTORY.name() + "' is '" + directory
                    + "'; allowed is a directory that exists or can be created, and is writable: " + e));
        }
    }
}
