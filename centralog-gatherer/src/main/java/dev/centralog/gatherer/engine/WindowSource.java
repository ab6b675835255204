// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.gather.Backlog;
import dev.centralog.gather.Delivery;
import dev.centralog.gather.EventSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the loop needs of an {@link EventSource}. */
interface WindowSource extends AutoCloseable {
    @Nullable
    Delivery claim(Duration wait) throws InterruptedException;

    Backlog backlog();

    @Override
    void close();

    static WindowSource of(EventSource source) {
        return new WindowSource() {
            @Override
            public @Nullable Delivery claim(Duration wait) throws InterruptedException {
                return source.claim(wait);
            }

            @Override
            public Backlog backlog() {
                return source.backlog();
            }

            @Override
            public void close() {
                source.close();
            }
        };
    }
}
