// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.ProcessInfo;
import dev.centralog.gather.GatheredEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sums of one window that are added to the roll-ups: repeats by group and minute, by group, release, hour and day, and by
 * level, minute and hour; and the releases in which groups were seen. They are what its rows have added to those that were stored, so that a window that comes twice adds nothing.
 *
 * <p>Thread-safety: none.
 */
final class RollUps {
    /** The most characters of a name in {@code level_minutes} and {@code level_hours}: a key of four of them has to fit every database. */
    static final int MOST_CHARACTERS = 160;

    private static final int MOST_LEVEL_CHARACTERS = 64;
    private static final Column GROUP = new Column("groups_id", ColumnType.NUMBER);
    private static final Column MINUTE = new Column("minute", ColumnType.TIME);
    private static final Column HOUR = new Column("hour", ColumnType.TIME);
    private static final Column DAY = new Column("day", ColumnType.TIME);
    private static final Column APP = new Column("app", ColumnType.TEXT);
    private static final Column ENVIRONMENT = new Column("environment", ColumnType.TEXT);
    private static final Column LEVEL = new Column("level", ColumnType.TEXT);
    private static final Column RELEASE = new Column("release", ColumnType.TEXT);
    private static final Column LAST_SEEN = new Column("last_seen", ColumnType.TIME);
    private static final Column REPEATS = new Column("repeats", ColumnType.NUMBER);

    /** The addition; it stops at the largest number, because strangers can write any counts. */
    private static final Upsert.Update SUM = Upsert.Update.always(
            "repeats",
            "CASE WHEN old.repeats > " + Long.MAX_VALUE + " - new.repeats THEN " + Long.MAX_VALUE
                    + " ELSE old.repeats + new.repeats END");

    static final Upsert GROUP_MINUTES =
            new Upsert("group_minutes", List.of(GROUP, MINUTE, REPEATS), List.of(GROUP, MINUTE), List.of(SUM));

    static final Upsert GROUP_HOURS = new Upsert(
            "group_hours",
            List.of(GROUP, HOUR, RELEASE, REPEATS, LAST_SEEN),
            List.of(GROUP, HOUR, RELEASE),
            List.of(SUM, Upsert.Update.larger("last_seen")));

    static final Upsert GROUP_DAYS =
            new Upsert("group_days", List.of(GROUP, DAY, RELEASE, REPEATS), List.of(GROUP, DAY, RELEASE), List.of(SUM));

    static final Upsert GROUP_RELEASES = new Upsert(
            "group_releases",
            List.of(GROUP, RELEASE, new Column("first_seen", ColumnType.TIME), LAST_SEEN),
            List.of(GROUP, RELEASE),
            List.of(
                    Upsert.Update.takes("first_seen", "new.first_seen < old.first_seen"),
                    Upsert.Update.larger("last_seen")));

    static final Upsert LEVEL_MINUTES = byLevel("level_minutes", MINUTE);

    static final Upsert LEVEL_HOURS = byLevel("level_hours", HOUR);

    private final ReleaseNames names;
    private final WrittenReleases written;
    private final SortedMap<WrittenReleases.Key, Sum> groups = new TreeMap<>(WrittenReleases.Key.ORDER);
    private Instant window = Instant.EPOCH;
    private final SortedMap<OfLevel, Long> levels = new TreeMap<>(OfLevel.ORDER);

    /**
     * Makes the sums of a window that nothing was added to yet.
     *
     * @param names the names that releases are counted under
     * @param written the releases of groups that the database has already
     */
    RollUps(ReleaseNames names, WrittenReleases written) {
        this.names = names;
        this.written = written;
    }

    private static Upsert byLevel(String table, Column time) {
        List<Column> key = List.of(time, APP, ENVIRONMENT, LEVEL, RELEASE);
        return new Upsert(table, List.of(time, APP, ENVIRONMENT, LEVEL, RELEASE, REPEATS), key, List.of(SUM));
    }

    /** The repeats of a group in a release, and when it was seen there. */
    private record Sum(long repeats, WrittenReleases.Times seen) {
        Sum plus(Sum more) {
            return new Sum(CappedSum.of(repeats, more.repeats), seen.plus(more.seen));
        }
    }

    private record OfLevel(String app, String environment, String level, String release) {
        static final Comparator<OfLevel> ORDER = Comparator.comparing(OfLevel::app)
                .thenComparing(OfLevel::environment)
                .thenComparing(OfLevel::level)
                .thenComparing(OfLevel::release);
    }

    /**
     * Adds what a row has added.
     *
     * @param id the number of its group in the table of groups
     * @param group what the row says of its group
     * @param processes what processes say of themselves
     */
    void add(long id, GroupRow group, Added added, Map<String, ProcessInfo> processes) {
        GatheredEvent row = group.gathered();
        window = row.windowStart();
        WrittenReleases.Times seen = new WrittenReleases.Times(group.firstSeen(), group.lastSeen());
        added.byProcess().forEach((process, repeats) -> {
            if (repeats > 0) {
                OfLevel level = ofLevel(row, processes.get(process));
                levels.merge(level, repeats, CappedSum::of);
                groups.merge(new WrittenReleases.Key(id, level.release), new Sum(repeats, seen), Sum::plus);
            }
        });
    }

    private OfLevel ofLevel(GatheredEvent row, @Nullable ProcessInfo process) {
        String app = row.event().origin().app();
        String environment = row.event().origin().environment();
        if (process != null && !process.app().isEmpty()) {
            app = process.app();
            environment = process.environment();
        }
        return new OfLevel(
                name(app, MOST_CHARACTERS),
                name(environment, MOST_CHARACTERS),
                name(row.event().level().name(), MOST_LEVEL_CHARACTERS),
                process == null
                        ? ""
                        : names.of(app, environment, ReleaseNames.stored(process.release()), row.windowStart()));
    }

    /** Returns the start of a name as every database takes it. */
    static String name(String text, int mostCharacters) {
        String storable = Objects.requireNonNull(StorableText.of(text));
        return storable.codePointCount(0, storable.length()) <= mostCharacters
                ? storable
                : storable.substring(0, storable.offsetByCodePoints(0, mostCharacters));
    }

    /**
     * Returns what is to be added to the tables, each in the order of its key. All gatherers write these rows, and hold locks on
     * them until they commit.
     */
    List<UpsertRows> rows() {
        Instant minute = window.truncatedTo(ChronoUnit.MINUTES);
        Instant hour = window.truncatedTo(ChronoUnit.HOURS);
        Instant day = window.truncatedTo(ChronoUnit.DAYS);
        UpsertRows minutes = new UpsertRows(GROUP_MINUTES, new ArrayList<>());
        SortedMap<Long, Long> totals = new TreeMap<>();
        groups.forEach((key, sum) -> totals.merge(key.group(), sum.repeats, CappedSum::of));
        totals.forEach((group, repeats) -> minutes.rows().add(List.of(group, minute, repeats)));
        UpsertRows hours = new UpsertRows(GROUP_HOURS, new ArrayList<>());
        UpsertRows days = new UpsertRows(GROUP_DAYS, new ArrayList<>());
        UpsertRows releases = new UpsertRows(GROUP_RELEASES, new ArrayList<>());
        boolean isNoted = groups.size() <= WrittenReleases.MOST;
        groups.forEach((key, sum) -> {
            Instant last = sum.seen.lastSeen();
            hours.rows().add(List.of(key.group(), hour, key.release(), sum.repeats, last));
            days.rows().add(List.of(key.group(), day, key.release(), sum.repeats));
            if (!isNoted || written.note(key, sum.seen)) {
                releases.rows().add(List.of(key.group(), key.release(), sum.seen.firstSeen(), last));
            }
        });
        return List.of(minutes, hours, days, releases, levels(LEVEL_MINUTES, minute), levels(LEVEL_HOURS, hour));
    }

    private UpsertRows levels(Upsert table, Instant time) {
        UpsertRows rows = new UpsertRows(table, new ArrayList<>());
        levels.forEach((key, repeats) ->
                rows.rows().add(List.of(time, key.app, key.environment, key.level, key.release, repeats)));
        return rows;
    }
}
