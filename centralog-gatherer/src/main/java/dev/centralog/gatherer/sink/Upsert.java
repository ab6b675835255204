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
 * An INSERT of rows that may be there already, and what then becomes of those: said once for all databases. How a
 * database says it in SQL is {@link Database#upsert}. Without updates it leaves them alone, and locks them where the
 * database can do so.
 *
 * @param table where the rows go
 * @param columns what a row brings, in the order of the statement's parameters
 * @param key the columns of the unique key that a row is known by
 * @param updates what changes in a row that is there, in order: an update may look at the old value of its own column
 *     and of columns that are updated after it, since MySQL has changed those before it by then
 */
record Upsert(String table, List<Column> columns, List<Column> key, List<Update> updates) {
    private static final Pattern VALUE = Pattern.compile("\\b(old|new)\\.([a-z_]+)");

    /**
     * The change of one column. In both texts, which are SQL that every database knows, {@code old.x} is what the row
     * has in the column {@code x}, and {@code new.x} what comes.
     *
     * @param column which
     * @param value what it becomes
     * @param when under which condition; it is true or false, never null
     */
    record Update(String column, String value, String when) {
        /** The larger number stays. */
        static Update larger(String column) {
            return takes(column, "new." + column + " > old." + column);
        }

        /** What comes replaces what is there, under that condition. */
        static Update takes(String column, String when) {
            return new Update(column, "new." + column, when);
        }

        /** Each time that the row comes again. */
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

    /** The statement of databases that know {@code ON CONFLICT}. */
    String onConflict(Database database, int rows) {
        UnaryOperator<String> words = text -> inWords(text, "excluded.", "");
        String insert = insert(database, rows) + " ON CONFLICT (" + String.join(", ", Column.names(key)) + ") DO ";
        if (updates.isEmpty()) {
            return insert + "NOTHING";
        }
        String when = updates.stream()
                .map(Update::when)
                .distinct()
                .map(each -> "(" + words.apply(each) + ")")
                .collect(Collectors.joining(" OR "));
        return insert + "UPDATE SET " + assignments(words) + " WHERE " + when;
    }

    /** The statement of databases that know {@code ON DUPLICATE KEY}; they leave a row alone that does not change. */
    String onDuplicateKey(Database database, int rows) {
        String known = key.get(0).name();
        return insert(database, rows) + " ON DUPLICATE KEY UPDATE "
                + (updates.isEmpty()
                        ? known + " = " + table + "." + known
                        : assignments(text -> inWords(text, "VALUES(", ")")));
    }

    private String insert(Database database, int rows) {
        String row = columns.stream()
                .map(column -> database.parameter(column.type()))
                .collect(Collectors.joining(", ", "(", ")"));
        return "INSERT INTO " + table + " (" + String.join(", ", Column.names(columns)) + ") VALUES "
                + String.join(", ", Collections.nCopies(rows, row));
    }

    private String assignments(UnaryOperator<String> words) {
        return updates.stream()
                .map(each -> each.column + " = CASE WHEN " + words.apply(each.when) + " THEN " + words.apply(each.value)
                        + " ELSE " + table + "." + each.column + " END")
                .collect(Collectors.joining(", "));
    }

    private String inWords(String text, String beforeNew, String afterNew) {
        return VALUE.matcher(text)
                .replaceAll(value -> value.group(1).equals("old")
                        ? table + "." + value.group(2)
                        : beforeNew + value.group(2) + afterNew);
    }
}
