// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.ActionTotals;
import dev.centralog.gather.GatheredAction;
import java.time.Duration;
import java.time.Instant;

/**
 * How often one user did one thing in one slice, all deliveries together: a row of the view {@code action_slice}.
 *
 * @param sliceStart when the slice began
 * @param sliceLength the slice's length
 * @param user the user's id
 * @param action the action's id
 * @param count how often
 * @param totals what values and payloads came to
 * @param flag what is special, empty for nothing: see docs/schema.md
 */
public record StoredAction(
        Instant sliceStart,
        Duration sliceLength,
        String user,
        String action,
        long count,
        ActionTotals totals,
        String flag) {
    /** What it would be stored as. */
    public static StoredAction of(GatheredAction gathered) {
        return new StoredAction(
                gathered.sliceStart(),
                gathered.sliceLength(),
                gathered.user(),
                gathered.action(),
                gathered.count(),
                gathered.totals(),
                gathered.flag().label());
    }
}
