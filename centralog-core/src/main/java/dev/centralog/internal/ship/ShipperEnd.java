// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.ArrayList;
import java.util.List;

/**
 * The work that is to be done when the shipper has ended. It is done on the shipper's thread, or at once if that has ended.
 * Thread-safety: any thread; the work must not block.
 */
final class ShipperEnd {
    private final List<Runnable> work = new ArrayList<>();
    private boolean ended;

    synchronized void whenEnded(Runnable then) {
        if (ended) {
            then.run();
        } else {
            work.add(then);
        }
    }

    synchronized void ended() {
        ended = true;
        work.forEach(Runnable::run);
        work.clear();
    }
}
