// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An INSERT of rows that may exist already, with the updates of existing rows, described once for all databases;
 * {@link Database#upsert} returns its SQL. Without updates it leaves existing rows unchanged, and locks them if the database
 * can do so.
 *
 * @param table the table of the rows
 * @param columns the columns of a new row, in the order of the statement's parameters
 * @param key the columns of the unique key that identifies a row
 * @param updates the updates of an existing row, in order. An update may use the old value of its own column and of columns
 *     that are updated after it, because MySQL has changed those before it by then
 */
record Upsert(String table, List<Column> columns, List<Column> key, List<Update> updates) {
    private static final Pattern VALUE = Pattern.compile("\\b(old|new)\\.([a-z_]+)");

    /**
     * The change of one column. In both SQL texts, which every database understands, {@code old.x} is the existing row's value
     * of the column {@code x}, and {@code new.x} the new row's.
     *
     * @param column the column's name
     * @param value the new value
     * @param when the condition of the change; true or false, never null
     */
    record Update(String column, String value, String when) {
        /** Returns an update that keeps the larger number. */
        static Update larger(String column) {
            return takes(column, "new." + column + " > old." + column);
        }

        /** Returns an update by which the new value replaces the old one under that condition. */
        static Update takes(String column, String when) {
            return new Update(column, "new." + column, when);
        }

        /** Returns an update that is made each time the row comes again. */
        static Update always(String column, String value) {
            return new Update(column, value, "1 = 1");
        }
    }

    Upsert {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        updates = List.copyOf(updates);
        Set<String> changed = new HashSet<>();
        for (Update update : updates) {
            Matcher value = VALUE.matcher(update.value + " " + update.when);
            while (value.find()) {
                if (value.group(1).equals("old") && changed.contains(value.group(2))) {
                    throw new IllegalArgumentException("the update of " + table + "." + update.column + " looks at "
                            + value.group() + ", which must not be updated before it");
                }
            }
            changed.add(update.column);
        }
    }

    /** Returns the statement for databases with {@code ON CONFLICT}. */
    String onConflict(Database database, int rows) {
        return onConflict(values(database, rows));
    }

    /** Returns the same statement for rows from another source than a list of parameters. */
    String onConflict(String source) {
        UnaryOperator<String> words = text -> inWords(text, "excluded.", "");
        String insert = insert(source, UnaryOperator.identity()) + " ON CONFLICT ("
                + String.join(", ", Column.names(key)) + ") DO ";
        if (updates.isEmpty()) {
            return insert + "NOTHING";
        }
        String when = updates.stream()
                .map(Update::when)
                .distinct()
                .map(each -> "(" + words.apply(each) + ")")
                .collect(Collectors.joining(" OR "));
        return insert + "UPDATE SET " + assignments(words, UnaryOperator.identity()) + " WHERE " + when;
    }

    /**
     * Returns the statement for databases with {@code ON DUPLICATE KEY}, which do not write a row that does not change. Names of
     * columns are quoted unless they follow their table's, because some are reserved words there.
     */
    String onDuplicateKey(Database database, int rows) {
        UnaryOperator<String> quoted = database::quoted;
        String known = key.get(0).name();
        return insert(values(database, rows), quoted) + " ON DUPLICATE KEY UPDATE "
                + (updates.isEmpty()
                        ? quoted.apply(known) + " = " + quoted.apply(table) + "." + known
                        : assignments(text -> inWords(text, "VALUES(`", "`)"), quoted));
    }

    /** Returns the statement for one row, which fails if the row exists. */
    String plainInsert(Database database) {
        return insert(values(database, 1), database::quoted);
    }

    private String values(Database database, int rows) {
        String row = columns.stream()
                .map(column -> database.parameter(column.type()))
                .collect(Collectors.joining(", ", "(", ")"));
        return "VALUES " + String.join(", ", Collections.nCopies(rows, row));
    }

    private String insert(String source, UnaryOperator<String> name) {
        return "INSERT INTO " + name.apply(table) + " ("
                + columns.stream().map(column -> name.apply(column.name())).collect(Collectors.joining(", "))
                + ") " + source;
    }

    private String assignments(UnaryOperator<String> words, UnaryOperator<String> name) {
        return updates.stream()
                .map(each -> name.apply(each.column) + " = CASE WHEN " + words.apply(each.when) + " THEN "
                        + words.apply(each.value) + " ELSE " + table + "." + each.column + " END")
                .collect(Collectors.joining(", "));
    }

    private String inWords(String text, String beforeNew, String afterNew) {
        return VALUE.matcher(text)
                .replaceAll(value -> value.group(1).equals("old")
                        ? table + "." + value.group(2)
                        : beforeNew + value.group(2) + afterNew);
    }
}
