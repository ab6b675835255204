// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.wire.Window;

/** Told what becomes of what was logged. A batch is known by its list of lines, which is the same object for good. */
public interface BatchWatcher {
    /** A line was taken out of the fold, or it reports drops. */
    void drained(Window window, BatchLine line, boolean isDropReport);

    /** Lines were put into a batch. */
    void numbered(Batch batch);

    /** More was put into a batch; no producer but a mutant does. */
    void grown(Batch before, Batch after);

    void sent(Batch batch);

    void moved(Batch before, Batch after);

    void confirmed(Batch batch);

    /** All that is unconfirmed goes out under a new name; what was confirmed before does not. */
    void renumbered();

    /**
     * What was confirmed goes out again, behind {@code last}.
     *
     * @param gone how many batches are not kept any more, the first ones behind it
     */
    void wentBack(long last, long gone);
}
