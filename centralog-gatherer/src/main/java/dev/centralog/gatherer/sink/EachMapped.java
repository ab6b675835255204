// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.Iterator;
import java.util.function.Function;

/**
 * Results of a function for each of some things, computed anew in each iteration, when that reaches them.
 *
 * @param <T> the type of the things
 * @param <R> the type of the results
 */
record EachMapped<T, R>(Iterable<T> all, Function<T, R> function) implements Iterable<R> {
    @Override
    public Iterator<R> iterator() {
        Iterator<T> each = all.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public R next() {
                return function.apply(each.next());
            }
        };
    }
}
