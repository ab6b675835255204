// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.internal.wire.Window;

/** A sink that adds up the counts of lines, and confirms each line at once. Thread-safety: one thread. */
final class ConfirmingSink implements DrainSource.Sink {
    private final DrainSource source;
    private long repeats;

    ConfirmingSink(DrainSource source) {
        this.source = source;
    }

    /** Returns the sum of the lines so far. */
    long repeats() {
        return repeats;
    }

    @Override
    public boolean wantsMore() {
        return true;
    }

    @Override
    public void line(Window window, DrainSource.DrainedCount count) {
        repeats += count.line().repeats();
        PendingEntry entry = count.entry();
        if (entry != null) {
            source.confirmed(entry);
        }
    }

    @Override
    public void endOfWindow() {}
}
