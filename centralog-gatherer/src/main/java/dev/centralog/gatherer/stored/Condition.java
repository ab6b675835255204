// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A piece of SQL and its parameters. */
record Condition(String sql, List<Object> parameters) {
    /** Returns the condition that all of these are met; it is always true if there are none. */
    static Condition all(List<Condition> conditions) {
        String sql = conditions.stream().map(Condition::sql).collect(Collectors.joining(" AND "));
        List<Object> parameters =
                conditions.stream().flatMap(each -> each.parameters().stream()).toList();
        return new Condition(conditions.isEmpty() ? "1 = 1" : sql, parameters);
    }

    /** Returns the condition that a column has a value; it is always true if the value is null. */
    static Condition is(String column, @Nullable String value) {
        return value == null ? all(List.of()) : new Condition(column + " = ?", List.of(value));
    }

    /** Returns the condition that one is not met that is true or false, never null. */
    static Condition not(Condition condition) {
        return new Condition("NOT (" + condition.sql() + ")", condition.parameters());
    }

    /** Returns the condition that any of these is met; it is never true if there are none. */
    static Condition any(List<Condition> conditions) {
        String sql = conditions.stream().map(Condition::sql).collect(Collectors.joining(" OR ", "(", ")"));
        List<Object> parameters =
                conditions.stream().flatMap(each -> each.parameters().stream()).toList();
        return new Condition(conditions.isEmpty() ? "1 = 0" : sql, parameters);
    }
}
