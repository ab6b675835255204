// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.ActionTotals;
import dev.centralog.gather.GatheredAction;
import java.time.Duration;
import java.time.Instant;

/**
 * The count and the totals of one user and one action in one slice, all deliveries together: a row of the view
 * {@code action_slice}.
 *
 * @param sliceStart the time at which the slice began
 * @param sliceLength the slice's length
 * @param user the user's id
 * @param action the action's id
 * @param count the number of times that the user did it
 * @param totals the totals of values and payloads
 * @param flag the row's flag, see docs/schema.md; empty for none
 */
public record StoredAction(
        Instant sliceStart,
        Duration sliceLength,
        String user,
        String action,
        long count,
        ActionTotals totals,
        String flag) {
    /** Returns the row that gathered actions would be stored as. */
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
