// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import dev.centralog.internal.wire.Window.Signal;
import org.jspecify.annotations.Nullable;

/** Told of what goes wrong on disk. Called by the thread that uses the {@link SpillStore}. */
public interface SpillListener {
    /** Of some kind of trouble; the work goes on. */
    void trouble(String kind, String message, @Nullable Throwable cause);

    /**
     * So many can't be read back.
     *
     * @param ours whether this process had written them
     */
    void damaged(Signal signal, long counted, boolean ours);
}
