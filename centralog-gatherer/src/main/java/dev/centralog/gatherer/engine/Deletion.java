// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import java.time.Instant;
import java.util.Map;

/**
 * A deletion of what is old.
 *
 * @param at the start of its pass, by Redis's clock
 * @param rows the numbers of rows that were deleted, by table
 */
public record Deletion(Instant at, Map<String, Long> rows) {
    public Deletion {
        rows = Map.copyOf(rows);
    }
}
