// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import dev.centralog.internal.wire.Window.Signal;
import org.jspecify.annotations.Nullable;

/** The receiver of what goes wrong on disk. It is called by the thread that uses the {@link SpillStore}. */
public interface SpillListener {
    /** Receives a trouble of some kind; the work goes on. */
    void trouble(String kind, String message, @Nullable Throwable cause);

    /**
     * Receives the number of events or actions that can't be read back.
     *
     * @param ours whether this process had written them
     */
    void damaged(Signal signal, long counted, boolean ours);
}
