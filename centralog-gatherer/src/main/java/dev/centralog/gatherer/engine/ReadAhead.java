// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * What an iterator gives, read in another thread: while one chunk is used the next one is read. What reading throws is
 * thrown where that chunk would begin.
 */
final class ReadAhead<T> implements Iterator<T> {
    /** An action with all its samples takes some 100 KB: so two chunks are 50 MB at worst, and 50 KB as a rule. */
    static final int CHUNK = 256;

    private static final String THREAD = "centralog-gatherer-pages";

    private final Ahead<Deque<T>> ahead;
    private Deque<T> chunk = new ArrayDeque<>();

    ReadAhead(Iterator<T> all) {
        ahead = new Ahead<>(THREAD, () -> chunk(all));
        ahead.begin();
    }

    /** Null after the last one. */
    private static <T> @Nullable Deque<T> chunk(Iterator<T> all) {
        Deque<T> chunk = new ArrayDeque<>(CHUNK);
        while (chunk.size() < CHUNK && all.hasNext()) {
            chunk.add(all.next());
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
        } catch (InterruptedException asked) {
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
