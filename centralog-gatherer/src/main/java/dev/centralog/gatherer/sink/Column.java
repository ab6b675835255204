// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A column of one of Centralog's own tables.
 *
 * @param name the name in the schema
 * @param type the type of its values
 */
record Column(String name, ColumnType type) {
    /** The columns that identify a row of the tables of drops and dead letters. */
    static final List<Column> IDENTITY = List.of(
            new Column("window_start", ColumnType.TIME),
            new Column("group_id", ColumnType.TEXT),
            new Column("delivery", ColumnType.TEXT));

    /** Returns the columns of the identity, followed by these. */
    static List<Column> afterIdentity(Column... more) {
        return Stream.concat(IDENTITY.stream(), Stream.of(more)).toList();
    }

    /** Returns a value for this column in a form that every database takes. */
    @Nullable
    Object storable(@Nullable Object value) {
        if (value instanceof String text) {
            return type == ColumnType.JSON ? StorableText.ofJson(text) : StorableText.of(text);
        }
        return value;
    }

    static List<String> names(List<Column> columns) {
        return columns.stream().map(Column::name).toList();
    }
}
