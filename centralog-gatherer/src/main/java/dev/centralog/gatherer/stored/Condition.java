// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.util.List;

/** A piece of SQL and its parameters. */
record Condition(String sql, List<Object> parameters) {
    /** All of these parts together; true if there are none. */
    static Condition all(List<String> parts, List<Object> parameters) {
        return new Condition(parts.isEmpty() ? "1 = 1" : String.join(" AND ", parts), parameters);
    }
}
