// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.internal.wire.Window;

/** A sink that adds up what lines count, and confirms each at once. Thread-safety: one thread's. */
final class ConfirmingSink implements DrainSource.Sink {
    private final DrainSource source;
    private long repeats;

    ConfirmingSink(DrainSource source) {
        this.source = source;
    }

    /** What the lines have counted so far. */
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
