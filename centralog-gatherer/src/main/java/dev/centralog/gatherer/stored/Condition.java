// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.stored.Misses.Filter;
import java.util.List;
import java.util.stream.Collectors;

/** A piece of SQL and its parameters. */
record Condition(String sql, List<Object> parameters) {
    /** Returns the condition that all of these filters are met; it is always true if there are none. */
    static Condition all(List<Filter> filters) {
        String sql = filters.stream().map(each -> each.condition().sql()).collect(Collectors.joining(" AND "));
        List<Object> parameters = filters.stream()
                .flatMap(each -> each.condition().parameters().stream())
                .toList();
        return new Condition(filters.isEmpty() ? "1 = 1" : sql, parameters);
    }
}
