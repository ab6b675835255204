// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

/**
 * The name of a sealed delivery within its partition.
 *
 * @param window the second
 * @param generation which sealing of it, from 1
 */
public record SealedId(long window, long generation) {
    /** Reads {@code window:generation}. */
    static SealedId parse(String text) {
        int colon = text.indexOf(':');
        return new SealedId(Long.parseLong(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return window + ":" + generation;
    }
}
