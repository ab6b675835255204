// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.UnreadablePayload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of events or of actions in the making. */
interface Row {
    /** The flag of a row of which the database took only the count: the rest is among the dead letters. */
    String REJECTED = "rejected";

    /** A String, Long, BigDecimal, Instant or null for each column of its table, in the table's order. */
    List<@Nullable Object> values();

    /** What of its identity somebody else has chosen, in the order of {@link RowTable#names}. */
    List<String> names();

    /** What it counts, in sum. */
    long count();

    /** What becomes of the row of its identity that is there. */
    Merge onto(RowThere old);

    /** The same with these in the place of its {@link #names}. */
    Row named(List<String> names);

    /** The same count without what the database may not take; its flag is {@link #REJECTED}. */
    Row rejected();

    /** What {@link #rejected} leaves out. */
    UnreadablePayload putAside(String reason);
}
