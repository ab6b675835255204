// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.Level;
import dev.centralog.gatherer.change.Baseline;
import dev.centralog.gatherer.change.ChangeKind;
import dev.centralog.gatherer.change.Compared;
import dev.centralog.gatherer.change.FalseAlarms;
import dev.centralog.gatherer.change.Gone;
import dev.centralog.gatherer.change.Louder;
import dev.centralog.gatherer.change.PeriodCount;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.ReleaseNames;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.triage.FamilyTriage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The reading of what has changed: which families of stored events are new, back, louder or gone.
 *
 * <p>Thread-safety: none.
 */
public final class StoredChanges implements AutoCloseable {
    private static final Comparator<Change> MOST_IMPORTANT = Comparator.comparing(Change::kind)
            .thenComparing((Change change) -> -change.family().info().level().severity())
            .thenComparing(change -> -change.repeats())
            .thenComparing(change -> change.family().info().id());

    /** The time by which {@code last_seen} of a release may be behind, as it is written once a minute. */
    private static final Duration LAST_SEEN_BEHIND = Duration.ofMinutes(2);

    private final Queries queries;
    private final Database database;

    StoredChanges(Queries queries) {
        this.queries = queries;
        database = queries.database();
    }

    /**
     * Connects to the database. Blocks.
     *
     * @throws dev.centralog.gatherer.sink.SinkException if it can't be read
     */
    public static StoredChanges open(SinkTarget target) {
        return new StoredChanges(Queries.open(Database.of(target)));
    }

    /** Returns the releases that processes have said that they are of, by when they began, the earliest first. */
    public List<StoredRelease> releases(@Nullable String app, @Nullable String environment) {
        Condition where = new ChangeQuery.Filter(app, environment, null).ofProcesses();
        return queries.all(
                "SELECT p.app AS app, p.environment AS environment, p.release AS release_name,"
                        + " min(p.first_seen) AS began, max(p.first_seen) AS last_start, max(p.last_seen) AS last_seen,"
                        + " max(CASE WHEN p.started_at IS NULL THEN 0 ELSE 1 END) AS started FROM processes p WHERE"
                        + " p.release IS NOT NULL AND " + where.sql()
                        + " GROUP BY p.app, p.environment, p.release ORDER BY 4, 1, 2, 3",
                where.parameters(),
                row -> new StoredRelease(
                        EventRows.text(row, "app"),
                        EventRows.text(row, "environment"),
                        EventRows.text(row, "release_name"),
                        database.time(row, "began"),
                        database.time(row, "last_start"),
                        database.time(row, "last_seen"),
                        row.getInt("started") != 0));
    }

    /** Returns up to when what is stored of events is complete: of the Redis that is furthest behind; null if not known. */
    public @Nullable CompleteUpTo completeUpTo() {
        return queries
                .all(
                        "SELECT redis_id, up_to FROM complete_up_to WHERE stream = 'events' ORDER BY up_to LIMIT 1",
                        List.of(),
                        row -> new CompleteUpTo(EventRows.text(row, "redis_id"), database.time(row, "up_to")))
                .stream()
                .findFirst()
                .orElse(null);
    }

    /** Returns the environments in which an event of a level, or a more severe one, was seen since a time; in their order. */
    public List<String> environments(Level level, Instant since) {
        Condition filter = new ChangeQuery.Filter(null, null, level).condition();
        List<Object> parameters = new ArrayList<>(List.of(since.minus(LAST_SEEN_BEHIND)));
        parameters.addAll(filter.parameters());
        return queries.all(
                "SELECT DISTINCT g.environment AS environment FROM group_releases r JOIN " + database.quoted("groups")
                        + " g ON g.id = r.groups_id WHERE r.last_seen >= " + queries.timeParameter() + " AND "
                        + filter.sql() + " ORDER BY 1",
                parameters,
                row -> EventRows.text(row, "environment"));
    }

    /** Returns whether any group has a value in a column: {@code app}, {@code environment} or {@code level}. */
    public boolean knows(String column, String value) {
        return !queries.all(
                        "SELECT g.id FROM " + database.quoted("groups") + " g WHERE g." + column + " = ? LIMIT 1",
                        List.of(value),
                        row -> row.getLong(1))
                .isEmpty();
    }

    /** Returns whether some releases of a query's application were too many to be kept apart. */
    public boolean hasOtherReleases(ChangeQuery query) {
        Condition filter = query.filter().condition();
        List<Object> parameters = new ArrayList<>(List.of(ReleaseNames.OTHERS, query.from()));
        parameters.addAll(filter.parameters());
        return !queries.all(
                        "SELECT r.groups_id FROM group_releases r JOIN " + database.quoted("groups")
                                + " g ON g.id = r.groups_id WHERE r.release = ? AND r.last_seen >= "
                                + queries.timeParameter() + " AND " + filter.sql() + " LIMIT 1",
                        parameters,
                        row -> row.getLong(1))
                .isEmpty();
    }

    /** Returns how many queries there were until now, and the time that they took. */
    public QueryTime time() {
        return queries.time();
    }

    /**
     * Returns the families that have changed. Blocks.
     *
     * @throws dev.centralog.gatherer.sink.SinkException if the database can't be read
     */
    public ChangeReport changes(ChangeQuery query) {
        Compared compared = Compared.of(query.from(), query.to());
        if (!query.canBeJudged()) {
            return new ChangeReport(
                    query,
                    compared,
                    new Baseline(List.of(), compared.length(), query.from()),
                    List.of(),
                    List.of(),
                    FalseAlarms.NONE,
                    FalseAlarms.NONE,
                    ChangeReport.Missing.NOTHING);
        }
        return queries.inSnapshot(() -> changes(query, compared));
    }

    private ChangeReport changes(ChangeQuery query, Compared compared) {
        SelectedFamilies families = SelectedFamilies.read(queries, query);
        Baseline baseline = compared.baseline(query.from(), earliestSum(compared));
        FamilyCounts counts = new FamilyCounts(queries, query, families);
        Map<String, Long> present = counts.present(compared);
        Map<String, long[]> before = counts.before(baseline);
        RunningTimes times = RunningTimes.read(queries, query, baseline);
        FalseAlarms louderAlarms = FalseAlarms.NONE;
        FalseAlarms goneAlarms = FalseAlarms.NONE;
        Map<String, FamilyTriage> decided = new StoredTriage(queries).decided();
        List<Change> changes = new ArrayList<>();
        for (SelectedFamilies.Seen seen : families.all()) {
            StoredFamily family = families.family(seen);
            String app = family.info().app();
            List<PeriodCount> periods = times.periods(app, baseline, before.get(seen.id()));
            PeriodCount now = new PeriodCount(present.getOrDefault(seen.id(), 0L), times.presentHours(app, compared));
            Louder louder = Louder.of(now, periods);
            Gone gone = Gone.of(now, periods);
            louderAlarms = louderAlarms.plus(louder);
            goneAlarms = goneAlarms.plus(gone);
            FamilyTriage triage = decided.getOrDefault(seen.id(), decided.get(families.placeOf(seen)));
            ChangeKind kind = isRegressed(query, seen, triage) ? ChangeKind.REGRESSED : kind(seen, louder, gone);
            if (kind != null) {
                changes.add(new Change(
                        kind,
                        family,
                        now.repeats(),
                        kind == ChangeKind.LOUDER ? louder : null,
                        kind == ChangeKind.GONE ? gone : null,
                        triage));
            }
        }
        changes.sort(MOST_IMPORTANT);
        return new ChangeReport(
                query,
                compared,
                baseline,
                changes.stream().filter(each -> !each.isMuted()).toList(),
                changes.stream().filter(Change::isMuted).toList(),
                louderAlarms,
                goneAlarms,
                new MissingEvents(queries, query).read());
    }

    /** Returns whether a family that is resolved has come back in the period, or in the release that is looked at. */
    private static boolean isRegressed(ChangeQuery query, SelectedFamilies.Seen seen, @Nullable FamilyTriage triage) {
        String release = query.releaseName();
        String environment = query.filter().environment();
        return triage != null
                && seen.isPresent()
                && triage.decided().at().isBefore(query.to())
                && triage.comebacks().stream()
                        .anyMatch(each -> (release == null || each.release().equals(release))
                                && (environment == null || each.environment().equals(environment))
                                && each.first().isBefore(query.to())
                                && (release != null || !each.last().isBefore(query.from())));
    }

    /**
     * Returns what is to be shown of families that have changed, in their order. Blocks.
     *
     * @throws dev.centralog.gatherer.sink.SinkException if the database can't be read
     */
    public List<FamilyDetails> details(ChangeQuery query, List<Change> changes) {
        ChangeDetails details = new ChangeDetails(queries, query);
        Map<String, FamilyDetails> byFamily = new HashMap<>();
        for (boolean areGone : List.of(false, true)) {
            List<StoredFamily> families = changes.stream()
                    .filter(each -> (each.kind() == ChangeKind.GONE) == areGone)
                    .map(Change::family)
                    .toList();
            Iterator<FamilyDetails> read = details.read(families, areGone).iterator();
            families.forEach(each -> byFamily.put(each.info().id(), read.next()));
        }
        return changes.stream()
                .map(each -> byFamily.get(each.family().info().id()))
                .toList();
    }

    private static @Nullable ChangeKind kind(SelectedFamilies.Seen seen, Louder louder, Gone gone) {
        if (seen.isNew()) {
            return ChangeKind.NEW;
        }
        if (seen.isPresent() && !seen.isLately()) {
            return ChangeKind.BACK;
        }
        return louder.isMet() ? ChangeKind.LOUDER : gone.isMet() ? ChangeKind.GONE : null;
    }

    /** Returns the time of the first sum of the kind that a baseline is made of; the far future if there is none. */
    private Instant earliestSum(Compared compared) {
        String table = compared.isByHours() ? "group_hours" : "group_minutes";
        String column = compared.isByHours() ? "hour" : "minute";
        return queries
                .all(
                        "SELECT " + column + " FROM " + table + " ORDER BY " + column + " LIMIT 1",
                        List.of(),
                        row -> database.time(row, column))
                .stream()
                .findFirst()
                .orElse(Instant.MAX);
    }

    @Override
    public void close() {
        queries.close();
    }
}
