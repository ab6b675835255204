// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.Action;
import dev.centralog.CentralogConfig;
import dev.centralog.EventDraft;
import dev.centralog.Settings;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Counts the actions that log events tell of, by their marker. Thread-safety: immutable. */
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

    MarkedActions(CentralogConfig config, ActionTable table) {
        this.marker = config.get(Settings.ACTION_MARKER);
        this.keepsEvents = config.get(Settings.ACTION_EVENTS);
        this.table = table;
    }

    /** Counts the event's action, if it tells of one; answers whether it is to be stored as an event. */
    boolean keeps(EventDraft draft) {
        if (marker.isEmpty() || !draft.hasMarker(marker)) {
            return true;
        }
        Object user = draft.value(USER);
        Object action = draft.value(ACTION);
        if (user == null || action == null) {
            return true;
        }
        Object payload = draft.value(PAYLOAD);
        table.count(new Action(
                user.toString(),
                action instanceof Enum<?> constant ? constant.name() : action.toString(),
                number(draft.value(VALUE)),
                payload == null ? null : payload.toString(),
                Instant.ofEpochSecond(draft.epochSecond(), draft.nanoOfSecond())));
        return keepsEvents;
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
