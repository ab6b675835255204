// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.change.Baseline;
import dev.centralog.gatherer.change.Compared;
import dev.centralog.gatherer.change.FalseAlarms;
import java.util.ArrayList;
import java.util.List;

/**
 * The families that have changed in a period.
 *
 * @param query the question
 * @param compared the part of the period that was compared with the time before it
 * @param baseline the periods that it was compared with
 * @param changes the families that are not muted, by kind; of one kind the most severe first, and of the same severity those that occurred most
 * @param muted those that are muted, in the same order
 * @param louder the false alarms to be expected among louder ones
 * @param gone the same among those that are gone
 * @param missing the events of the period that are in no family
 */
public record ChangeReport(
        ChangeQuery query,
        Compared compared,
        Baseline baseline,
        List<Change> changes,
        List<Change> muted,
        FalseAlarms louder,
        FalseAlarms gone,
        Missing missing) {
    public ChangeReport {
        changes = List.copyOf(changes);
        muted = List.copyOf(muted);
    }

    /**
     * The events that are in no family.
     *
     * @param groups the number of groups that were counted but show no event
     * @param dropped the number of events that applications have dropped
     */
    public record Missing(long groups, long dropped) {
        /** The figures where nothing is missing. */
        public static final Missing NOTHING = new Missing(0, 0);

        /** Returns what is missing, one sentence each. */
        public List<String> reasons() {
            List<String> reasons = new ArrayList<>();
            if (groups > 0) {
                reasons.add(
                        groups + " groups were counted whose events did not arrive, so it is not known what they are");
            }
            if (dropped > 0) {
                reasons.add(dropped
                        + " events were dropped by applications, so it is not known what they were; see 'drops'"
                        + " in docs/schema.md");
            }
            return reasons;
        }
    }
}
