// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.ColumnType;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The families that a query selects, with when they were seen.
 *
 * <p>Thread-safety: none.
 */
final class SelectedFamilies {
    private final Queries queries;
    private final Database database;
    private final ChangeQuery query;
    private final FamilyIndex index;
    private final Map<String, Seen> families = new LinkedHashMap<>();
    private final Map<Long, String> familyByGroup = new HashMap<>();
    private int withoutFamily;

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

    int withoutFamily() {
        return withoutFamily;
    }

    /** Returns the family that a group counts for; null if it has none, or is not selected. */
    @Nullable
    String familyOf(long group) {
        return familyByGroup.get(group);
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
                "SELECT g.id, " + FamilyIndex.FAMILY_ID + ", g.first_seen, " + present + " AS present, " + lately
                        + " AS lately FROM " + groups() + " WHERE " + filter.sql(),
                parameters,
                row -> add(row, database.time(row, "first_seen"), row.getInt("present") == 0 ? null : query.from()));
    }

    private void readOfRelease(ChangeQuery.Release release) {
        String time = database.parameter(ColumnType.TIME);
        StoredRelease previous = release.previous();
        List<Object> parameters = new ArrayList<>();
        String lately = "0";
        if (previous != null) {
            lately = "CASE WHEN EXISTS (SELECT 1 FROM group_releases p WHERE p.groups_id = g.id AND (p.release = ?"
                    + " OR (p.release = '' AND p.last_seen >= " + time + "))) THEN 1 ELSE 0 END";
            parameters.add(previous.release());
            parameters.add(previous.from());
        }
        parameters.add(release.present().release());
        Condition filter = query.filter().condition();
        parameters.addAll(filter.parameters());
        queries.each(
                "SELECT g.id, " + FamilyIndex.FAMILY_ID + ", g.first_seen, " + lately
                        + " AS lately, r.first_seen AS present_from FROM " + groups()
                        + " LEFT JOIN group_releases r ON r.groups_id = g.id AND r.release = ? WHERE " + filter.sql(),
                parameters,
                row -> {
                    boolean isPresent = row.getString("present_from") != null;
                    add(row, database.time(row, "first_seen"), isPresent ? database.time(row, "present_from") : null);
                });
    }

    private String groups() {
        return database.quoted("groups") + " g";
    }

    private void add(ResultSet row, Instant first, @Nullable Instant presentFrom) throws SQLException {
        long group = row.getLong("id");
        String text = index.familyOf(group, row.getString("family_id"));
        if (text == null) {
            withoutFamily += presentFrom == null ? 0 : 1;
            return;
        }
        String id = index.countsFor(text);
        familyByGroup.put(group, id);
        Seen seen = families.computeIfAbsent(id, Seen::new);
        seen.groups.add(group);
        if (!text.equals(id)) {
            seen.texts.add(text);
        }
        seen.add(first, presentFrom, row.getInt("lately") != 0);
    }

    /** Returns the expression that is 1 if a group was seen in a period, and adds its parameters. */
    private String seenIn(Instant from, Instant to, List<Object> parameters) {
        StringBuilder sql = new StringBuilder("CASE WHEN 1 = 0");
        for (CountRange range : CountRange.of(from, to)) {
            Condition condition = range.condition(database.parameter(ColumnType.TIME));
            sql.append(" OR EXISTS (SELECT 1 FROM " + range.table() + " c WHERE c.groups_id = g.id AND "
                    + condition.sql() + ")");
            parameters.addAll(condition.parameters());
        }
        return sql.append(" THEN 1 ELSE 0 END").toString();
    }
}
