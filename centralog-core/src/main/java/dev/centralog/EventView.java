// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import org.jspecify.annotations.Nullable;

/**
 * How Centralog looks at a framework's events, for {@link Centralog#report}: first at the few parts that decide an event's
 * group, which every event is asked for, then at the rest, which only the first event of a group in a second is asked for.
 * A view of its own beside the event, not an object around it: a repeat then makes none.
 *
 * <p>Thread-safety: any thread asks, each for its own event, and only until {@code report} returns; so the framework may
 * use the event again after that. What is asked for every event should cost a few nanoseconds.
 *
 * @param <E> the framework's event
 */
public interface EventView<E> {
    /** When the event was logged: whole seconds of the epoch. */
    long epochSecond(E event);

    /** When the event was logged: nanoseconds within the second. */
    int nanoOfSecond(E event);

    /** The event's level. */
    Level level(E event);

    /** The logger's name, or null. */
    @Nullable
    String logger(E event);

    /** The message before its arguments are put in, or null. */
    @Nullable
    String template(E event);

    /** The rendered message; may call the arguments' {@code toString()}. Asked for by {@code groupBy=message} alone. */
    @Nullable
    String message(E event);

    /** The class names of the throwable and its causes, as {@link Thrown#classChain(Throwable)} gives them, or null. */
    @Nullable
    String thrownClasses(E event);

    /**
     * An explicit fingerprint that the event carries under that MDC key, or if that is null or empty, under that key-value; or
     * null. A blank one is none.
     */
    @Nullable
    String fingerprint(E event, String key);

    /** Whether the event carries a marker of that name, itself or among its marker's references. */
    default boolean hasMarker(E event, String name) {
        return false;
    }

    /** What the event carries under that name: the value of a key-value, else of its MDC, else null. */
    default @Nullable Object value(E event, String key) {
        return null;
    }

    /** The location that the event itself carries without a stack walk, or null. */
    @Nullable
    SourceLocation carriedLocation(E event);

    /**
     * Whether a stack frame of that class belongs to the logging framework: the caller's frame is the first one below
     * the first run of such frames. An adapter whose caller's stack is gone answers false always.
     */
    boolean isLoggerFrame(E event, String className);

    /** The process that the event comes from, if it is not this one. */
    default Origin origin(E event) {
        return Origin.UNKNOWN;
    }

    /** Why the event is to be dropped, or null. Asked for the first event of a group in a second alone. */
    default @Nullable DropReason refusal(E event) {
        return null;
    }

    /** Fills in everything of the event but its location and origin. */
    void fill(E event, LogEvent.Builder builder);
}
