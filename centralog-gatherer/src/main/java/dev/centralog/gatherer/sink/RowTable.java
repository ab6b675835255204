// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.List;

/**
 * The table of events or the table of actions. Its rows are merged by {@link Row#onto}, in Java.
 *
 * @param insert the statement that adds rows, and leaves existing ones unchanged
 * @param names the columns of the part of a row's identity that applications have chosen; all rows of a delivery share the rest
 * @param counts the columns of the count: the sum and, if it is kept, the count by process and the only process
 * @param words the words for a delivery and for its counts in messages
 */
record RowTable(Upsert insert, List<String> names, List<String> counts, List<String> words) {
    RowTable {
        names = List.copyOf(names);
        counts = List.copyOf(counts);
        words = List.copyOf(words);
    }

    String table() {
        return insert.table();
    }

    /** Returns the column of the sum of the counts. */
    String count() {
        return counts.get(0);
    }

    /** Returns whether the count is also kept by process. */
    boolean hasProcesses() {
        return counts.size() > 1;
    }

    /** Returns the indexes of the columns {@link #names} in a row's values. */
    List<Integer> nameIndexes() {
        List<String> columns = Column.names(insert.columns());
        return names.stream().map(columns::indexOf).toList();
    }
}
