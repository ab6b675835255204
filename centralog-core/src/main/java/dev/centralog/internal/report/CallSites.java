// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.EventView;
import dev.centralog.SourceLocation;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.EnumSet;
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
    /**
     * With the frames of reflection, which the JVM leaves out at a fifth of a walk's cost: it looks at each frame, and we
     * at one.
     */
    private static final StackWalker WALKER =
            StackWalker.getInstance(EnumSet.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_REFLECT_FRAMES));

    /** Sites hang on their class, so that they never keep a class loader alive. */
    private final ClassValue<Map<Site, SourceLocation>> sites = new ClassValue<>() {
        @Override
        protected Map<Site, SourceLocation> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    /** A method's name is not enough: of two overloads, the index may be the same. */
    private record Site(String method, String descriptor, int byteCodeIndex) {
        /** Without the descriptor, whose text is new each time, so that its hash would be computed each time. */
        @Override
        public int hashCode() {
            return 31 * method.hashCode() + byteCodeIndex;
        }
    }

    /** The caller's place, one object a place; null if the caller is not on this thread's stack. */
    @Nullable
    <E> SourceLocation find(E event, EventView<E> view) {
        return WALKER.walk(frames -> callerOf(frames, event, view));
    }

    private <E> @Nullable SourceLocation callerOf(Stream<StackFrame> frames, E event, EventView<E> view) {
        boolean inLogger = false;
        for (Iterator<StackFrame> each = frames.iterator(); each.hasNext(); ) {
            StackFrame frame = each.next();
            String className = frame.getClassName();
            if (view.isLoggerFrame(event, className)) {
                inLogger = true;
            } else if (inLogger && !isReflection(className)) {
                return locate(frame);
            }
        }
        return null;
    }

    private static boolean isReflection(String className) {
        return className.startsWith("java.lang.reflect.") || className.startsWith("jdk.internal.reflect.");
    }

    private SourceLocation locate(StackFrame frame) {
        Map<Site, SourceLocation> ofClass = sites.get(frame.getDeclaringClass());
        Site site = new Site(frame.getMethodName(), frame.getDescriptor(), frame.getByteCodeIndex());
        SourceLocation known = ofClass.get(site);
        if (known != null) {
            return known;
        }
        SourceLocation found = SourceLocation.of(frame.toStackTraceElement());
        SourceLocation first = ofClass.putIfAbsent(site, found);
        return first == null ? found : first;
    }
}
