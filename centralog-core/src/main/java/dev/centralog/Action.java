// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that a user did, with all that may be said of it: what {@link ActionLog#log(Action)} takes.
 *
 * <p>Ids are texts in the end: the user 42 and the user "42" are one. They are counted as they are, an empty one too; of
 * an id longer than 255 bytes of UTF-8 the start is kept, with a digest of the whole.
 *
 * @param user who
 * @param action what
 * @param value a number to be added up, or null; decimals are rounded to nine digits behind the point, half to even
 * @param payload a text of which some are kept, or null
 * @param time when, which picks the slice as it is, however wrong this host's clock may be; null for now
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

    /** The action's id is the constant's name. */
    public static Action of(String user, Enum<?> action) {
        return of(user, action.name());
    }

    public static Action of(long user, String action) {
        return of(Long.toString(user), action);
    }

    public static Action of(long user, int action) {
        return of(Long.toString(user), Integer.toString(action));
    }

    /** The action's id is the constant's name. */
    public static Action of(long user, Enum<?> action) {
        return of(Long.toString(user), action.name());
    }

    /** This action with a value: any number type of the JDK, e.g. 3, 19.90 or a {@link java.math.BigDecimal}. */
    public Action withValue(@Nullable Number newValue) {
        return new Action(user, action, newValue, payload, time);
    }

    /** This action with a payload. */
    public Action withPayload(@Nullable String newPayload) {
        return new Action(user, action, value, newPayload, time);
    }

    /** This action at another time than now. */
    public Action at(@Nullable Instant newTime) {
        return new Action(user, action, value, payload, newTime);
    }
}
