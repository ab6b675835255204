// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import dev.centralog.Thrown;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.ThrowableProxy;
import org.jspecify.annotations.Nullable;

/**
 * Converts the throwable of an event that came from another process: such an event has only a {@code ThrowableProxy},
 * Log4j2's old description of a throwable.
 */
@SuppressWarnings("deprecation") // Log4j2 has no other form of such a throwable
final class ProxiedThrowables {
    private static final int MAX_DEPTH = 16;

    private ProxiedThrowables() {}

    /** Returns the throwable that the proxy describes, or null. Called only if the event has no throwable itself. */
    static @Nullable Thrown of(LogEvent event) {
        ThrowableProxy proxy = event.getThrownProxy();
        return proxy == null ? null : convert(proxy, List.of(), 1);
    }

    private static Thrown convert(ThrowableProxy proxy, List<StackTraceElement> enclosing, int depth) {
        List<StackTraceElement> frames = frames(proxy, enclosing);
        ThrowableProxy cause = depth < MAX_DEPTH ? proxy.getCauseProxy() : null;
        List<Thrown> suppressed = new ArrayList<>();
        ThrowableProxy[] each = depth < MAX_DEPTH ? proxy.getSuppressedProxies() : null;
        if (each != null) {
            for (ThrowableProxy one : each) {
                if (one != null) {
                    suppressed.add(convert(one, frames, depth + 1));
                }
            }
        }
        Thrown causeData = cause == null ? null : convert(cause, frames, depth + 1);
        String message = proxy.getLocalizedMessage();
        return new Thrown(proxy.getName(), message, null, frames, 0, causeData, suppressed, -1);
    }

    /** Returns the proxy's own frames, followed by those it omits because the enclosing throwable has them too. */
    private static List<StackTraceElement> frames(ThrowableProxy proxy, List<StackTraceElement> enclosing) {
        List<StackTraceElement> frames = new ArrayList<>();
        for (var element : proxy.getExtendedStackTrace()) {
            StackTraceElement frame = element == null ? null : element.getStackTraceElement();
            if (frame != null) {
                frames.add(frame);
            }
        }
        int common = Math.min(proxy.getCommonElementCount(), enclosing.size());
        frames.addAll(enclosing.subList(enclosing.size() - common, enclosing.size()));
        return frames;
    }
}
