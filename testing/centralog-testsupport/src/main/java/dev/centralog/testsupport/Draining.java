// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testsupport;

import dev.centralog.gather.Backlog;
import dev.centralog.gather.Delivery;
import dev.centralog.gather.DeliverySource;
import java.time.Duration;
import java.util.function.Consumer;

/** Takes all deliveries of a source, as a gatherer would. Has no state. */
final class Draining {
    private static final Duration WAIT = Duration.ofMillis(500);

    private Draining() {}

    /** Claims, passes on and acknowledges all that Redis holds now; blocks until the last window is due. */
    static <D extends Delivery> void all(DeliverySource<D> source, Consumer<D> reader) {
        try {
            Backlog backlog = source.backlog();
            while (!backlog.isDoneIn(source.backlog())) {
                D delivery = source.claim(WAIT);
                if (delivery != null) {
                    reader.accept(delivery);
                    if (!delivery.acknowledge()) {
                        throw new IllegalStateException("somebody else gathers here");
                    }
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
