// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.CentralogException;
import dev.centralog.gather.DeliveryGoneException;
import java.util.Iterator;
import java.util.function.Supplier;

/**
 * An exception for a delivery whose content could not be read from Redis. It can pass through a sink, and must not be mistaken
 * for a failure of the database.
 */
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

    /** Returns whether another reader has stored the delivery meanwhile. */
    boolean isGone() {
        return why instanceof DeliveryGoneException;
    }

    /** Returns a failure for an interrupt of the thread that waits for Redis. */
    static ReadFailure interrupted() {
        return new ReadFailure(new CentralogException("interrupted while waiting for Redis"));
    }

    /** Reads from Redis; wraps the exception if that fails. */
    static <T> T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (CentralogException e) {
            throw new ReadFailure(e);
        }
    }

    /** Returns the same items; iterating over them, which reads from Redis, wraps the exception if that fails. */
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
