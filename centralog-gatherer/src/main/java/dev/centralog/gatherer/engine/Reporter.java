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
 * A reporter of a gatherer's progress, once in each {@code reportInterval}, on a thread of its own, until it is stopped. While
 * nothing has ever come under the gatherer's key prefix, it also reports where else producers may be writing.
 *
 * <p>Thread-safety: call {@link #start} once; its thread does the rest.
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

    /** Starts the thread, unless the interval is 0. */
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
                // After 1, 2, 4, 8 … idle rounds: scanning all keys every minute of a night would cost too much.
                if (Integer.bitCount(report.idleRounds()) == 1) {
                    sayElsewhere();
                }
            }
        } catch (InterruptedException interrupted) { // never happens: no other code knows this thread
            Thread.currentThread().interrupt();
        }
    }

    /** Reports where else producers may be writing, if that has changed since; does nothing if Redis is unavailable. */
    void sayElsewhere() {
        if (somethingCame) {
            return;
        }
        try {
            Elsewhere look = Elsewhere.look(config);
            somethingCame = look.isHere();
            String text = look.warning(config);
            if (text != null && !text.equals(said)) {
                said = text;
                status.say(Severity.WARN, text, null);
            }
        } catch (CentralogException ignored) { // the gathering loops report it
        }
    }
}
