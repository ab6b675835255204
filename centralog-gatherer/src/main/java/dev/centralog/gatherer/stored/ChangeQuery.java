// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.Level;
import dev.centralog.gatherer.sink.ReleaseNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query for what has changed in a period.
 *
 * @param filter the groups that are looked at
 * @param from the start of the period; without a release, in whole minutes
 * @param to its end; the moment of asking if there is a release
 * @param release the release whose events are looked at; null for all events of the period
 * @param quiet without a release: how long a family must not have been seen to be back
 */
public record ChangeQuery(
        Filter filter, Instant from, Instant to, @Nullable Release release, Duration quiet) {
    /**
     * The groups that are looked at; null does not limit them.
     *
     * @param level the least severe level; if it is none of the usual six, the only level
     */
    public record Filter(
            @Nullable String app,
            @Nullable String environment,
            @Nullable Level level) {
        /** Returns the condition on {@code groups g}. */
        Condition condition() {
            return Condition.all(List.of(
                    Condition.is("g.app", app),
                    Condition.is("g.environment", environment),
                    level == null ? Condition.all(List.of()) : EventConditions.ofLevel("g.", level)));
        }

        /** Returns whether it does not limit the groups. */
        boolean isOfAll() {
            return app == null && environment == null && level == null;
        }

        /** Returns the condition on {@code processes p}. */
        Condition ofProcesses() {
            return Condition.all(List.of(Condition.is("p.app", app), Condition.is("p.environment", environment)));
        }
    }

    /**
     * A release, and the one before it.
     *
     * @param previous the one that began before it; null if there is none
     */
    public record Release(StoredRelease present, @Nullable StoredRelease previous) {}

    /** Returns whether anything can be compared: nothing is known before the first release. */
    public boolean canBeJudged() {
        return release == null || release.previous != null;
    }

    /** Returns the release's name as sums have it; null if there is none. */
    @Nullable
    String releaseName() {
        return release == null ? null : ReleaseNames.stored(release.present.release());
    }
}
