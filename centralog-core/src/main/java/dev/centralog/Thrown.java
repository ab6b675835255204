// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A throwable as data: everything that a stack trace shows, readable without the classes that were thrown.
 *
 * <p>The throwables of one tree are numbered in the order in which they are first met: the root is 0, then its causes
 * with theirs, then its suppressed ones with theirs. One that was met before (a circular cause, a shared suppressed
 * exception) is not repeated but {@linkplain #reference(int) refers to its number}.
 *
 * @param className the throwable's class name; empty in a reference
 * @param message its message, or null
 * @param text what its {@code toString()} said where that is not {@code className[: message]}, else null
 * @param frames its stack trace, innermost call first; loaders and module versions only where a stack trace shows them
 * @param framesOmitted frames that were cut off the end by the bound on frames
 * @param cause what caused it, or null
 * @param suppressed what it suppressed
 * @param reference the number of the throwable that stands here, or -1 where this is a throwable itself
 */
public record Thrown(
        String className,
        @Nullable String message,
        @Nullable String text,
        List<StackTraceElement> frames,
        int framesOmitted,
        @Nullable Thrown cause,
        List<Thrown> suppressed,
        int reference) {
    /** Throwables beyond this number in one tree are left out, against hostile or runaway chains. */
    public static final int MAX_THROWABLES = 64;

    private static final int MAX_CHAIN = 16;

    public Thrown {
        Objects.requireNonNull(className, "className");
        frames = List.copyOf(frames);
        suppressed = List.copyOf(suppressed);
    }

    /** A place where the throwable with that number stands again. */
    public static Thrown reference(int number) {
        return new Thrown("", null, null, List.of(), 0, null, List.of(), number);
    }

    /**
     * The data of a live throwable.
     *
     * <p>Cost: one pass over the tree; what {@code getMessage}, {@code toString}, {@code getCause} or
     * {@code getStackTrace} of a hostile throwable throw, errors included, is caught and said in its place.
     */
    public static Thrown of(Throwable throwable) {
        return new Capture().capture(throwable);
    }

    /**
     * The class names of the throwable and its causes, joined by a blank: the part of a throwable that goes into the
     * group key. Stops at a circle and after {@value #MAX_CHAIN} classes.
     */
    public static @Nullable String classChain(@Nullable Throwable throwable) {
        if (throwable == null) {
            return null;
        }
        Throwable cause = causeOf(throwable);
        if (cause == null) {
            return throwable.getClass().getName();
        }
        StringBuilder chain = new StringBuilder(throwable.getClass().getName());
        Throwable[] met = new Throwable[MAX_CHAIN];
        met[0] = throwable;
        for (int depth = 1; cause != null && depth < MAX_CHAIN && !contains(met, cause); depth++) {
            chain.append(' ').append(cause.getClass().getName());
            met[depth] = cause;
            cause = causeOf(cause);
        }
        return chain.toString();
    }

    private static boolean contains(Throwable[] met, Throwable wanted) {
        for (Throwable each : met) {
            if (each == wanted) {
                return true;
            }
        }
        return false;
    }

    /** As {@link #classChain(Throwable)}, of the data. */
    public String classChain() {
        StringBuilder chain = new StringBuilder(className);
        Thrown next = cause;
        for (int depth = 1; next != null && depth < MAX_CHAIN && next.reference < 0; depth++) {
            chain.append(' ').append(next.className);
            next = next.cause;
        }
        return chain.toString();
    }

    private static @Nullable Throwable causeOf(Throwable throwable) {
        try {
            return throwable.getCause();
        } catch (Throwable ignored) {
            return null;
        }
    }

    private static final class Capture {
        /** The map makes its table at once, by itself one for 21 of which all but one or two stay empty. */
        private static final int MAX_USUAL = 4;

        private final IdentityHashMap<Throwable, Integer> numbers = new IdentityHashMap<>(MAX_USUAL);

        Thrown capture(Throwable throwable) {
            numbers.put(throwable, numbers.size());
            String className = throwable.getClass().getName();
            String message = messageOf(throwable);
            String text = textOf(throwable);
            if (text.equals(message == null ? className : className + ": " + message)) {
                text = null;
            }
            List<StackTraceElement> frames = framesOf(throwable);
            Throwable cause = causeOf(throwable);
            Thrown causeData = cause == null ? null : visit(cause);
            List<Thrown> suppressed = new ArrayList<>();
            for (Throwable each : throwable.getSuppressed()) {
                Thrown data = visit(each);
                if (data != null) {
                    suppressed.add(data);
                }
            }
            return new Thrown(className, message, text, frames, 0, causeData, suppressed, -1);
        }

        private @Nullable Thrown visit(Throwable throwable) {
            Integer number = numbers.get(throwable);
            if (number != null) {
                return reference(number);
            }
            return numbers.size() < MAX_THROWABLES ? capture(throwable) : null;
        }

        private static @Nullable String messageOf(Throwable throwable) {
            try {
                return throwable.getLocalizedMessage();
            } catch (Throwable e) {
                return "[getMessage() failed: " + e.getClass().getName() + "]";
            }
        }

        private static String textOf(Throwable throwable) {
            try {
                return String.valueOf(throwable.toString());
            } catch (Throwable e) {
                return "[toString() failed: " + e.getClass().getName() + "]";
            }
        }

        private static List<StackTraceElement> framesOf(Throwable throwable) {
            try {
                StackTraceElement[] frames = throwable.getStackTrace();
                return frames == null ? List.of() : PrintableFrames.of(frames);
            } catch (Throwable ignored) {
                return List.of();
            }
        }
    }
}
