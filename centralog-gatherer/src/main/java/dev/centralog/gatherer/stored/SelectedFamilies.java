// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gatherer.sink.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The families that a query selects, with when they were seen.
 *
 * <p>Thread-safety: none.
 */
final class SelectedFamilies {
    private static final String COLUMNS =
            "g.id, " + FamilyIndex.FAMILY_ID + ", g.first_seen, g.file_name, g.line_number,"
                    + " CASE WHEN g.flag = '" + Flag.VARYING.label() + "' THEN 1 ELSE 0 END AS is_varying,"
                    + " CASE WHEN g.template IS NULL OR g.template = g.message THEN 1 ELSE 0 END AS is_text";

    private final Queries queries;
    private final Database database;
    private final ChangeQuery query;
    private final FamilyIndex index;
    private final Map<String, Seen> families = new LinkedHashMap<>();
    private final List<Group> groups = new ArrayList<>();
    private final Set<Statement> varying = new HashSet<>();
    private final Map<Long, String> familyByGroup = new HashMap<>();

    /** The statement of a group, by its place and the line; the line is null where it is not known. */
    private record Statement(
            String placeId, @Nullable String file, @Nullable String line) {}

    /** A group as it was read; the statement is null unless its text may be one of many. */
    private record Group(
            long id,
            String family,
            @Nullable Statement text,
            Instant first,
            @Nullable Instant presentFrom,
            boolean isLately) {}

    private SelectedFamilies(Queries queries, ChangeQuery query) {
        this.queries = queries;
        this.query = query;
        database = queries.database();
        index = FamilyIndex.read(queries, query.filter());
    }

    /** The times of a family. */
    static final class Seen {
        private final String id;
        private final Set<String> texts = new HashSet<>();
        private final List<Long> groups = new ArrayList<>();
        private Instant first = Instant.MAX;
        private Instant presentFirst = Instant.MAX;
        private boolean isPresent;
        private boolean isLately;

        private Seen(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }

        List<Long> groups() {
            return groups;
        }

        /** Returns whether it was seen in the period; of a release, in the release. */
        boolean isPresent() {
            return isPresent;
        }

        /** Returns whether it was never seen before that. */
        boolean isNew() {
            return isPresent && !first.isBefore(presentFirst);
        }

        /** Returns whether it was seen in the time before that, which it would have to be quiet in to be back. */
        boolean isLately() {
            return isLately;
        }

        private void add(Instant groupFirst, @Nullable Instant presentFrom, boolean lately) {
            first = groupFirst.isBefore(first) ? groupFirst : first;
            isLately |= lately;
            if (presentFrom != null) {
                isPresent = true;
                presentFirst = presentFrom.isBefore(presentFirst) ? presentFrom : presentFirst;
            }
        }
    }

    /** Reads the families. */
    static SelectedFamilies read(Queries queries, ChangeQuery query) {
        SelectedFamilies selected = new SelectedFamilies(queries, query);
        if (query.release() == null) {
            selected.readOfPeriod();
        } else {
            selected.readOfRelease(query.release());
        }
        return selected;
    }

    Collection<Seen> all() {
        return families.values();
    }

    /** Returns the groups that count for a family. */
    Collection<Long> groups() {
        return familyByGroup.keySet();
    }

    /** Returns the family that a group counts for; null if it has none, or is not selected. */
    @Nullable
    String familyOf(long group) {
        return familyByGroup.get(group);
    }

    /** Returns the place that a family belongs to. */
    String placeOf(Seen seen) {
        return index.placeOf(seen.id);
    }

    StoredFamily family(Seen seen) {
        return new StoredFamily(index.info(seen.id), seen.texts.size(), seen.first, seen.groups);
    }

    private void readOfPeriod() {
        List<Object> parameters = new ArrayList<>();
        String present = seenIn(query.from(), query.to(), parameters);
        String lately = seenIn(query.from().minus(query.quiet()), query.from(), parameters);
        Condition filter = query.filter().condition();
        parameters.addAll(filter.parameters());
        queries.each(
                "SELECT " + COLUMNS + ", " + present + " AS present, " + lately + " AS lately FROM " + groupsTable()
                        + " WHERE " + filter.sql() + " ORDER BY g.id",
                parameters,
                row -> {
                    // The sums may be of a minute that goes on after the period.
                    boolean isPresent = row.getInt("present") != 0
                            && database.time(row, "first_seen").isBefore(query.to());
                    add(row, isPresent ? query.from() : null);
                });
        fold();
    }

    private void readOfRelease(ChangeQuery.Release release) {
        String time = queries.timeParameter();
        String name = Objects.requireNonNull(query.releaseName());
        StoredRelease previous = release.previous();
        List<Object> parameters = new ArrayList<>();
        String lately = "0";
        if (previous != null) {
            // A release that ran before the previous one, and beside it or after it, counts: the previous one may have
            // been rolled back.
            lately = "CASE WHEN EXISTS (SELECT 1 FROM group_releases p WHERE p.groups_id = g.id AND p.release <> ?"
                    + " AND p.last_seen >= " + time + ") THEN 1 ELSE 0 END";
            parameters.add(name);
            parameters.add(previous.from());
        }
        parameters.add(name);
        Condition filter = query.filter().condition();
        parameters.addAll(filter.parameters());
        queries.each(
                "SELECT " + COLUMNS + ", " + lately + " AS lately, r.first_seen AS present_from FROM " + groupsTable()
                        + " LEFT JOIN group_releases r ON r.groups_id = g.id AND r.release = ? WHERE " + filter.sql()
                        + " ORDER BY g.id",
                parameters,
                row -> add(row, row.getString("present_from") == null ? null : database.time(row, "present_from")));
        fold();
    }

    private String groupsTable() {
        return database.quoted("groups") + " g";
    }

    private void add(ResultSet row, @Nullable Instant presentFrom) throws SQLException {
        long id = row.getLong("id");
        String family = index.familyOf(id, row.getString("family_id"));
        if (family == null) {
            return; // it shows no event
        }
        Statement statement =
                new Statement(index.placeOf(family), row.getString("file_name"), row.getString("line_number"));
        if (row.getInt("is_varying") != 0) {
            varying.add(statement);
        }
        groups.add(new Group(
                id,
                family,
                row.getInt("is_text") != 0 ? statement : null,
                database.time(row, "first_seen"),
                presentFrom,
                row.getInt("lately") != 0));
    }

    /**
     * Adds the groups to their families. Texts of a statement that has put together more of them than have rows count for its place:
     * such a text has no arguments. Other statements of the same method do not.
     */
    private void fold() {
        for (Group group : groups) {
            boolean isOfPlace = group.text != null && varying.contains(group.text);
            String id = isOfPlace ? index.placeOf(group.family) : group.family;
            familyByGroup.put(group.id, id);
            Seen seen = families.computeIfAbsent(id, Seen::new);
            seen.groups.add(group.id);
            if (!group.family.equals(id)) {
                seen.texts.add(group.family);
            }
            seen.add(group.first, group.presentFrom, group.isLately);
        }
        groups.clear();
    }

    /** Returns the expression that is 1 if a group was seen in a period, and adds its parameters. */
    private String seenIn(Instant from, Instant to, List<Object> parameters) {
        List<Condition> seen = new ArrayList<>();
        // The last range first, as most groups that are seen are seen there, too.
        CountRange.of(from, to).forEach(range -> seen.add(0, range.isThere(database)));
        Condition any = Condition.any(seen);
        parameters.addAll(any.parameters());
        return "CASE WHEN " + any.sql() + " THEN 1 ELSE 0 END";
    }
}
