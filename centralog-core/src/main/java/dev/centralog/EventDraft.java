// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import org.jspecify.annotations.Nullable;

/**
 * A framework's event as an adapter shows it to {@link Centralog#report}: first the few parts that decide its group,
 * which every event is asked for, then {@link #fill}, which only the first event of a group in a second is asked for.
 *
 * <p>Thread-safety: used by the reporting thread alone, and only until {@code report} returns; so the framework's event
 * may be reused after that.
 */
public interface EventDraft {
    /** When the event was logged: whole seconds of the epoch. */
    long epochSecond();

    /** When the event was logged: nanoseconds within the second. */
    int nanoOfSecond();

    /** The event's level. */
    Level level();

    /** The logger's name, or null. */
    @Nullable
    String logger();

    /** The message before its arguments are put in, or null. */
    @Nullable
    String template();

    /** The rendered message; may call the arguments' {@code toString()}. Asked for by {@code groupBy=message} alone. */
    @Nullable
    String message();

    /** The class names of the throwable and its causes, as {@link Thrown#classChain(Throwable)} gives them, or null. */
    @Nullable
    String thrownClasses();

    /** An explicit fingerprint that the event carries under that MDC key or key-value, or null. */
    @Nullable
    String fingerprint(String key);

    /** Whether the event carries a marker of that name, itself or among its marker's references. */
    default boolean hasMarker(String name) {
        return false;
    }

    /** What the event carries under that name: the value of a key-value, else of its MDC, else null. */
    default @Nullable Object value(String key) {
        return null;
    }

    /** The location that the event itself carries without a stack walk, or null. */
    @Nullable
    SourceLocation carriedLocation();

    /**
     * Whether a stack frame of that class belongs to the logging framework: the caller's frame is the first one below
     * the first run of such frames. An adapter whose caller's stack is gone answers false always.
     */
    boolean isLoggerFrame(String className);

    /** The process that the event comes from, if it is not this one. */
    default Origin origin() {
        return Origin.UNKNOWN;
    }

    /** Fills in everything of the event but its location and origin. */
    void fill(LogEvent.Builder builder);
}
