// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.List;

/** Receives what becomes of the logged counts. A batch is identified by its list of lines, which stays the same object. */
public interface BatchWatcher {
    /**
     * Reports a batch made of drained counts. The same batch may be reported several times.
     *
     * @param isReport whether a line, by its place, is a drop report or a sign of life
     * @return whether the batch is new
     */
    boolean numbered(Batch batch, List<Boolean> isReport);

    /**
     * Reports a batch that was read back from disk.
     *
     * @param isOwn whether this process has numbered it
     */
    void readBack(Batch batch, boolean isOwn);

    /** Reports that operators read a message that this number of batches is lost, unless they were stored. */
    void toldLost(long batches);

    /** Reports that a part of the producer does not keep a promise. */
    void broken(String promise);

    /** Reports that more was put into a batch; only a mutant does that. */
    void grown(Batch before, Batch after);

    void sent(Batch batch);

    void moved(Batch before, Batch after);

    void confirmed(Batch batch);

    /** Reports that a confirmed batch is no longer kept: there was no room, or an hour is over. */
    void evicted(Batch batch);
}
