// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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

    private final Queries queries;
    private final String table;
    private final String order;
    private final String plural;

    Misses(Queries queries, String table, String order, String plural) {
        this.queries = queries;
        this.table = table;
        this.order = order;
        this.plural = plural;
    }

    /**
     * A filter.
     *
     * @param option the option as it was given, with its value
     * @param condition the condition that a row must meet
     * @param column the column whose values in other rows are shown
     */
    record Filter(String option, Condition condition, String column) {}

    /** Returns a sentence for each filter that matches no row; a single one for all filters if each matches some row. */
    List<String> explain(List<Filter> filters) {
        if (!exists(new Condition("1 = 1", List.of()))) {
            return List.of("no " + plural + " are stored yet: './centralog status' shows why");
        }
        List<String> misses = new ArrayList<>();
        for (Filter each : filters) {
            if (!exists(each.condition)) {
                misses.add("no stored " + plural + " match " + each.option + "; the latest rows have: " + others(each));
            }
        }
        return misses.isEmpty() ? List.of("no stored " + plural + " match all of these filters together") : misses;
    }

    private boolean exists(Condition condition) {
        return !queries.all(
                        "SELECT 1 FROM " + table + " WHERE " + condition.sql() + " LIMIT 1",
                        condition.parameters(),
                        row -> row.getInt(1))
                .isEmpty();
    }

    private String others(Filter filter) {
        List<String> values = queries.all(
                "SELECT DISTINCT " + filter.column + " FROM (SELECT " + filter.column + " FROM " + table
                        + " ORDER BY " + order + " DESC LIMIT " + ROWS_LOOKED_AT + ") AS recent ORDER BY 1 DESC LIMIT "
                        + (MOST_NAMED + 1),
                List.of(),
                row -> String.valueOf(row.getString(1)));
        return values.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                + (values.size() > MOST_NAMED ? " …" : "");
    }
}
