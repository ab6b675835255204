// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.internal.wire.Window;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a sealed delivery within its partition and signal. It contains the id of the Redis that sealed it. A Redis that
 * was wiped, or has lost count of its seals, has another id, so no name is given twice.
 *
 * @param window the window that was sealed
 * @param redisId the id of the Redis that sealed it: 16 hexadecimal digits
 * @param generation the number of this seal of the window there, from 1
 */
public record SealedId(Window window, String redisId, long generation) {
    private static final Pattern NAME = Pattern.compile("([^:]+):([0-9a-f]{16}):([1-9]\\d{0,15})");

    /** Returns the id that {@link #toString} wrote; null if the text names no delivery of that signal. */
    public static @Nullable SealedId find(Window.Signal signal, String text) {
        Matcher parts = NAME.matcher(text);
        Window window = parts.matches() ? Window.find(signal, parts.group(1)) : null;
        return window == null ? null : new SealedId(window, parts.group(2), Long.parseLong(parts.group(3)));
    }

    @Override
    public String toString() {
        return window + ":" + redisId + ":" + generation;
    }
}
