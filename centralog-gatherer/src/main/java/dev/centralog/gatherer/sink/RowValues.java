// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.AbstractList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A row of any table that is to be written. */
interface RowValues {
    /** Returns a String, Long, BigDecimal, Instant or null for each column of its table, in the table's order. */
    List<@Nullable Object> values();

    /** Returns a list that makes each row on access, so that a database can work on the first while the last is made. */
    static <T, R> List<R> madeOnAccess(List<? extends T> from, Function<T, R> row) {
        return new AbstractList<>() {
            @Override
            public R get(int index) {
                return row.apply(from.get(index));
            }

            @Override
            public int size() {
                return from.size();
            }
        };
    }
}
