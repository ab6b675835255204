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
 * The search for the place in the code of a log statement, by a stack walk that stops at the caller. The file and
 * line of each place are looked up once.
 *
 * <p>Thread-safety: any thread; never blocks. Cost: a walk of the frames above the caller, whatever the stack's
 * depth.
 */
final class CallSiteFinder {
    private static final int MOST_FRAMES_AT_ONCE = 32;

    /** The number of frames that the JDK reserves for itself out of the number that it is given. */
    private static final int OF_THE_JDK = 2;

    /**
     * The walkers, by the number of frames that the JVM hands over at once. By default it begins with a few frames
     * and then hands over more and more, most of them in vain, and a frame that is not read costs nearly as much as
     * one that is. All walkers are created in advance, since a security manager may forbid it to the code that logs.
     */
    private static final StackWalker[] WALKERS = new StackWalker[MOST_FRAMES_AT_ONCE + 1];

    static {
        for (int frames = 0; frames < WALKERS.length; frames++) {
            WALKERS[frames] = walker(frames);
        }
    }

    /** The number of frames of the longest walk so far, at most the largest for which there is a walker. */
    private volatile int reach;

    /** The places by class. The class itself refers to them, so that they never keep a class loader alive. */
    private final ClassValue<Places> ofClass = new ClassValue<>() {
        @Override
        protected Places computeValue(Class<?> type) {
            return new Places();
        }
    };

    /** The known places of one class, and which of its methods are overloaded. */
    private static final class Places {
        final Map<Place, SourceLocation> known = new ConcurrentHashMap<>();
        final Map<String, Boolean> overloads = new ConcurrentHashMap<>();
    }

    /**
     * A place in a class.
     *
     * @param descriptor the method's descriptor if the class has other methods of that name, since the index may be
     *     the same in both; else null, since asking a frame for it costs a good part of the walk
     */
    private record Place(String method, @Nullable String descriptor, int byteCodeIndex) {
        /** Compares all components; written out for the reasons given at {@link dev.centralog.Origin#equals}. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Place that
                    && byteCodeIndex == that.byteCodeIndex
                    && method.equals(that.method)
                    && Objects.equals(descriptor, that.descriptor);
        }

        /**
         * Returns a hash without the descriptor: its text is a new object each time, so its hash would be computed
         * each time.
         */
        @Override
        public int hashCode() {
            return 31 * method.hashCode() + byteCodeIndex;
        }
    }

    /**
     * Returns a walker that shows the frames of reflection. Hiding them would cost the JVM a fifth of a walk, since
     * it would check every frame; we check one.
     */
    private static StackWalker walker(int framesAtOnce) {
        return StackWalker.getInstance(
                EnumSet.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_REFLECT_FRAMES), framesAtOnce + OF_THE_JDK);
    }

    /**
     * Returns the place that the event carries, or else that of the caller, always the same object for a place; null
     * if the caller is not on this thread's stack.
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

    /**
     * Whether the class has other methods of that name; also true if the class can't list its methods because a class
     * is missing.
     */
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
