// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.List;

/**
 * A table of what is gathered: events or actions. Its rows are merged by {@link Row#onto}, in Java.
 *
 * @param insert adds rows, and leaves alone those that are there
 * @param names the columns of the names in a row's identity, which somebody else has chosen; the rest of it is that of all
 *     rows of a delivery
 * @param counts the columns of the count: in sum, and where it is kept, by process
 * @param words what a delivery and its counts are called in messages
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

    /** The column of the count in sum. */
    String count() {
        return counts.get(0);
    }

    /** Whether the count is kept by process, too. */
    boolean hasProcesses() {
        return counts.size() > 1;
    }

    /** The columns of the names that were chosen, of a row's values. */
    List<Integer> nameIndexes() {
        List<String> columns = Column.names(insert.columns());
        return names.stream().map(columns::indexOf).toList();
    }
}
