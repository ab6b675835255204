// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A source of sealed deliveries, leased one by one in the order of time: an {@link EventSource} or an
 * {@link ActionSource}, for code that reads either. With several partitions in Redis, that is the order within each; they take
 * turns.
 *
 * <p>Any number of sources may be open on one stream, in any number of processes: each delivery goes to one of them. A
 * delivery that is not acknowledged goes to another source when its lease ends.
 *
 * <p>Thread-safety: all methods may be called by any thread; one thread claims at a time.
 *
 * @param <D> the type of the deliveries
 */
public interface DeliverySource<D extends Delivery> extends AutoCloseable {
    /**
     * Takes over a delivery whose lease has ended, or seals the earliest window that is due and takes it. Blocks for up to
     * {@code wait}, and in addition while Redis replies. A thread that waits here holds up other threads that claim, and
     * nothing else.
     *
     * @param wait the time to wait for a delivery; zero: not at all
     * @return the delivery, or null if none became due in that time
     * @throws dev.centralog.CentralogException if Redis is unavailable; call again later
     * @throws InterruptedException if the calling thread is interrupted
     */
    @Nullable
    D claim(Duration wait) throws InterruptedException;

    /**
     * Returns the windows and deliveries that Redis holds now. Blocks while Redis replies.
     *
     * @throws dev.centralog.CentralogException if Redis is unavailable
     */
    Backlog backlog();

    /**
     * Returns how far all readers together have read, of each partition. Blocks while Redis replies.
     *
     * @throws dev.centralog.CentralogException if Redis is unavailable, or one partition
     */
    List<ReadProgress> progress();

    /**
     * Returns the slices of actions that are not yet sealed, in the order of time; an empty list if this source does not
     * claim actions. Blocks while Redis replies.
     *
     * @throws dev.centralog.CentralogException if Redis is unavailable
     */
    default List<OpenSlice> openSlices() {
        return List.of();
    }

    /** Stops extending leases, so that they end by themselves, and disconnects. */
    @Override
    void close();
}
