// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.Iterator;
import java.util.function.Function;

/**
 * What a function makes of each of some things, made anew in each iteration, when that reaches it.
 *
 * @param <T> the type of the things
 * @param <R> the type of what is made of them
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
