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

    /** Operators are told that so many batches are lost, unless they were stored. */
    void toldLost(long batches);

    /** Something is not as a part of the producer promises it. */
    void broken(String promise);

    /** More was put into a batch; no producer but a mutant does. */
    void grown(Batch before, Batch after);

    void sent(Batch batch);

    void moved(Batch before, Batch after);

    void confirmed(Batch batch);

    /** What was confirmed is not kept any more: there was no room, or an hour is over. */
    void evicted(Batch batch);
}
