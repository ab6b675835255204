// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.triage;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The last word on a family, and what has come of it.
 *
 * @param decided the last decision
 * @param comebacks where the family was seen again although it is resolved, the first one first
 */
public record FamilyTriage(Triage decided, List<Comeback> comebacks) {
    /** The name, in filters, of families that have regressed. */
    public static final String REGRESSED = "regressed";

    /**
     * A release in which a family was seen again.
     *
     * @param release the release; empty if the application has none
     * @param first when the family was seen in it first
     * @param last when it was seen in it last
     */
    public record Comeback(String environment, String release, Instant first, Instant last) {}

    public FamilyTriage {
        comebacks = comebacks.stream()
                .sorted(Comparator.comparing(Comeback::first).thenComparing(Comeback::release))
                .toList();
    }

    /** Returns whether the family has come back although it is resolved. */
    public boolean isRegressed() {
        return !comebacks.isEmpty();
    }

    /** Returns whether the family is not to be reported. */
    public boolean isMuted() {
        return decided.state() == TriageState.MUTED;
    }

    /** Returns the name of the state: {@value #REGRESSED}, or that of the state that was decided. */
    public String label() {
        return isRegressed() ? REGRESSED : decided.state().label();
    }
}
