// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gatherer.stored.ChangeQuery;
import dev.centralog.gatherer.stored.ReleasePeriods;
import dev.centralog.gatherer.stored.StoredChanges;
import dev.centralog.gatherer.stored.StoredRelease;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The periods that {@code new} looks at, and the reasons why it may not be able to tell yet what has changed in them.
 *
 * <p>Thread-safety: none.
 */
final class ChangePeriods {
    /** The time that is waited longer than asked: for a process to start, and for its events to be stored. */
    private static final Duration LONGER = Duration.ofMinutes(1);

    /** The time by which what is stored may be behind where nothing is waited for. */
    private static final Duration BEHIND = Duration.ofMinutes(1);

    private static final int MOST_NAMED = 5;

    private final StoredChanges stored;
    private final PeriodOptions.Given given;
    private final ChangeQuery.Filter filter;
    private final @Nullable Duration wait;
    private final Clock clock = Clock.systemUTC();
    private final Instant deadline;
    private List<ChangeQuery> queries = List.of();
    private List<String> whyNotSure = List.of();

    /**
     * Makes them, and takes a first look.
     *
     * @param wait how much of a release, or of a period, is to be stored before anything is decided; null for what there is
     */
    ChangePeriods(StoredChanges stored, PeriodOptions.Given given, ChangeQuery.Filter filter, @Nullable Duration wait) {
        this.stored = stored;
        this.given = given;
        this.filter = filter;
        this.wait = wait;
        deadline = wait == null ? Instant.MIN : clock.instant().plus(wait).plus(LONGER);
        look();
    }

    /** Looks which releases there are, and up to when what is stored is complete. */
    void look() {
        List<String> reasons = new ArrayList<>();
        String release = given.release();
        if (release == null) {
            queries = List.of(new ChangeQuery(filter, given.from(), given.to(), null, given.quiet()));
        } else {
            List<StoredRelease> releases = stored.releases(filter.app(), filter.environment());
            queries = ReleasePeriods.of(releases, release.isEmpty() ? null : release, filter.level(), clock.instant());
            if (queries.isEmpty()) {
                reasons.add(noRelease(release, releases));
            }
        }
        for (ChangeQuery query : queries) {
            addReasons(query, reasons);
        }
        whyNotSure = reasons;
    }

    private static String noRelease(String release, List<StoredRelease> releases) {
        if (releases.isEmpty()) {
            return "can't tell: no process has said which release it is of; set 'release' in its appender, or ask with"
                    + " --since 1h";
        }
        String known = releases.stream()
                .sorted(Comparator.comparing(StoredRelease::from).reversed())
                .limit(MOST_NAMED)
                .map(ChangePeriods::name)
                .collect(Collectors.joining(", "));
        return "can't tell: no process has said that it is of the release " + release + "; the last ones are " + known;
    }

    private static String name(StoredRelease release) {
        return release.release() + " of " + (release.app().isEmpty() ? "(no app)" : release.app())
                + (release.environment().isEmpty() ? "" : " (" + release.environment() + ")");
    }

    private void addReasons(ChangeQuery query, List<String> reasons) {
        ChangeQuery.Release release = query.release();
        if (release != null && !release.present().hasStarted()) {
            reasons.add("can't tell: no process of " + name(release.present()) + " has reported its start");
        }
        if (release != null && stored.hasOtherReleases(query)) {
            reasons.add(
                    "can't tell: there were more releases of " + query.filter().app()
                            + " within a day than are kept apart, so some are counted as one; set 'release' to its version, not to"
                            + " something of each process, or ask with --since 1h");
        }
        Instant needed = needed(query);
        Instant completeUpTo = stored.completeUpTo();
        if (completeUpTo == null) {
            reasons.add("can't tell: it is not known up to when what is stored is complete; a gatherer must run");
        } else if (completeUpTo.isBefore(needed)) {
            reasons.add("can't tell: what is stored is complete up to " + completeUpTo + ", but " + needed
                    + " is needed; './centralog status' shows what waits");
        }
    }

    /** Returns the time up to which all must be stored. */
    private Instant needed(ChangeQuery query) {
        if (query.release() != null) {
            return query.from().plus(wait == null ? Duration.ZERO : wait);
        }
        return wait == null ? query.to().minus(BEHIND) : query.to();
    }

    /** Returns whether another look may find what is missing. */
    boolean isToBeAwaited() {
        return !whyNotSure.isEmpty() && clock.instant().isBefore(deadline);
    }

    /** Returns a query for each period; none if there is no such release. */
    List<ChangeQuery> queries() {
        return queries;
    }

    /** Returns the reasons why it can't be told what has changed, one sentence each. */
    List<String> whyNotSure() {
        return whyNotSure;
    }
}
