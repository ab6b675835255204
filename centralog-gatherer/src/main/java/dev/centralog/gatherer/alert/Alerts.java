// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.alert;

import dev.centralog.StatusListener;
import dev.centralog.gatherer.config.AlertSettings;
import dev.centralog.gatherer.engine.GatherThreads;
import dev.centralog.gatherer.sink.AlertTables;
import dev.centralog.gatherer.sink.SinkTarget;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of a gatherer. They are looked for and posted on a thread and over connections of their own, so that gathering never waits
 * for a receiver.
 *
 * <p>Thread-safety: any thread.
 */
public final class Alerts implements AutoCloseable {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final long END_MILLIS = 2_000;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final AlertRounds rounds;
    private final Thread thread;

    private Alerts(AlertRounds rounds, Duration pause) {
        this.rounds = rounds;
        thread = GatherThreads.named("centralog-gatherer-alerts", () -> run(pause));
    }

    /**
     * Starts the alerts of a database. Does not block.
     *
     * @param tables its tables of alerts; null if it has none
     * @return null if the settings name no webhook, or there are no tables
     */
    public static @Nullable Alerts start(
            AlertSettings settings, SinkTarget target, @Nullable AlertTables tables, StatusListener status) {
        AlertSettings.Webhook webhook = settings.webhook();
        if (webhook == null || tables == null) {
            return null;
        }
        Clock clock = Clock.systemUTC();
        AlertRounds rounds = new AlertRounds(
                settings, new AlertRounds.Store(target, tables), new Receiver(webhook, clock), status, clock);
        Duration pause = settings.interval().compareTo(LONGEST_PAUSE) < 0 ? settings.interval() : LONGEST_PAUSE;
        Alerts alerts = new Alerts(rounds, pause);
        alerts.thread.start();
        return alerts;
    }

    private void run(Duration pause) {
        try {
            do {
                rounds.round();
            } while (!stop.await(pause.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            rounds.resign();
        }
    }

    /** Returns what was counted. Does not block. */
    public AlertStats stats() {
        return rounds.stats();
    }

    /** Stops. What was not posted yet is posted by the next gatherer. Blocks for two seconds at most. */
    @Override
    public void close() {
        stop.countDown();
        rounds.stop();
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
