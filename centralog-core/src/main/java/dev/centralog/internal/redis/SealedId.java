// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.internal.wire.Window;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a sealed delivery within its partition and signal.
 *
 * @param window what was sealed
 * @param generation which sealing of it, from 1
 */
public record SealedId(Window window, long generation) {
    private static final Pattern GENERATION = Pattern.compile("\\d{1,18}");

    /** Reads {@code window:generation}; null if it is no delivery of that signal. */
    static @Nullable SealedId find(Window.Signal signal, String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || !GENERATION.matcher(text.substring(colon + 1)).matches()) {
            return null;
        }
        Window window = Window.find(signal, text.substring(0, colon));
        return window == null ? null : new SealedId(window, Long.parseLong(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return window + ":" + generation;
    }
}
