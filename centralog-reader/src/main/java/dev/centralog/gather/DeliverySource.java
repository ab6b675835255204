// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A source of sealed deliveries, leased one by one in the order of time: an {@link EventSource} or an
 * {@link ActionSource}, for code that reads either.
 *
 * <p>Any number of sources may be open on one stream, in any number of processes: each delivery goes to one of them. One
 * that is not acknowledged goes to another when its lease ends.
 *
 * <p>Thread-safety: all methods may be called by any thread; one claims at a time.
 *
 * @param <D> what is claimed
 */
public interface DeliverySource<D extends Delivery> extends AutoCloseable {
    /**
     * Seals the earliest window that is due and takes it, or takes over a delivery whose lease has ended. Blocks: for
     * {@code wait}, and while Redis answers. The thread that waits holds back others that claim, and nothing else.
     *
     * @param wait how long to wait for one; zero: not at all
     * @return the delivery, or null if none became due in that time
     * @throws dev.centralog.CentralogException if Redis does not answer; call again later
     * @throws InterruptedException if the calling thread is interrupted
     */
    @Nullable
    D claim(Duration wait) throws InterruptedException;

    /**
     * Returns what Redis holds now. Blocks while Redis answers.
     *
     * @throws dev.centralog.CentralogException if Redis does not answer
     */
    Backlog backlog();

    /**
     * Returns the slices of actions that are not yet sealed, in the order of time; none where something else than
     * actions is claimed. Blocks while Redis answers.
     *
     * @throws dev.centralog.CentralogException if Redis does not answer
     */
    default List<OpenSlice> openSlices() {
        return List.of();
    }

    /** Lets go of all leases, which then end by themselves, and disconnects. */
    @Override
    void close();
}
