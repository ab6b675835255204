// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.ActionTotals;
import dev.centralog.ActionTotals.Payload;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The totals of calls with a value or a payload. Thread-safety: immutable.
 *
 * @param calls the number of these calls; they are counted here and nowhere else
 * @param totals the totals of their values and payloads
 */
record ActionAccumulator(long calls, ActionTotals totals) {
    static final ActionAccumulator NONE = new ActionAccumulator(0, ActionTotals.NONE);

    /** The bytes of this object with its numbers; payloads are added to that. */
    private static final int OWN_BYTES = 200;

    private static final int TEXT_BYTES = 64;

    /**
     * The value and payload of one call.
     *
     * @param valued whether it has a value
     * @param value the value, or null if it has none or one that can't be counted
     * @param payload a text within its limit, or null for none
     */
    record Call(
            boolean valued,
            @Nullable BigDecimal value,
            @Nullable Payload payload) {
        static final Call PLAIN = new Call(false, null, null);

        static Call of(@Nullable Number number, @Nullable Payload payload) {
            return new Call(number != null, number == null ? null : Decimals.of(number), payload);
        }

        boolean isPlain() {
            return !valued && payload == null;
        }

        Call withoutPayload() {
            return new Call(valued, value, null);
        }
    }

    ActionAccumulator plus(Call call, int maxSamples) {
        ActionTotals sum = call.valued ? plusValue(totals, call.value) : totals;
        return new ActionAccumulator(
                calls + 1, call.payload == null ? sum : plusPayload(sum, call.payload, maxSamples));
    }

    private static ActionTotals plusValue(ActionTotals before, @Nullable BigDecimal value) {
        if (value == null) {
            return new ActionTotals(
                    before.values(),
                    before.sum(),
                    before.min(),
                    before.max(),
                    before.rejected() + 1,
                    before.first(),
                    before.last(),
                    before.samples());
        }
        BigDecimal sum = before.sum();
        BigDecimal min = before.min();
        BigDecimal max = before.max();
        return new ActionTotals(
                before.values() + 1,
                sum == null ? value : sum.add(value),
                min == null ? value : min.min(value),
                max == null ? value : max.max(value),
                before.rejected(),
                before.first(),
                before.last(),
                before.samples());
    }

    private static ActionTotals plusPayload(ActionTotals before, Payload payload, int maxSamples) {
        Payload first = before.first();
        Payload last = before.last();
        List<String> samples = before.samples();
        if (samples.size() < maxSamples && !samples.contains(payload.text())) {
            samples = new ArrayList<>(samples);
            samples.add(payload.text());
        }
        return new ActionTotals(
                before.values(),
                before.sum(),
                before.min(),
                before.max(),
                before.rejected(),
                first == null || payload.time().isBefore(first.time()) ? payload : first,
                last == null || !payload.time().isBefore(last.time()) ? payload : last,
                samples);
    }

    /** Returns the approximate bytes of memory; a text that occurs twice is one object. */
    int bytes() {
        if (calls == 0) {
            return 0;
        }
        int bytes = OWN_BYTES + bytes(totals.first()) + bytes(totals.last());
        for (String sample : totals.samples()) {
            bytes += TEXT_BYTES + 2 * sample.length();
        }
        return bytes;
    }

    private static int bytes(@Nullable Payload payload) {
        return payload == null ? 0 : TEXT_BYTES + 2 * payload.text().length();
    }
}
