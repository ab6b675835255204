// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.Level;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.SinkException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stored families of groups. All methods block, and throw {@link SinkException} if the database can't be read.
 *
 * <p>Thread-safety: none.
 */
public final class StoredFamilies {
    private final Database database;
    private final Queries queries;

    StoredFamilies(Queries queries) {
        this.queries = queries;
        database = queries.database();
    }

    /** Returns the families whose id begins with some characters, {@link StoredGroups#MOST_FOUND} at most. */
    public List<FamilyInfo> find(String start) {
        Condition condition = EventConditions.idBeginsWith("family_id", start);
        return queries.all(
                "SELECT * FROM families WHERE " + condition.sql() + " ORDER BY family_id LIMIT "
                        + StoredGroups.MOST_FOUND,
                condition.parameters(),
                StoredFamilies::family);
    }

    /**
     * Returns the families of a text, the most severe first, {@link StoredGroups#MOST_FOUND} at most.
     *
     * @param text the text without what varies
     * @param key the families that are meant; null does not limit them
     */
    public List<FamilyInfo> ofText(String text, Key key) {
        Condition condition = Condition.all(List.of(
                new Condition("template = ? AND is_place = 0", List.of(text)),
                Condition.is("app", key.app),
                Condition.is("logger", key.logger),
                Condition.is("level", key.level)));
        return queries.all(
                "SELECT * FROM families WHERE " + condition.sql()
                        + " ORDER BY severity DESC, app, logger, family_id LIMIT " + StoredGroups.MOST_FOUND,
                condition.parameters(),
                StoredFamilies::family);
    }

    /** The application, the logger and the name of the level of families. */
    public record Key(
            @Nullable String app,
            @Nullable String logger,
            @Nullable String level) {}

    /** Reads a row of the table {@code families}. */
    static FamilyInfo family(ResultSet row) throws SQLException {
        return new FamilyInfo(
                EventRows.text(row, "family_id"),
                new Level(EventRows.text(row, "level"), row.getInt("severity")),
                EventRows.text(row, "app"),
                row.getString("logger"),
                EventRows.text(row, "template"),
                row.getString("thrown_classes"),
                method(row.getString("class_name"), row.getString("method_name")),
                row.getInt("rules"),
                row.getInt("is_place") != 0);
    }

    /** Returns a class and its method in one text; null if the class is not known. */
    static @Nullable String method(@Nullable String className, @Nullable String methodName) {
        return className == null ? null : className + "." + (methodName == null ? "" : methodName);
    }

    /** Returns the condition that a family counts for another one: it is the same, or a text of that place. */
    static Condition countsFor(String column, String id) {
        return new Condition(
                column + " IN (SELECT f.family_id FROM families f WHERE f.family_id = ? OR f.place_id = ?)",
                List.of(id, id));
    }

    /** Returns the families that count for one: itself, and if it is a place, those of all its texts. */
    public List<FamilyInfo> countingFor(FamilyInfo family) {
        Condition condition = countsFor("family_id", family.id());
        return queries.all(
                "SELECT * FROM families WHERE " + condition.sql() + " ORDER BY family_id",
                condition.parameters(),
                StoredFamilies::family);
    }

    /** Returns when the first of some families was seen in each environment and release, and the last one; the latest first. */
    public List<FamilySeen> seen(List<FamilyInfo> families) {
        Map<List<String>, FamilySeen> all = new HashMap<>();
        for (List<String> some : Parts.of(families.stream().map(FamilyInfo::id).toList())) {
            Condition condition = GroupSums.among("s.family_id", some);
            // Names behind their view's: release alone is a reserved word in MariaDB.
            queries.each(
                    "SELECT s.environment, s.release, s.first_seen, s.last_seen FROM family_seen s WHERE "
                            + condition.sql(),
                    condition.parameters(),
                    row -> {
                        FamilySeen seen = seen(row);
                        all.merge(List.of(seen.environment(), seen.release()), seen, FamilySeen::plus);
                    });
        }
        return all.values().stream()
                .sorted(Comparator.comparing(FamilySeen::first)
                        .reversed()
                        .thenComparing(FamilySeen::environment)
                        .thenComparing(FamilySeen::release))
                .toList();
    }

    private FamilySeen seen(ResultSet row) throws SQLException {
        return new FamilySeen(
                EventRows.text(row, "environment"),
                EventRows.text(row, "release"),
                database.time(row, "first_seen"),
                database.time(row, "last_seen"));
    }
}
