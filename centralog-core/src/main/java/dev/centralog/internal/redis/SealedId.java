// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.gather.UnreadableEventException;
import dev.centralog.internal.wire.Window;

/**
 * The name of a sealed delivery within its partition and stream.
 *
 * @param window what was sealed
 * @param generation which sealing of it, from 1
 */
public record SealedId(Window window, long generation) {
    /**
     * Reads {@code window:generation}.
     *
     * @throws UnreadableEventException if it is no delivery of that stream
     */
    static SealedId parse(Window.Stream stream, String text) {
        int colon = text.indexOf(':');
        try {
            return new SealedId(
                    Window.parse(stream, text.substring(0, Math.max(0, colon))),
                    Long.parseLong(text.substring(colon + 1)));
        } catch (NumberFormatException wrong) {
            throw new UnreadableEventException("'" + text + "' is no delivery of " + stream);
        }
    }

    @Override
    public String toString() {
        return window + ":" + generation;
    }
}
