// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A range of the seconds that events were counted in.
 *
 * @param since its first second, as any time within that; null for all before {@code until}
 * @param until the first second behind it; null for no end
 */
public record TimeRange(@Nullable Instant since, @Nullable Instant until) {
    /** The range of all seconds. */
    public static final TimeRange ALL = new TimeRange(null, null);

    /** Returns the same range from another second on, or from the first if it is null. */
    TimeRange from(@Nullable Instant second) {
        return new TimeRange(second, until);
    }
}
