// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the calls that brought a value or a payload came to.
 *
 * <p>Sums are exact: values are decimals with at most nine digits behind the point, and are added as such, in the
 * process, in Redis, and on reading.
 *
 * @param values how many calls brought a value
 * @param sum the sum of their values; null if there are none
 * @param min the smallest value
 * @param max the largest value
 * @param rejected how many calls brought a value that can't be counted: NaN, infinite, or beyond ±9.2e18; each of these
 *     calls is counted all the same
 * @param first the payload of the earliest call that brought one
 * @param last the payload of the latest call that brought one
 * @param samples distinct payloads, those first seen, at most as many a delivery as the setting {@code actionSamples}
 *     says, and 64 KiB together
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
    /** No call brought anything. */
    public static final ActionTotals NONE = new ActionTotals(0, null, null, null, 0, null, null, List.of());

    /**
     * A payload and when its action was.
     *
     * @param text the payload, cut to the setting {@code maxArgumentBytes}, and to 16 KiB
     */
    public record Payload(Instant time, String text) {}

    public ActionTotals {
        samples = List.copyOf(samples);
    }
}
