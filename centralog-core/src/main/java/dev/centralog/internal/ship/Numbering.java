// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.ProcessInfo;
import dev.centralog.internal.wire.ProcessEncoder;
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
    private final @Nullable ProcessInfo info;
    private byte @Nullable [] encodedInfo;
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
     * @param info what this process says of itself; null for nothing
     */
    Numbering(LongSupplier random, boolean isPerProcess, @Nullable ProcessInfo info) {
        this.random = random;
        this.isPerProcess = isPerProcess;
        this.info = info;
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

    /** Returns this process as the sender of a batch; of nothing if processes are folded together. */
    Sender sender() {
        return isPerProcess ? new Sender(process(), encodedInfo()) : Sender.of(0);
    }

    private byte[] encodedInfo() {
        byte[] encoded = encodedInfo;
        if (encoded == null) {
            encoded = info == null ? new byte[0] : ProcessEncoder.encode(info);
            encodedInfo = encoded;
        }
        return encoded;
    }

    /** Gives up the number of this process, as another process counts under the same one. */
    void drawProcess() {
        process = 0;
    }
}
