// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The totals of the values and payloads of a user and an action in a slice.
 *
 * <p>Sums are exact: values are decimals with at most nine digits after the point, and are added as such in the
 * process, in Redis and on reading.
 *
 * @param values the number of calls that had a value
 * @param sum the sum of the values; null if there are none
 * @param min the smallest value; null if there are none
 * @param max the largest value; null if there are none
 * @param rejected the number of calls whose value can't be added: NaN, infinite, or beyond ±9.2e18; each of these
 *     calls is counted as an action all the same
 * @param first the payload of the earliest call that had one, or null
 * @param last the payload of the latest call that had one, or null
 * @param samples distinct payloads, those seen first; per delivery at most as many as the setting
 *     {@code actionSamples} says, and together at most 64 KiB
 */
public record ActionTotals(
        long values,
        @Nullable BigDecimal sum,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        long rejected,
        @Nullable Payload first,
        @Nullable Payload last,
        List<String> samples) {
    /** The totals of calls without value and payload. */
    public static final ActionTotals NONE = new ActionTotals(0, null, null, null, 0, null, null, List.of());

    /**
     * A payload with the time of its action.
     *
     * @param time the time of the action
     * @param text the payload, truncated to the setting {@code maxArgumentBytes}, and to 16 KiB
     */
    public record Payload(Instant time, String text) {}

    public ActionTotals {
        samples = List.copyOf(samples);
    }
}
