// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.fold.DrainSource;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.ReservedGroups;
import dev.centralog.internal.wire.ReservedGroups.Sign;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The signs of life of this process: its start, that it is alive, and its end, each a line that counts 1. The start goes with
 * the first lines, or alone after 10 s, so that an application that logs nothing in these seconds does not load the Redis
 * client. An end without a start is not reported.
 *
 * <p>That it is alive is due at times that are ten minutes apart, the first one at random: it follows from the number of the
 * process, which is drawn. So processes that were started together give these signs at different times, also after an outage,
 * and on average a sign stands for ten minutes.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class LifeSigns {
    private static final long ALONE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long ALIVE_NANOS = Duration.ofMinutes(10).toNanos();

    private final Numbering numbering;
    private final Supplier<byte[]> payload;
    private final BooleanSupplier isEnding;
    private final Clock clock;
    private long lastNanos;
    private long aliveNanos;
    private long startedAs;
    private boolean isEnded;

    /**
     * Begins with no sign given.
     *
     * @param payload returns the payload of a sign
     * @param isEnding whether the producer is closed, or the JVM is ending
     */
    LifeSigns(Numbering numbering, Supplier<byte[]> payload, BooleanSupplier isEnding, Clock clock) {
        this.numbering = numbering;
        this.payload = payload;
        this.isEnding = isEnding;
        this.clock = clock;
        this.lastNanos = clock.nanos();
    }

    /** Whether a sign is to be given now, though there may be nothing else to ship. */
    boolean isDue() {
        return isStarted() ? isAliveDue() || isEndDue() : isAloneDue() && !isEnding.getAsBoolean();
    }

    /** Whether the start was reported under the present number of the process, which changes if another process has it too. */
    private boolean isStarted() {
        return startedAs != 0 && startedAs == numbering.drawnProcess();
    }

    private boolean isEndDue() {
        return !isEnded && isEnding.getAsBoolean();
    }

    private boolean isAloneDue() {
        return clock.nanos() - lastNanos >= ALONE_NANOS;
    }

    private boolean isAliveDue() {
        return clock.nanos() - aliveNanos >= 0;
    }

    /** Hands on the start, if it was not reported yet, or that the process is alive, if that is due. */
    void drain(Window window, DrainSource.Sink sink) {
        if (!isStarted()) {
            give(Sign.START, window, sink);
            startedAs = numbering.process();
            aliveNanos = lastNanos + 1 + Math.floorMod(startedAs, ALIVE_NANOS);
        } else if (isAliveDue()) {
            give(Sign.ALIVE, window, sink);
            aliveNanos += ALIVE_NANOS * (1 + (lastNanos - aliveNanos) / ALIVE_NANOS);
        }
    }

    /** Hands on the end, if it is due; the window must be none from before the last lines. */
    void drainEnd(Window window, DrainSource.Sink sink) {
        if (isStarted() && isEndDue()) {
            give(Sign.END, window, sink);
            isEnded = true;
        }
    }

    private void give(Sign sign, Window window, DrainSource.Sink sink) {
        BatchLine line = new BatchLine(ReservedGroups.sign(sign, numbering.process()), 1, content());
        sink.line(window, new DrainSource.DrainedCount(line, null, false)); // if it throws, it has not taken it
        lastNanos = clock.nanos();
    }

    private byte[] content() {
        try {
            return payload.get();
        } catch (RuntimeException
                | LinkageError ignored) { // such as a class that can't be loaded: events must not wait for it
            return new byte[0];
        }
    }
}
