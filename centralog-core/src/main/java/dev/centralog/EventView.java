// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import org.jspecify.annotations.Nullable;

/**
 * A reader of a framework's events, for {@link Centralog#report}. Centralog first reads the few parts that decide an
 * event's group, and does so for every event. It reads the rest only for the first event of a group in a second. A
 * view is one object beside all events and not a wrapper around each, so that a repeat allocates no object.
 *
 * <p>Thread-safety: any thread reads, each its own event, and only until {@code report} returns; the framework may
 * reuse the event after that. A method that is called for every event should cost a few nanoseconds.
 *
 * @param <E> the framework's event
 */
public interface EventView<E> {
    /** Returns the time of the event: whole seconds of the epoch. */
    long epochSecond(E event);

    /** Returns the time of the event: nanoseconds within the second. */
    int nanoOfSecond(E event);

    /** Returns the event's level. */
    Level level(E event);

    /** Returns the logger's name, or null. */
    @Nullable
    String logger(E event);

    /** Returns the message before its arguments are filled in, or null. */
    @Nullable
    String template(E event);

    /**
     * Whether the event has arguments, so that its template is a pattern that stays the same from call to call. Without
     * arguments the template is a text, which the application may have put together: with {@code groupBy=callSite},
     * the texts of one place are counted together beyond {@link Settings#TEXTS_PER_PLACE}. A throwable that
     * the event carries as its throwable is no argument, and neither are key-values. Called for each event of a text
     * that has no entry in its second yet, so it should allocate no object.
     */
    default boolean hasArguments(E event) {
        return false;
    }

    /**
     * Returns the rendered message, or null; may call the arguments' {@code toString()}. Called only with
     * {@code groupBy=message}.
     */
    @Nullable
    String message(E event);

    /**
     * Returns the class names of the throwable and its causes, in the form of {@link Thrown#classChain(Throwable)},
     * or null.
     */
    @Nullable
    String thrownClasses(E event);

    /**
     * Returns the fingerprint that the event carries under that MDC key or, if that is null or empty, under that
     * key-value; null if there is none. A blank one counts as none.
     */
    @Nullable
    String fingerprint(E event, String key);

    /** Whether the event carries a marker of that name, itself or among its marker's references. */
    default boolean hasMarker(E event, String name) {
        return false;
    }

    /** Returns the value of the event's key-value of that name, else the value in its MDC, else null. */
    default @Nullable Object value(E event, String key) {
        return null;
    }

    /** Returns the location that the event itself carries, without a stack walk, or null. */
    @Nullable
    SourceLocation carriedLocation(E event);

    /**
     * Whether a stack frame of that class belongs to the logging framework: the caller's frame is the first one below
     * the first run of such frames. An adapter that no longer has the caller's stack always returns false.
     */
    boolean isLoggerFrame(E event, String className);

    /** Returns the process that the event comes from, or {@link Origin#UNKNOWN} if it is this one. */
    default Origin origin(E event) {
        return Origin.UNKNOWN;
    }

    /** Returns the reason to drop the event, or null. Called only for the first event of a group in a second. */
    default @Nullable DropReason refusal(E event) {
        return null;
    }

    /** Fills in everything of the event except its location and origin. */
    void fill(E event, LogEvent.Builder builder);

    /**
     * Does the same as {@link #fill}, but level, logger, markers and the frames of throwables may be left out. Called for the
     * events of a group and second from the second one on, as many as the settings {@code samples} and
     * {@code samplesBelowWarn} say.
     */
    default void fillSample(E event, LogEvent.Builder builder) {
        fill(event, builder);
    }
}
