// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.time.Instant;

/**
 * The time in which a family was seen in a release.
 *
 * @param environment the environment; may be empty
 * @param release the release; empty if it is not known
 * @param first the start of the first second
 * @param last the start of the last one
 */
public record FamilySeen(String environment, String release, Instant first, Instant last) {
    /** Returns the time of this and another family together. */
    FamilySeen plus(FamilySeen other) {
        return new FamilySeen(
                environment,
                release,
                other.first.isBefore(first) ? other.first : first,
                other.last.isAfter(last) ? other.last : last);
    }
}
