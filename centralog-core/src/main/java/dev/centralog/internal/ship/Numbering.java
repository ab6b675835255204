// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What numbers are made of: this process's own producer id, once there is one, and how far it has come.
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
     * Numbers from 1.
     *
     * @param random draws numbers that nobody else has, none of them 0
     * @param isPerProcess the setting {@code perProcess}
     */
    Numbering(LongSupplier random, boolean isPerProcess) {
        this.random = random;
        this.isPerProcess = isPerProcess;
    }

    /** This process's number, which reports of drops bear. */
    long process() {
        if (process == 0) {
            process = random.getAsLong();
        }
        return process;
    }

    /** What this process's events are counted under, beside their groups; 0 for none. */
    long ofEvents() {
        return isPerProcess ? process() : 0;
    }

    /** Somebody else counts under the name that this process has. */
    void drawProcess() {
        process = 0;
    }
}
