// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.Action;
import dev.centralog.CentralogConfig;
import dev.centralog.EventView;
import dev.centralog.Settings;
import dev.centralog.internal.status.RateLimitedStatus;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A reader of the actions that log events with the action marker describe. Thread-safety: any thread. */
public final class ActionExtractor {
    private static final String USER = "user";
    private static final String ACTION = "action";
    private static final String VALUE = "value";
    private static final String PAYLOAD = "payload";

    /** The maximum length of a number's text; nobody writes longer numbers. */
    private static final int LONGEST_NUMBER = 100;

    private final String marker;
    private final boolean keepsEvents;
    private final RateLimitedStatus status;

    public ActionExtractor(CentralogConfig config, RateLimitedStatus status) {
        this.marker = config.get(Settings.ACTION_MARKER);
        this.keepsEvents = config.get(Settings.ACTION_EVENTS);
        this.status = status;
    }

    /** Whether the event carries the marker of actions. */
    public <E> boolean isMarked(E event, EventView<E> view) {
        return !marker.isEmpty() && view.hasMarker(event, marker);
    }

    /** Returns the action that a marked event describes, with its time; or null, after a warning, if it lacks an id. */
    public <E> @Nullable Action read(E event, EventView<E> view) {
        Object user = id(event, view, USER);
        Object action = id(event, view, ACTION);
        if (user == null || action == null) {
            return null;
        }
        Object payload = view.value(event, PAYLOAD);
        return new Action(
                String.valueOf(user),
                action instanceof Enum<?> constant ? constant.name() : String.valueOf(action),
                number(view.value(event, VALUE)),
                payload == null ? null : payload.toString(),
                Instant.ofEpochSecond(view.epochSecond(event), view.nanoOfSecond(event)));
    }

    private <E> @Nullable Object id(E event, EventView<E> view, String key) {
        Object value = view.value(event, key);
        if (value == null) {
            status.warn(
                    "incompleteMarked",
                    "an event with the marker '" + marker + "' was not counted as an action, as it has no '" + key
                            + "' among its key-values or in its MDC",
                    null);
        }
        return value;
    }

    /** Whether an event whose action was counted is to be stored as an event too. */
    public boolean keepsEvents() {
        return keepsEvents;
    }

    private static @Nullable Number number(@Nullable Object value) {
        if (value == null || value instanceof Number) {
            return (Number) value;
        }
        String text = value.toString().strip();
        try {
            return text.length() <= LONGEST_NUMBER ? new BigDecimal(text) : Double.NaN;
        } catch (NumberFormatException ignored) {
            return Double.NaN; // counted as a rejected value
        }
    }
}
