// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.Action;
import dev.centralog.CentralogConfig;
import dev.centralog.EventDraft;
import dev.centralog.Settings;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Counts the actions that log events tell of, by their marker. Thread-safety: any thread. */
final class MarkedActions {
    private static final String USER = "user";
    private static final String ACTION = "action";
    private static final String VALUE = "value";
    private static final String PAYLOAD = "payload";

    /** Longer texts are no numbers that anybody wrote. */
    private static final int LONGEST_NUMBER = 100;

    private final String marker;
    private final boolean keepsEvents;
    private final ActionTable table;
    private final RateLimitedStatus status;

    MarkedActions(CentralogConfig config, ActionTable table, RateLimitedStatus status) {
        this.marker = config.get(Settings.ACTION_MARKER);
        this.keepsEvents = config.get(Settings.ACTION_EVENTS);
        this.table = table;
        this.status = status;
    }

    /** Whether the event tells of an action; of one that is marked and lacks an id, says so. */
    boolean tells(EventDraft draft) {
        return !marker.isEmpty() && draft.hasMarker(marker) && has(draft, USER) && has(draft, ACTION);
    }

    private boolean has(EventDraft draft, String key) {
        if (draft.value(key) != null) {
            return true;
        }
        status.warn(
                "incompleteMarked",
                "an event with the marker '" + marker + "' was not counted as an action, as it has no '" + key
                        + "' among its key-values or in its MDC",
                null);
        return false;
    }

    /** Whether an event whose action was counted is to be stored as an event too. */
    boolean keepsEvents() {
        return keepsEvents;
    }

    /** Counts the action that the event {@linkplain #tells tells} of. */
    void count(EventDraft draft) {
        Object action = draft.value(ACTION);
        Object payload = draft.value(PAYLOAD);
        Instant time = Instant.ofEpochSecond(draft.epochSecond(), draft.nanoOfSecond());
        table.countByHostClock(
                new Action(
                        String.valueOf(draft.value(USER)),
                        action instanceof Enum<?> constant ? constant.name() : String.valueOf(action),
                        number(draft.value(VALUE)),
                        payload == null ? null : payload.toString(),
                        time),
                time);
    }

    private static @Nullable Number number(@Nullable Object value) {
        if (value == null || value instanceof Number) {
            return (Number) value;
        }
        String text = value.toString().strip();
        try {
            return text.length() <= LONGEST_NUMBER ? new BigDecimal(text) : Double.NaN;
        } catch (NumberFormatException noNumber) {
            return Double.NaN; // counted as a rejected value
        }
    }
}
