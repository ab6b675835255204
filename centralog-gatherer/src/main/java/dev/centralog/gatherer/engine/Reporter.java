// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.StatusListener;
import dev.centralog.StatusListener.Severity;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.status.Elsewhere;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Says in each {@code reportInterval} what a gatherer has done, on a thread of its own, until it is stopped; and, while
 * nothing has ever come where it looks, where else something may be.
 *
 * <p>Thread-safety: {@link #start} once; the rest is the thread's.
 */
final class Reporter {
    private final CentralogConfig config;
    private final Supplier<GatherStats> stats;
    private final Outages outages;
    private final StatusListener status;
    private final ProgressReport report = new ProgressReport();
    private boolean somethingCame;
    private String said = "";

    Reporter(CentralogConfig config, Supplier<GatherStats> stats, Outages outages, StatusListener status) {
        this.config = config;
        this.stats = stats;
        this.outages = outages;
        this.status = status;
    }

    /** Starts the thread, unless there is nothing to be said. */
    void start(CountDownLatch stop) {
        Duration interval = config.get(GathererSettings.REPORT_INTERVAL);
        if (!interval.isZero()) {
            GatherThreads.named("centralog-gatherer-report", () -> run(stop, interval))
                    .start();
        }
    }

    private void run(CountDownLatch stop, Duration interval) {
        try {
            sayElsewhere();
            while (!stop.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                String line = report.next(stats.get(), outages.waiting());
                if (line != null) {
                    status.say(Severity.INFO, line, null);
                }
                // After 1, 2, 4, 8 … rounds: a look at all keys is not for each minute of a night.
                if (Integer.bitCount(report.idleRounds()) == 1) {
                    sayElsewhere();
                }
            }
        } catch (InterruptedException interrupted) { // nobody knows this thread
            Thread.currentThread().interrupt();
        }
    }

    /** Says where else something may be, once for each place; where Redis is away, next time. */
    void sayElsewhere() {
        if (somethingCame) {
            return;
        }
        try {
            Elsewhere look = Elsewhere.look(config);
            somethingCame = look.isHere();
            String text = look.text(config);
            if (text != null && !text.equals(said)) {
                said = text;
                status.say(Severity.WARN, text, null);
            }
        } catch (CentralogException ignored) { // whoever gathers says so
        }
    }
}
