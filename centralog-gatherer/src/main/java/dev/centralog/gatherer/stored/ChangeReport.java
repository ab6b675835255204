// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.change.Baseline;
import dev.centralog.gatherer.change.Compared;
import dev.centralog.gatherer.change.FalseAlarms;
import java.util.List;

/**
 * The families that have changed in a period.
 *
 * @param query the question
 * @param compared the part of the period that was compared with the time before it
 * @param baseline the periods that it was compared with
 * @param changes the families, by kind; of one kind the most severe first, and of the same severity those that occurred most
 * @param louder the false alarms to be expected among louder ones
 * @param gone the same among those that are gone
 * @param withoutFamily the number of groups seen in the period that show no event, so that they have no family
 */
public record ChangeReport(
        ChangeQuery query,
        Compared compared,
        Baseline baseline,
        List<Change> changes,
        FalseAlarms louder,
        FalseAlarms gone,
        int withoutFamily) {
    public ChangeReport {
        changes = List.copyOf(changes);
    }

    /** Returns whether anything could be compared: a release before the first one that is known, can't. */
    public boolean isJudged() {
        ChangeQuery.Release release = query.release();
        return release == null || release.previous() != null;
    }
}
