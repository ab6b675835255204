// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.EventView;
import dev.centralog.SourceLocation;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Method;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the place in the code of a log statement by a walk that stops at the caller, and looks up its file and line once
 * a place.
 *
 * <p>Thread-safety: any thread; never blocks. Cost: a walk of the frames above the caller, whatever the stack's depth.
 */
final class CallSiteFinder {
    private static final int MOST_FRAMES_AT_ONCE = 32;

    /** Of the number that it is given, the JDK takes two for itself. */
    private static final int OF_THE_JDK = 2;

    /**
     * By how many frames the JVM hands over at once. Left to itself it begins with a few, then hands over ever more, most of
     * them for nothing; and one that is not looked at costs nearly as much as one that is. All are made at once, as a
     * security manager may forbid it to who logs.
     */
    private static final StackWalker[] WALKERS = new StackWalker[MOST_FRAMES_AT_ONCE + 1];

    static {
        for (int frames = 0; frames < WALKERS.length; frames++) {
            WALKERS[frames] = walker(frames);
        }
    }

    /** The frames of the longest walk so far, as far as there is a walker for it. */
    private volatile int reach;

    /** Places hang on their class, so that they never keep a class loader alive. */
    private final ClassValue<Places> ofClass = new ClassValue<>() {
        @Override
        protected Places computeValue(Class<?> type) {
            return new Places();
        }
    };

    /** Of one class. */
    private static final class Places {
        final Map<Place, SourceLocation> known = new ConcurrentHashMap<>();
        final Map<String, Boolean> overloads = new ConcurrentHashMap<>();
    }

    /**
     * A place in a class.
     *
     * @param descriptor of the method if there are others of its name: the index may be the same in both. Null if not, for
     *     to ask a frame for it costs a good part of the walk.
     */
    private record Place(String method, @Nullable String descriptor, int byteCodeIndex) {
        /** Written out as that of {@link dev.centralog.Origin} is. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Place that
                    && byteCodeIndex == that.byteCodeIndex
                    && method.equals(that.method)
                    && Objects.equals(descriptor, that.descriptor);
        }

        /** Without the descriptor, whose text is new each time, so that its hash would be computed each time. */
        @Override
        public int hashCode() {
            return 31 * method.hashCode() + byteCodeIndex;
        }
    }

    /**
     * With the frames of reflection, which the JVM leaves out at a fifth of a walk's cost: it looks at each frame, and we
     * at one.
     */
    private static StackWalker walker(int framesAtOnce) {
        return StackWalker.getInstance(
                EnumSet.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_REFLECT_FRAMES), framesAtOnce + OF_THE_JDK);
    }

    /**
     * The place that the event carries, or else that of the caller, one object a place; null if the caller is not on this
     * thread's stack.
     */
    @Nullable
    <E> SourceLocation find(E event, EventView<E> view) {
        SourceLocation carried = view.carriedLocation(event);
        return carried != null ? carried : WALKERS[reach].walk(frames -> callerOf(frames, event, view));
    }

    private <E> @Nullable SourceLocation callerOf(Stream<StackFrame> frames, E event, EventView<E> view) {
        boolean inLogger = false;
        int met = 0;
        for (Iterator<StackFrame> each = frames.iterator(); each.hasNext(); ) {
            StackFrame frame = each.next();
            met++;
            String className = frame.getClassName();
            if (view.isLoggerFrame(event, className)) {
                inLogger = true;
            } else if (inLogger && !isReflection(className)) {
                extendReach(met);
                return locate(frame);
            }
        }
        return null;
    }

    private void extendReach(int frames) {
        int wanted = Math.min(frames, MOST_FRAMES_AT_ONCE);
        if (wanted > reach) {
            reach = wanted;
        }
    }

    private static boolean isReflection(String className) {
        return className.startsWith("java.lang.reflect.") || className.startsWith("jdk.internal.reflect.");
    }

    private SourceLocation locate(StackFrame frame) {
        Places places = ofClass.get(frame.getDeclaringClass());
        String method = frame.getMethodName();
        Boolean overloaded = places.overloads.get(method);
        if (overloaded == null) {
            overloaded = isOverloaded(frame.getDeclaringClass(), method);
            places.overloads.put(method, overloaded);
        }
        Place place = new Place(method, overloaded ? frame.getDescriptor() : null, frame.getByteCodeIndex());
        SourceLocation known = places.known.get(place);
        if (known != null) {
            return known;
        }
        SourceLocation found = SourceLocation.of(frame.toStackTraceElement());
        SourceLocation first = places.known.putIfAbsent(place, found);
        return first == null ? found : first;
    }

    /** Whether the class has others of that name; true, too, where it does not tell, as some class is missing. */
    private static boolean isOverloaded(Class<?> type, String method) {
        try {
            int same = method.equals("<init>") ? type.getDeclaredConstructors().length : 0;
            for (Method each : type.getDeclaredMethods()) {
                same += each.getName().equals(method) ? 1 : 0;
            }
            return same > 1;
        } catch (LinkageError ignored) {
            return true;
        }
    }
}
