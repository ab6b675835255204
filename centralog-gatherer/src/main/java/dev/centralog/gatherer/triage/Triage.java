// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.triage;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last word on a family.
 *
 * @param inRelease the release in which it is resolved; null if none was named, or it is not resolved
 * @param note what somebody has noted; null for nothing
 * @param by who has decided on the state
 * @param at when
 */
public record Triage(
        TriageState state,
        @Nullable String inRelease,
        @Nullable String note,
        String by,
        Instant at) {
    /**
     * Returns whether a family that is resolved has come back, as it was seen in a release after the decision: in one that is newer
     * than the one named, or without a name, in one that began after the decision. The release that was named counts itself if it
     * began after the decision: it was to be the first one without the error. Of an application without any release, any time counts.
     *
     * @param release the release that the family was seen in; empty if it is not known
     * @param lastSeen when it was seen in that last
     * @param began when each release of the application has given its first sign of life
     */
    public boolean isBrokenBy(String release, Instant lastSeen, Map<String, Instant> began) {
        if (state != TriageState.RESOLVED || lastSeen.isBefore(at)) {
            return false;
        }
        if (began.isEmpty()) {
            return true;
        }
        Instant start = began.get(release);
        if (start == null) {
            return false;
        }
        if (inRelease == null || inRelease.equals(release)) {
            return start.isAfter(at);
        }
        Instant resolved = began.get(inRelease);
        return resolved != null && start.isAfter(resolved);
    }
}
