// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of any table that is to be written. */
interface RowValues {
    /** Returns a String, Long, BigDecimal, Instant or null for each column of its table, in the table's order. */
    List<@Nullable Object> values();
}
