// SPDX-License-Identifier: Apache-2.0
package dev.centralog.kafka;

import dev.centralog.ActionTotals;
import dev.centralog.ActionTotals.Payload;
import dev.centralog.gather.ActionWire;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.UnreadablePayload;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The records of slices of actions. */
final class ActionRecords {
    private static final String REJECTED = "rejected";

    private ActionRecords() {}

    /** Returns the records of the count of a user and an action. */
    static Stream<OutRecord> of(GatheredAction action) {
        OutRecord row =
                OutRecord.of(head(action), json(action, action.flag().label(), action.totals()), () -> smaller(action));
        UnreadablePayload aside = action.unreadable();
        return aside == null ? Stream.of(row) : Stream.of(row, LetterRecords.of(aside, DropReport.ACTIONS));
    }

    /** Returns the count without its totals, which are a dead letter then. */
    private static OutRecord.Smaller smaller(GatheredAction action) {
        return new OutRecord.Smaller(
                List.of(
                        OutRecord.of(head(action), json(action, REJECTED, ActionTotals.NONE), null),
                        LetterRecords.of(ActionWire.putAside(action, LetterRecords.TOO_LARGE), DropReport.ACTIONS)),
                1);
    }

    private static OutRecord.Head head(GatheredAction action) {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("slice_start", action.sliceStart().toString());
        identity.put("slice_seconds", String.valueOf(action.sliceLength().toSeconds()));
        identity.put("user", action.user());
        identity.put("action", action.action());
        identity.put("delivery", action.delivery());
        return new OutRecord.Head("action", action.user(), identity);
    }

    private static JsonLine json(GatheredAction action, String flag, ActionTotals totals) {
        JsonLine line = new JsonLine()
                .add("slice_start", Times.UTC.iso(action.sliceStart()))
                .add("slice_seconds", action.sliceLength().toSeconds())
                .add("user", action.user())
                .add("action", action.action())
                .add("count", action.count())
                .add("flag", flag.isEmpty() ? null : flag)
                .add("delivery", action.delivery());
        if (totals.values() > 0) {
            line.add("value_count", totals.values())
                    .add("value_sum", totals.sum())
                    .add("value_min", totals.min())
                    .add("value_max", totals.max());
        }
        if (totals.rejected() > 0) {
            line.add("values_rejected", totals.rejected());
        }
        addPayload(line, "payload_first", totals.first());
        addPayload(line, "payload_last", totals.last());
        return line.add("payload_samples", totals.samples());
    }

    private static void addPayload(JsonLine line, String name, @Nullable Payload payload) {
        if (payload != null) {
            line.add(name, payload.text()).add(name + "_time", Times.UTC.iso(payload.time()));
        }
    }
}
