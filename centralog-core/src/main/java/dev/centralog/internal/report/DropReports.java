// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.DropReason;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Stream;
import java.util.HashMap;
import java.util.Map;

/**
 * Turns drop counters into lines of batches, so that what was given up is reported as exactly as what was logged.
 *
 * <p>Own log lines are not reported: reporting them would make the Redis client log, and so on. What is dropped because
 * the producer is closing can't be reported: there is nothing left to report it with.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class DropReports {
    private static final DropReason[] REPORTED = {
        DropReason.BUFFER_FULL,
        DropReason.RECURSION,
        DropReason.UNREADABLE,
        DropReason.REDIS_LOST,
        DropReason.SPILL_DAMAGED
    };

    private final Map<Stream, Counters> counters;
    private final Encoder encoder;
    private final Map<Kind, Long> reported = new HashMap<>();

    /** Of what, and why. */
    record Kind(Stream stream, DropReason reason) {}

    DropReports(Map<Stream, Counters> counters, Encoder encoder) {
        this.counters = Map.copyOf(counters);
        this.encoder = encoder;
    }

    /** Makes a drop report's reserved group name, and its payload. */
    interface Encoder {
        byte[] group(Kind kind);

        byte[] payload(Kind kind);
    }

    /** Whether there is something to report. */
    boolean isDue() {
        return !unreported().isEmpty();
    }

    /** Hands on one line a stream and reason that has new drops; drops of actions travel with the events. */
    void cut(Window window, Lane.Sink sink) {
        unreported().forEach((kind, count) -> {
            reported.merge(kind, count, Long::sum);
            Batch.Line line = new Batch.Line(encoder.group(kind), count, encoder.payload(kind));
            sink.line(window, new Lane.Cut(line, null, false));
        });
        sink.endOfWindow();
    }

    private Map<Kind, Long> unreported() {
        Map<Kind, Long> counts = new HashMap<>();
        counters.forEach((stream, ofStream) -> {
            for (DropReason reason : REPORTED) {
                Kind kind = new Kind(stream, reason);
                long others = reason == DropReason.SPILL_DAMAGED ? ofStream.damagedOfOthers.sum() : 0;
                long count = ofStream.dropped(reason) + others - reported.getOrDefault(kind, 0L);
                if (count > 0) {
                    counts.put(kind, count);
                }
            }
        });
        return counts;
    }
}
