// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.List;

/** Told what becomes of what was logged. A batch is known by its list of lines, which is the same object for good. */
public interface BatchWatcher {
    /**
     * What was taken out of the fold was put into a batch, or is told of one that has been told before.
     *
     * @param isDropReport whether a line, by its place, reports drops
     * @return whether it is new
     */
    boolean numbered(Batch batch, List<Boolean> isDropReport);

    /**
     * A batch was read back from disk.
     *
     * @param isOwn whether this process has numbered it
     */
    void readBack(Batch batch, boolean isOwn);

    /** Something is not as a part of the producer promises it. */
    void broken(String promise);

    /** More was put into a batch; no producer but a mutant does. */
    void grown(Batch before, Batch after);

    void sent(Batch batch);

    void moved(Batch before, Batch after);

    void confirmed(Batch batch);

    /** All that is unconfirmed goes out under a new name; what was confirmed before does not. */
    void renumbered();

    /**
     * What was confirmed of a producer goes out again, behind {@code last}.
     *
     * @param gone how many batches are not kept any more, the first ones behind it
     */
    void wentBack(String producer, long last, long gone);
}
