// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gatherer.family.Family;
import dev.centralog.gatherer.family.FamilySource;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row to be written to the table {@code families}: the family of a group. It does not hold the group's text.
 *
 * @param id the family's id
 */
record FamilyRow(String id, List<@Nullable Object> values) implements RowValues {
    private static final Column FAMILY_ID = new Column("family_id", ColumnType.TEXT);
    private static final Column RULES = new Column("rules", ColumnType.NUMBER);
    private static final List<Column> REST = List.of(
            new Column("place_id", ColumnType.TEXT),
            new Column("is_place", ColumnType.NUMBER),
            new Column("level", ColumnType.TEXT),
            new Column("severity", ColumnType.NUMBER),
            new Column("app", ColumnType.TEXT),
            new Column("logger", ColumnType.TEXT),
            new Column("template", ColumnType.TEXT),
            new Column("thrown_classes", ColumnType.TEXT),
            new Column("class_name", ColumnType.TEXT),
            new Column("method_name", ColumnType.TEXT));

    /** The statement that adds families; one by later rules takes the place of the same one by earlier rules. */
    static final Upsert UPSERT = new Upsert(
            "families",
            Stream.concat(Stream.of(FAMILY_ID, RULES), REST.stream()).toList(),
            List.of(FAMILY_ID),
            Stream.concat(REST.stream(), Stream.of(RULES))
                    .map(each -> Upsert.Update.takes(each.name(), "new.rules > old.rules"))
                    .toList());

    /** Returns the row of a family, whose groups have this severity. */
    static FamilyRow of(Family family, FamilySource source, long severity) {
        return new FamilyRow(
                family.id(),
                Collections.unmodifiableList(Arrays.asList(
                        family.id(),
                        (long) family.rulesVersion(),
                        family.placeId(),
                        family.isPlace() ? 1L : 0L,
                        StorableText.of(source.level()),
                        severity,
                        StorableText.of(source.app()),
                        StorableText.of(source.logger()),
                        StorableText.of(family.text()),
                        StorableText.of(GroupFamily.chain(source)),
                        StorableText.of(source.className()),
                        StorableText.of(source.methodName()))));
    }
}
