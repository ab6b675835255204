// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The numbering of new batches: this process's own chain, once there is one, the next number, and the last token.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class Numbering {
    final LongSupplier random;
    private final boolean isPerProcess;
    private long process;

    @Nullable
    Chain own;

    long next = 1;
    long lastToken;

    /**
     * Creates a numbering that begins with 1.
     *
     * @param random draws numbers that no other process has, none of them 0
     * @param isPerProcess the setting {@code perProcess}
     */
    Numbering(LongSupplier random, boolean isPerProcess) {
        this.random = random;
        this.isPerProcess = isPerProcess;
    }

    /** Returns the number of this process, drawn when it is first needed; drop reports carry it. */
    long process() {
        if (process == 0) {
            process = random.getAsLong();
        }
        return process;
    }

    /** Returns the number of this process; 0 if it is not drawn yet, or given up. */
    long drawnProcess() {
        return process;
    }

    /** Returns the process under which events are counted, beside their groups; 0 if processes are folded together. */
    long ofEvents() {
        return isPerProcess ? process() : 0;
    }

    /** Gives up the number of this process, as another process counts under the same one. */
    void drawProcess() {
        process = 0;
    }
}
