// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.gatherer.sink.SealedSlice;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * An iterator that reads another iterator on a separate thread: while one chunk is used, the next one is read. If reading
 * throws, the exception is thrown where that chunk would begin.
 */
final class PrefetchingIterator<T> implements Iterator<T> {
    /** The number of items in a chunk: as many as a sink writes at once, so that reading goes on all the time that it writes. */
    static final int CHUNK = SealedSlice.CHUNK_ROWS;
    /** The size at which a chunk ends, with the item that reaches it. Two chunks are in memory. */
    static final long CHUNK_SIZE = SealedSlice.CHUNK_CHARACTERS;

    private static final String THREAD = "centralog-gatherer-pages";

    private final Prefetcher<Deque<T>> ahead;
    private Deque<T> chunk = new ArrayDeque<>();

    /**
     * Makes one, and starts reading.
     *
     * @param size returns the size of an item, in characters or bytes
     */
    PrefetchingIterator(Iterator<T> all, ToLongFunction<T> size) {
        ahead = new Prefetcher<>(THREAD, () -> chunk(all, size));
        ahead.begin();
    }

    /** Reads the next chunk; returns null after the last one. */
    private static <T> @Nullable Deque<T> chunk(Iterator<T> all, ToLongFunction<T> size) {
        Deque<T> chunk = new ArrayDeque<>(CHUNK);
        for (long sum = 0; chunk.size() < CHUNK && sum < CHUNK_SIZE && all.hasNext(); ) {
            T next = all.next();
            chunk.add(next);
            sum += size.applyAsLong(next);
        }
        return chunk.isEmpty() ? null : chunk;
    }

    @Override
    public boolean hasNext() {
        if (chunk.isEmpty()) {
            Deque<T> next = take();
            if (next != null) {
                chunk = next;
                ahead.begin();
            }
        }
        return !chunk.isEmpty();
    }

    private @Nullable Deque<T> take() {
        try {
            return ahead.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw ReadFailure.interrupted();
        }
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return chunk.remove();
    }
}
