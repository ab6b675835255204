// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.gather.ActionSlice;
import dev.centralog.gather.ActionSource;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.Delivery;
import dev.centralog.gather.EventSource;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.OpenSlice;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the loop needs of an {@link EventSource} or an {@link ActionSource}.
 *
 * @param <D> what is claimed
 */
interface Source<D extends Delivery> extends AutoCloseable {
    @Nullable
    D claim(Duration wait) throws InterruptedException;

    Backlog backlog();

    /** What is still open, of a kind that may take long to be due. */
    List<OpenSlice> openSlices();

    @Override
    void close();

    static Source<EventWindow> of(EventSource source) {
        return new Source<>() {
            @Override
            public @Nullable EventWindow claim(Duration wait) throws InterruptedException {
                return source.claim(wait);
            }

            @Override
            public Backlog backlog() {
                return source.backlog();
            }

            @Override
            public List<OpenSlice> openSlices() {
                return List.of();
            }

            @Override
            public void close() {
                source.close();
            }
        };
    }

    static Source<ActionSlice> of(ActionSource source) {
        return new Source<>() {
            @Override
            public @Nullable ActionSlice claim(Duration wait) throws InterruptedException {
                return source.claim(wait);
            }

            @Override
            public Backlog backlog() {
                return source.backlog();
            }

            @Override
            public List<OpenSlice> openSlices() {
                return source.openSlices();
            }

            @Override
            public void close() {
                source.close();
            }
        };
    }
}
