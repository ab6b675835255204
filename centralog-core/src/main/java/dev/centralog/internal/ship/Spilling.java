// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.DrainSource;
import dev.centralog.internal.wire.Window;

/**
 * Brings to disk what would have to wait in memory: while Redis is away, and while what is on disk is read back. Then a
 * process that is killed takes with it what was logged since the last time only.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class Spilling implements DrainSource.Sink {
    private final Outbox outbox;
    private final SpillBuffer spillBuffer;
    private final BatchAssembler assembler;
    private boolean wasStopped;

    Spilling(Outbox outbox, SpillBuffer spillBuffer, BatchAssembler assembler) {
        this.outbox = outbox;
        this.spillBuffer = spillBuffer;
        this.assembler = assembler;
    }

    boolean isOn() {
        return spillBuffer.isOn();
    }

    /**
     * First what has a number already, for Redis may have applied it under that; then what waits, as far as there is room.
     *
     * @return whether there was room for all
     */
    boolean bringToDisk(DrainSource.DrainContext now) {
        wasStopped = false;
        move();
        if (wantsMore()) {
            assembler.drain(now, this);
        }
        spillBuffer.force();
        return wantsMore() && !wasStopped;
    }

    private void move() {
        outbox.toDisk().forEach(assembler::letGo);
    }

    /** What could not be moved is in the way of all else. */
    @Override
    public boolean wantsMore() {
        boolean wants = outbox.isSecured();
        wasStopped |= !wants;
        return wants;
    }

    @Override
    public void line(Window window, DrainSource.DrainedCount count) {
        outbox.line(window, count);
        try {
            move();
        } catch (RuntimeException | Error ignored) {
            // The line is taken; what could not be moved is in the way of the next, and tried again.
        }
    }

    @Override
    public void endOfWindow() {
        outbox.endOfWindow();
        move();
    }

    /** By the time that it is read back, its window may be sealed: each line brings its payload. */
    @Override
    public boolean isForLater() {
        return true;
    }
}
