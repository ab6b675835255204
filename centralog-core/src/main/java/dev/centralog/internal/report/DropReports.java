// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.DropReason;
import java.util.EnumMap;
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
        DropReason.BUFFER_FULL, DropReason.RECURSION, DropReason.UNREADABLE, DropReason.REDIS_LOST
    };

    private final Counters counters;
    private final Encoder encoder;
    private final Map<DropReason, Long> reported = new EnumMap<>(DropReason.class);

    DropReports(Counters counters, Encoder encoder) {
        this.counters = counters;
        this.encoder = encoder;
    }

    /** Makes a drop report's reserved group name, and its payload. */
    interface Encoder {
        byte[] group(DropReason reason);

        byte[] payload(DropReason reason);
    }

    /** Whether there is something to report. */
    boolean isDue() {
        for (DropReason reason : REPORTED) {
            if (counters.dropped(reason) > reported.getOrDefault(reason, 0L)) {
                return true;
            }
        }
        return false;
    }

    /** Hands on one line a reason that has new drops. */
    void cut(long window, OpenWindows.Sink sink) {
        for (DropReason reason : REPORTED) {
            long count = counters.dropped(reason);
            long before = reported.getOrDefault(reason, 0L);
            if (count > before) {
                reported.put(reason, count);
                Batch.Line line = new Batch.Line(encoder.group(reason), count - before, encoder.payload(reason));
                sink.line(window, new OpenWindows.Cut(line, null, false));
            }
        }
        sink.endOfWindow();
    }
}
