// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.CentralogException;
import dev.centralog.gather.DeliveryGoneException;
import java.util.Iterator;
import java.util.function.Supplier;

/** Redis did not give what a delivery holds: told from a database that did not take it, though it comes through a sink. */
final class ReadFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final CentralogException why;

    private ReadFailure(CentralogException why) {
        super(why);
        this.why = why;
    }

    CentralogException why() {
        return why;
    }

    /** Whether another reader has stored it meanwhile. */
    boolean isGone() {
        return why instanceof DeliveryGoneException;
    }

    /** The thread that waits for what is read was interrupted. */
    static ReadFailure interrupted() {
        return new ReadFailure(new CentralogException("interrupted while waiting for Redis"));
    }

    /** Reads from Redis. */
    static <T> T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (CentralogException e) {
            throw new ReadFailure(e);
        }
    }

    /** The same, read from Redis while it is iterated over. */
    static <T> Iterable<T> readingEach(Iterable<T> all) {
        return () -> {
            Iterator<T> read = reading(all::iterator);
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return reading(read::hasNext);
                }

                @Override
                public T next() {
                    return reading(read::next);
                }
            };
        };
    }
}
