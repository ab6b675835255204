// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.UnreadablePayload;
import java.util.List;

/** A row of events or of actions that is to be written. */
interface Row extends RowValues {
    /** The flag of a row of which the database accepted only the count; the rest is among the dead letters. */
    String REJECTED = "rejected";

    /** Returns the part of its identity that applications have chosen, in the order of {@link RowTable#names}. */
    List<String> names();

    /** Returns the sum of its counts. */
    long count();

    /** Returns the result of merging this row into the stored row of the same identity. */
    Merge onto(RowThere old);

    /** Returns the same row with other {@link #names}. */
    Row named(List<String> names);

    /**
     * Returns a row with the same count, but without the values that the database may refuse; its flag is {@link #REJECTED}.
     */
    Row rejected();

    /** Returns, as a dead letter, the values that {@link #rejected} leaves out. */
    UnreadablePayload putAside(String reason);
}
