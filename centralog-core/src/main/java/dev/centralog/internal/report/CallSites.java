// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.EventView;
import dev.centralog.SourceLocation;
import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the place in the code of a log statement by a walk that stops at the caller, and looks up its file and line once
 * a place.
 *
 * <p>Thread-safety: any thread; never blocks. Cost: a walk of the frames above the caller, whatever the stack's depth.
 */
final class CallSites {
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /** Sites hang on their class, so that they never keep a class loader alive. */
    private final ClassValue<Map<Site, SourceLocation>> sites = new ClassValue<>() {
        @Override
        protected Map<Site, SourceLocation> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    private record Site(String method, int byteCodeIndex) {}

    /** The caller's place, one object a place; null if the caller is not on this thread's stack. */
    @Nullable
    <E> SourceLocation find(E event, EventView<E> view) {
        return WALKER.walk(frames -> callerOf(frames, event, view));
    }

    private <E> @Nullable SourceLocation callerOf(Stream<StackFrame> frames, E event, EventView<E> view) {
        boolean inLogger = false;
        for (Iterator<StackFrame> each = frames.iterator(); each.hasNext(); ) {
            StackFrame frame = each.next();
            if (view.isLoggerFrame(event, frame.getClassName())) {
                inLogger = true;
            } else if (inLogger) {
                return locate(frame);
            }
        }
        return null;
    }

    private SourceLocation locate(StackFrame frame) {
        Map<Site, SourceLocation> ofClass = sites.get(frame.getDeclaringClass());
        Site site = new Site(frame.getMethodName(), frame.getByteCodeIndex());
        SourceLocation known = ofClass.get(site);
        if (known != null) {
            return known;
        }
        SourceLocation found = SourceLocation.of(frame.toStackTraceElement());
        SourceLocation first = ofClass.putIfAbsent(site, found);
        return first == null ? found : first;
    }
}
