// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.DrainSource;
import dev.centralog.internal.wire.Window;

/**
 * The writing to disk of what would otherwise wait in memory: while Redis is unavailable, and while the disk is read back. So
 * a process that is killed loses only what was logged since the last write.
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
     * Writes the batches that have a number first, as Redis may have applied them under it; then drains what waits, as far as
     * there is room.
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

    /** Returns false if a batch could not be moved to disk: it is in the way of all others. */
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
            // The line is taken. The batch that could not be moved is in the way of the next one, and is tried again.
        }
    }

    @Override
    public void endOfWindow() {
        outbox.endOfWindow();
        move();
    }

    /** Returns true: the window may be sealed by the time that the batch is read back, so each line carries its payload. */
    @Override
    public boolean isForLater() {
        return true;
    }
}
