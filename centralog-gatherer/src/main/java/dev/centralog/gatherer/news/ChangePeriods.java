// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.news;

import dev.centralog.gatherer.asked.AskedPeriod;
import dev.centralog.gatherer.stored.ChangeQuery;
import dev.centralog.gatherer.stored.CompleteUpTo;
import dev.centralog.gatherer.stored.ReleasePeriods;
import dev.centralog.gatherer.stored.StoredChanges;
import dev.centralog.gatherer.stored.StoredProcesses;
import dev.centralog.gatherer.stored.StoredRelease;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The periods that {@code new} looks at, and the reasons why it may not be able to tell yet what has changed in them.
 *
 * <p>Thread-safety: none.
 */
public final class ChangePeriods {
    /** The time that is waited longer than asked: for a process to start, and for its events to be stored. */
    private static final Duration LONGER = Duration.ofMinutes(1);

    /** The time by which what is stored may be behind where nothing is waited for. */
    private static final Duration BEHIND = Duration.ofMinutes(1);

    /** The age of a release that is not taken for one that still runs somewhere. */
    private static final Duration DAY = Duration.ofDays(1);

    private static final int MOST_NAMED = 5;

    private final StoredChanges stored;
    private final AskedPeriod given;
    private final ChangeQuery.Filter filter;
    private final @Nullable Duration wait;
    private final Clock clock;
    private final Instant deadline;
    private List<ChangeQuery> queries = List.of();
    private Map<ChangeQuery, List<String>> byQuery = Map.of();
    private List<String> inGeneral = List.of();

    /**
     * Makes them, and takes a first look.
     *
     * @param wait how much of a release, or of a period, is to be stored before anything is decided; null for what there is
     */
    public ChangePeriods(StoredChanges stored, AskedPeriod given, ChangeQuery.Filter filter, @Nullable Duration wait) {
        this(stored, given, filter, wait, Clock.systemUTC());
    }

    /** Makes them by another clock. */
    public ChangePeriods(
            StoredChanges stored, AskedPeriod given, ChangeQuery.Filter filter, @Nullable Duration wait, Clock clock) {
        this.clock = clock;
        this.stored = stored;
        this.given = given;
        this.filter = filter;
        this.wait = wait;
        deadline = wait == null ? Instant.MIN : clock.instant().plus(wait).plus(LONGER);
        look();
    }

    /** Looks which releases there are, and up to when what is stored is complete. */
    public void look() {
        List<String> reasons = new ArrayList<>();
        String release = given.release();
        if (release == null) {
            queries = List.of(new ChangeQuery(filter, given.from(), given.to(), null, given.quiet()));
            addIfUnknown("--app", "app", filter.app(), reasons);
            addIfUnknown("--environment", "environment", filter.environment(), reasons);
        } else {
            List<StoredRelease> releases = stored.releases(filter.app(), filter.environment());
            String name = release.equals(AskedPeriod.LAST) ? null : release;
            queries = ReleasePeriods.of(releases, name, filter.level(), clock.instant());
            if (queries.isEmpty()) {
                reasons.add(noRelease(name, releases));
            } else if (name != null) {
                addIfElsewhereOnly(name, releases, reasons);
            }
        }
        inGeneral = reasons;
        Map<ChangeQuery, List<String>> ofQueries = new LinkedHashMap<>();
        for (ChangeQuery query : queries) {
            List<String> ofQuery = new ArrayList<>();
            if (query.release() != null) {
                addReasons(query, query.release().present(), ofQuery);
            }
            addIfNotComplete(needed(query), ofQuery);
            ofQueries.put(query, ofQuery);
        }
        byQuery = ofQueries;
    }

    private void addIfUnknown(String option, String column, @Nullable String value, List<String> reasons) {
        if (value != null && !stored.knows(column, value)) {
            reasons.add("nothing stored is of " + option + " " + value);
        }
    }

    private static String noRelease(@Nullable String release, List<StoredRelease> releases) {
        if (releases.isEmpty()) {
            return "no process has said which release it is of; set 'release' in its appender, or ask with"
                    + " --since 1h";
        }
        return "no process has said that it is of the release " + release + "; the last ones are " + names(releases);
    }

    private static String names(List<StoredRelease> releases) {
        return releases.stream()
                .sorted(Comparator.comparing(StoredRelease::from).reversed())
                .limit(MOST_NAMED)
                .map(ChangePeriods::name)
                .collect(Collectors.joining(", "));
    }

    private static String name(StoredRelease release) {
        return release.release() + " of " + (release.app().isEmpty() ? "(no app)" : release.app())
                + (release.environment().isEmpty() ? "" : " (" + release.environment() + ")");
    }

    /** Adds the reason that a release runs in some of the applications and environments that run, and may be meant for another. */
    private void addIfElsewhereOnly(String name, List<StoredRelease> releases, List<String> reasons) {
        Instant dayAgo = clock.instant().minus(DAY);
        List<StoredRelease> others = releases.stream()
                .filter(each -> each.lastSeen().isAfter(dayAgo))
                .filter(each -> queries.stream()
                        .noneMatch(query -> each.app().equals(query.filter().app())
                                && each.environment().equals(query.filter().environment())))
                .toList();
        if (!others.isEmpty()) {
            reasons.add("the release " + name + " has started in some applications and environments, but not where "
                    + names(others) + " run; say which are meant with --app and --environment");
        }
    }

    private void addReasons(ChangeQuery query, StoredRelease release, List<String> reasons) {
        if (!release.hasStarted()) {
            reasons.add("no process of " + name(release) + " has reported its start");
        } else if (release.lastSeen().plus(StoredProcesses.SILENT_AFTER).isBefore(clock.instant())) {
            reasons.add("no process of " + name(release) + " runs; the last one was seen at " + release.lastSeen());
        }
        if (stored.hasOtherReleases(query)) {
            reasons.add("there were more releases of " + release.app()
                    + " within a day than are kept apart, so some are counted as one; set 'release' to its version, not to"
                    + " something of each process, or ask with --since 1h");
        }
    }

    private void addIfNotComplete(Instant needed, List<String> reasons) {
        CompleteUpTo complete = stored.completeUpTo();
        if (complete == null) {
            reasons.add("it is not known up to when what is stored is complete; a gatherer must run");
        } else if (complete.upTo().isBefore(needed)) {
            reasons.add("what is stored is complete up to " + complete.upTo() + ", but " + needed
                    + " is needed; './centralog status' shows what waits. If the Redis with the id "
                    + complete.redisId()
                    + " is not used any more: DELETE FROM complete_up_to WHERE redis_id = '" + complete.redisId()
                    + "'");
        }
    }

    /** Returns the time up to which all must be stored: of a release, counted from the start of its last process. */
    private Instant needed(ChangeQuery query) {
        if (query.release() != null) {
            return query.release().present().lastStart().plus(wait == null ? Duration.ZERO : wait);
        }
        return wait == null ? query.to().minus(BEHIND) : query.to();
    }

    /** Returns whether another look may find what is missing. */
    public boolean isToBeAwaited() {
        return !whyNotSure().isEmpty() && clock.instant().isBefore(deadline);
    }

    /** Returns a query for each period; none if there is no such release. */
    public List<ChangeQuery> queries() {
        return queries;
    }

    /** Returns the reasons why it can't be told what has changed, one sentence each. */
    public List<String> whyNotSure() {
        return Stream.concat(inGeneral.stream(), byQuery.values().stream().flatMap(List::stream))
                .toList();
    }

    /** Returns those of these reasons that are of no single period. */
    public List<String> whyNotSureInGeneral() {
        return inGeneral;
    }

    /** Returns those of these reasons that are of one of the periods. */
    public List<String> whyNotSure(ChangeQuery query) {
        return byQuery.getOrDefault(query, List.of());
    }
}
