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
 * <p>The throwables of one tree are numbered in the order in which they are first found: the root is 0, then its
 * causes with theirs, then its suppressed ones with theirs. A throwable that is found again (a circular cause, a
 * shared suppressed exception) is not repeated; a {@linkplain #reference(int) reference to its number} takes its
 * place.
 *
 * @param className the throwable's class name; empty in a reference
 * @param message its message, or null
 * @param text the result of its {@code toString()} if that is not {@code className[: message]}, else null
 * @param frames its stack trace, innermost call first; class loaders and module versions only if a stack trace shows
 *     them
 * @param framesOmitted the number of frames that the limit on frames cut off at the end
 * @param cause its cause, or null
 * @param suppressed its suppressed throwables
 * @param reference the number of the throwable that this refers to, or -1 if this is a throwable itself
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
    /** The maximum number of throwables in one tree; further ones are left out, against hostile or endless chains. */
    public static final int MAX_THROWABLES = 64;

    private static final int MAX_CHAIN = 16;

    public Thrown {
        Objects.requireNonNull(className, "className");
        frames = List.copyOf(frames);
        suppressed = List.copyOf(suppressed);
    }

    /** Returns a reference to the throwable with that number. */
    public static Thrown reference(int number) {
        return new Thrown("", null, null, List.of(), 0, null, List.of(), number);
    }

    /**
     * Returns the data of a live throwable.
     *
     * <p>Cost: one pass over the tree. If {@code getMessage} or {@code toString} of a hostile throwable throws, even
     * an error, that is noted in place of the text. If {@code getCause} or {@code getStackTrace} throws, the cause or
     * the frames are missing.
     */
    public static Thrown of(Throwable throwable) {
        return new Capture(true).capture(throwable);
    }

    /** Returns the same as {@link #of} without any frames, which cost most. */
    public static Thrown withoutFrames(Throwable throwable) {
        return new Capture(false).capture(throwable);
    }

    /** Returns this throwable, its causes and its suppressed throwables without any frames. */
    public Thrown withoutFrames() {
        return new Thrown(
                className,
                message,
                text,
                List.of(),
                0,
                cause == null ? null : cause.withoutFrames(),
                suppressed.stream().map(Thrown::withoutFrames).toList(),
                reference);
    }

    /**
     * Returns this throwable with the frames of another one, and its causes and suppressed throwables with those of the
     * other's; a part of it that is of another class than its counterpart stays as it is.
     */
    public Thrown withFramesOf(@Nullable Thrown other) {
        if (other == null || !className.equals(other.className)) {
            return this;
        }
        List<Thrown> completed = new ArrayList<>();
        for (Thrown each : suppressed) {
            int index = completed.size();
            completed.add(each.withFramesOf(index < other.suppressed.size() ? other.suppressed.get(index) : null));
        }
        return new Thrown(
                className,
                message,
                text,
                other.frames,
                other.framesOmitted,
                cause == null ? null : cause.withFramesOf(other.cause),
                completed,
                reference);
    }

    /** Returns what this throwable has in common with others of its place: classes and frames, without messages. */
    public Thrown withoutMessages() {
        return new Thrown(
                className,
                null,
                null,
                frames,
                framesOmitted,
                cause == null ? null : cause.withoutMessages(),
                suppressed.stream().map(Thrown::withoutMessages).toList(),
                reference);
    }

    /**
     * Returns the class names of the throwable and its causes, separated by blanks: the part of a throwable that goes
     * into the group key. Stops at a circle and after {@value #MAX_CHAIN} classes.
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

    /** Returns the same as {@link #classChain(Throwable)} of the throwable that this describes. */
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
        /**
         * The expected size of the map. By default it would allocate a table for 21 entries at once, and nearly all
         * would stay empty.
         */
        private static final int MAX_USUAL = 4;

        private final IdentityHashMap<Throwable, Integer> numbers = new IdentityHashMap<>(MAX_USUAL);
        private final boolean hasFrames;

        Capture(boolean hasFrames) {
            this.hasFrames = hasFrames;
        }

        Thrown capture(Throwable throwable) {
            numbers.put(throwable, numbers.size());
            String className = throwable.getClass().getName();
            String message = messageOf(throwable);
            String text = textOf(throwable);
            if (text.equals(message == null ? className : className + ": " + message)) {
                text = null;
            }
            List<StackTraceElement> frames = hasFrames ? framesOf(throwable) : List.of();
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
