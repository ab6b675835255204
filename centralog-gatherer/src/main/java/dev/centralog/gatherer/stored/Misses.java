// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The explanation why a query has found nothing: it names filters that no row matches, and values that there are instead, so
 * that a misspelt value does not look like an empty log.
 *
 * <p>Thread-safety: none.
 */
final class Misses {
    /** The number of last stored rows that are searched for other values, because searching all rows may take too long. */
    private static final int ROWS_LOOKED_AT = 10_000;

    private static final int MOST_NAMED = 10;

    private static final int MOST_CHARACTERS = 80;

    private final Queries queries;
    private final Rows rows;
    private final String plural;

    /**
     * Makes the explanation of a query.
     *
     * @param rows the rows of what is asked for
     * @param plural the word for them
     */
    Misses(Queries queries, Rows rows, String plural) {
        this.queries = queries;
        this.rows = rows;
        this.plural = plural;
    }

    /**
     * Rows in which a value may be.
     *
     * @param table their table or view
     * @param order the column that the latest rows have the highest values of
     */
    record Rows(String table, String order) {}

    /**
     * A filter.
     *
     * @param option the option as it was given, with its value
     * @param rows the rows that are looked at; null if looking at all of them would take too long
     * @param condition the condition that a row of these must meet
     * @param column the column whose values in other rows are shown
     */
    record Filter(String option, @Nullable Rows rows, Condition condition, String column) {}

    /** Returns a sentence for each filter that matches no row; a single one for all filters if each matches some row. */
    List<String> explain(List<Filter> filters) {
        if (!exists(rows, new Condition("1 = 1", List.of()))) {
            return List.of("no " + plural + " are stored yet: './centralog status' shows why");
        }
        List<String> misses = new ArrayList<>();
        for (Filter each : filters) {
            Rows of = each.rows;
            if (of != null && !exists(of, each.condition)) {
                misses.add("no stored " + plural + " match " + each.option + "; the latest rows have: "
                        + others(of, each.column));
            }
        }
        return misses.isEmpty() ? List.of("no stored " + plural + " match all of these filters together") : misses;
    }

    private boolean exists(Rows of, Condition condition) {
        return !queries.all(
                        "SELECT 1 FROM " + of.table + " WHERE " + condition.sql() + " LIMIT 1",
                        condition.parameters(),
                        row -> row.getInt(1))
                .isEmpty();
    }

    private String others(Rows of, String column) {
        List<String> values = queries.all(
                "SELECT DISTINCT " + column + " FROM (SELECT " + column + " FROM " + of.table + " ORDER BY " + of.order
                        + " DESC LIMIT " + ROWS_LOOKED_AT + ") AS recent ORDER BY 1 DESC LIMIT " + (MOST_NAMED + 1),
                List.of(),
                row -> String.valueOf(row.getString(1)));
        return values.stream().limit(MOST_NAMED).map(Misses::start).collect(Collectors.joining(", "))
                + (values.size() > MOST_NAMED ? " …" : "");
    }

    /** Returns the start of a long value. */
    private static String start(String value) {
        return value.codePointCount(0, value.length()) <= MOST_CHARACTERS
                ? value
                : value.substring(0, value.offsetByCodePoints(0, MOST_CHARACTERS)) + "…";
    }
}
