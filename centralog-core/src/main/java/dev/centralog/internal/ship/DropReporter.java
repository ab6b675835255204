// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.DropReason;
import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.fold.DrainSource;
import dev.centralog.internal.fold.ProducerCounters;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns drop counters into lines of batches, so that what was given up is reported as exactly as what was logged.
 *
 * <p>Own log lines are not reported: reporting them would make the Redis client log, and so on. What is dropped because
 * the producer is closing can't be reported: there is nothing left to report it with.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class DropReporter {
    private static final DropReason[] REPORTED = {
        DropReason.BUFFER_FULL,
        DropReason.RECURSION,
        DropReason.UNREADABLE,
        DropReason.FAULT,
        DropReason.REDIS_LOST,
        DropReason.SPILL_DAMAGED
    };

    private final List<Report> reports = new ArrayList<>();
    private final Encoder encoder;

    /** Of what, and why. */
    record Kind(Signal signal, DropReason reason) {}

    private static final class Report {
        private final Kind kind;
        private final ProducerCounters counters;
        private long reported;

        private Report(Kind kind, ProducerCounters counters) {
            this.kind = kind;
            this.counters = counters;
        }

        private long unreported() {
            long others = kind.reason == DropReason.SPILL_DAMAGED ? counters.damagedOfOthers.sum() : 0;
            return counters.dropped(kind.reason) + others - reported;
        }
    }

    DropReporter(Map<Signal, ProducerCounters> counters, Encoder encoder) {
        counters.forEach((signal, ofSignal) -> {
            for (DropReason reason : REPORTED) {
                reports.add(new Report(new Kind(signal, reason), ofSignal));
            }
        });
        this.encoder = encoder;
    }

    /** Makes a drop report's reserved group name, and its payload. */
    interface Encoder {
        byte[] group(Kind kind);

        byte[] payload(Kind kind);
    }

    /** Whether there is something to report. */
    boolean isDue() {
        for (Report report : reports) {
            if (report.unreported() > 0) {
                return true;
            }
        }
        return false;
    }

    /** Hands on one line a signal and reason that has new drops; drops of actions travel with the events. */
    void drain(Window window, DrainSource.Sink sink) {
        for (Report report : reports) {
            long count = report.unreported();
            if (count > 0) {
                BatchLine line = new BatchLine(encoder.group(report.kind), count, encoder.payload(report.kind));
                sink.line(window, new DrainSource.DrainedCount(line, null, false));
                report.reported += count; // a sink that throws has not taken it
            }
        }
        sink.endOfWindow();
    }
}
