// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.change.ChangeKind;
import dev.centralog.gatherer.change.Gone;
import dev.centralog.gatherer.change.Louder;
import dev.centralog.gatherer.triage.FamilyTriage;
import org.jspecify.annotations.Nullable;

/**
 * A family that has changed.
 *
 * @param repeats how often its events occurred in the part of the period that is compared with the time before
 * @param louder the judgement on one that is louder; else null
 * @param gone the judgement on one that is gone; else null
 * @param triage the last word on it; null if nothing was decided
 */
public record Change(
        ChangeKind kind,
        StoredFamily family,
        long repeats,
        @Nullable Louder louder,
        @Nullable Gone gone,
        @Nullable FamilyTriage triage) {
    /** Returns whether the family is muted. */
    boolean isMuted() {
        return triage != null && triage.isMuted();
    }
}
