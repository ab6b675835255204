// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An action of a user, optionally with a value, a payload and a time; the argument of {@link ActionLog#log(Action)}.
 *
 * <p>Ids are counted as texts: the user 42 and the user "42" are the same. They are counted unchanged, and an empty
 * id is valid. If an id is longer than 255 bytes of UTF-8, its beginning is kept, followed by a digest of the whole.
 *
 * @param user the user's id
 * @param action the action's id
 * @param value a number that is added to the sum, or null; decimals are rounded half to even to nine digits after the
 *     point
 * @param payload a text, of which a limited number is kept, or null
 * @param time the time of the action, or null for now; it alone decides the slice, even if this host's clock is wrong
 */
public record Action(
        String user,
        String action,
        @Nullable Number value,
        @Nullable String payload,
        @Nullable Instant time) {
    public Action {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(action, "action");
    }

    public static Action of(String user, String action) {
        return new Action(user, action, null, null, null);
    }

    public static Action of(String user, int action) {
        return of(user, Integer.toString(action));
    }

    /** Returns an action whose id is the constant's name. */
    public static Action of(String user, Enum<?> action) {
        return of(user, action.name());
    }

    public static Action of(long user, String action) {
        return of(Long.toString(user), action);
    }

    public static Action of(long user, int action) {
        return of(Long.toString(user), Integer.toString(action));
    }

    /** Returns an action whose id is the constant's name. */
    public static Action of(long user, Enum<?> action) {
        return of(Long.toString(user), action.name());
    }

    /**
     * Returns this action with a value of any number type of the JDK, e.g. 3, 19.90 or a
     * {@link java.math.BigDecimal}.
     */
    public Action withValue(@Nullable Number newValue) {
        return new Action(user, action, newValue, payload, time);
    }

    /** Returns this action with a payload. */
    public Action withPayload(@Nullable String newPayload) {
        return new Action(user, action, value, newPayload, time);
    }

    /** Returns this action with another time; null stands for now. */
    public Action at(@Nullable Instant newTime) {
        return new Action(user, action, value, payload, newTime);
    }
}
