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
 * The maker of drop reports: it turns drop counters into lines of batches, so that drops are reported as exactly as what was
 * logged.
 *
 * <p>Drops of Centralog's own log lines are reported now and then, see {@link OwnReports}. Drops because the producer is
 * closing can't be reported, as nothing more is sent then.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class DropReporter {
    private static final DropReason[] REPORTED = {
        DropReason.BUFFER_FULL,
        DropReason.OWN_LOGGER,
        DropReason.RECURSION,
        DropReason.UNREADABLE,
        DropReason.FAULT,
        DropReason.REDIS_LOST,
        DropReason.SPILL_DAMAGED
    };

    private final List<Report> reports = new ArrayList<>();
    private final Encoder encoder;
    private final OwnReports ownReports;

    /** A signal, and the reason for a drop. */
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

        private boolean isOwn() {
            return kind.reason == DropReason.OWN_LOGGER;
        }
    }

    DropReporter(Map<Signal, ProducerCounters> counters, Encoder encoder, OwnReports ownReports) {
        counters.forEach((signal, ofSignal) -> {
            for (DropReason reason : REPORTED) {
                reports.add(new Report(new Kind(signal, reason), ofSignal));
            }
        });
        this.encoder = encoder;
        this.ownReports = ownReports;
    }

    /** The maker of a drop report's reserved group name, and of its payload. */
    interface Encoder {
        byte[] group(Kind kind);

        byte[] payload(Kind kind);
    }

    /** Whether there are drops to report that need not wait for other lines. */
    boolean isDue() {
        return hasUnreported(false);
    }

    /** Whether drops of own log lines are to be reported now, though there is nothing else to ship. */
    boolean isOwnDue() {
        return hasUnreported(true) && ownReports.isTime();
    }

    private boolean hasUnreported(boolean own) {
        for (Report report : reports) {
            if (report.isOwn() == own && report.unreported() > 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Hands on one line for each signal and reason with new drops, except own log lines. Drops of actions go with the events.
     */
    void drain(Window window, DrainSource.Sink sink) {
        drain(window, sink, false);
    }

    /** Hands on drops of own log lines, if they go with other lines or their time has come. */
    void drainOwn(Window window, DrainSource.Sink sink, boolean hasCompany) {
        if (hasUnreported(true) && (hasCompany || ownReports.isTime())) {
            drain(window, sink, true);
            ownReports.reported();
        }
    }

    private void drain(Window window, DrainSource.Sink sink, boolean own) {
        for (Report report : reports) {
            long count = report.isOwn() == own ? report.unreported() : 0;
            if (count > 0) {
                BatchLine line = new BatchLine(encoder.group(report.kind), count, encoder.payload(report.kind));
                sink.line(window, new DrainSource.DrainedCount(line, null, false));
                report.reported += count; // a sink that throws has not taken it
            }
        }
        sink.endOfWindow();
    }
}
