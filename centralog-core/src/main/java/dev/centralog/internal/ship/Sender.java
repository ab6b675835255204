// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The process that a batch is of.
 *
 * @param process the process under which its events are counted, beside their groups; 0 if processes are folded together
 * @param info what the process says of itself, encoded; empty if processes are folded together
 */
@SuppressWarnings("ArrayRecordComponent")
public record Sender(long process, byte[] info) {
    private static final byte[] NO_INFO = {};

    /** Returns a sender of which nothing but the number is known. */
    static Sender of(long process) {
        return new Sender(process, NO_INFO);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sender that && process == that.process && Arrays.equals(info, that.info);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(process);
    }
}
