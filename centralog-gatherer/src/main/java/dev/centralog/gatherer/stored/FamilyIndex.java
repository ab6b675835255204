// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.Level;
import dev.centralog.gatherer.family.Family;
import dev.centralog.gatherer.family.FamilyRules;
import dev.centralog.gatherer.family.FamilySource;
import dev.centralog.gatherer.sink.GroupFamily;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The families of a query's groups. Groups that the gatherer has not given their family yet are given it here.
 *
 * <p>Thread-safety: none.
 */
final class FamilyIndex {
    /** The expression for the family of {@code groups g}; null if it is still to be found. */
    static final String FAMILY_ID =
            "CASE WHEN g.family_rules >= " + FamilyRules.VERSION + " THEN g.family_id END AS family_id";

    private final Map<String, Known> families = new HashMap<>();
    private final Map<Long, String> unlabelled = new HashMap<>();

    /** A family, and the place that it belongs to. */
    private record Known(String placeId, FamilyInfo info) {}

    private FamilyIndex() {}

    /** Reads the families. */
    static FamilyIndex read(Queries queries, ChangeQuery.Filter filter) {
        FamilyIndex index = new FamilyIndex();
        Condition families = new ChangeQuery.Filter(filter.app(), null, filter.level()).condition();
        queries.each("SELECT g.* FROM families g WHERE " + families.sql(), families.parameters(), index::addFamily);
        Condition groups = filter.condition();
        queries.each(
                "SELECT g.id, " + GroupFamily.COLUMNS + " FROM "
                        + queries.database().quoted("groups") + " g WHERE g.family_rules < " + FamilyRules.VERSION
                        + " AND " + groups.sql(),
                groups.parameters(),
                index::addUnlabelled);
        return index;
    }

    private void addFamily(ResultSet row) throws SQLException {
        FamilyInfo family = StoredFamilies.family(row);
        families.put(family.id(), new Known(EventRows.text(row, "place_id"), family));
    }

    private void addUnlabelled(ResultSet row) throws SQLException {
        FamilySource source = GroupFamily.read(row).source();
        if (source == null) {
            return;
        }
        Family family = Family.of(source);
        unlabelled.put(row.getLong("id"), family.id());
        families.putIfAbsent(
                family.id(),
                new Known(
                        family.placeId(),
                        new FamilyInfo(
                                family.id(),
                                new Level(source.level(), row.getInt("severity")),
                                source.app(),
                                source.logger(),
                                family.text(),
                                GroupFamily.chain(source),
                                StoredFamilies.method(source.className(), source.methodName()),
                                family.rulesVersion(),
                                family.isPlace())));
    }

    /**
     * Returns a group's own family.
     *
     * @param familyId the value of {@link #FAMILY_ID}
     * @return null if the group shows no event
     */
    @Nullable
    String familyOf(long group, @Nullable String familyId) {
        String id = familyId == null ? unlabelled.get(group) : familyId;
        return id == null || !families.containsKey(id) ? null : id;
    }

    /** Returns the place of a family. */
    String placeOf(String id) {
        return known(id).placeId;
    }

    private Known known(String id) {
        Known family = families.get(id);
        if (family == null) {
            throw new IllegalArgumentException("there is no family " + id);
        }
        return family;
    }

    /** Returns a family. */
    FamilyInfo info(String id) {
        return known(id).info;
    }
}
