// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gather.EventSource;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.internal.time.Clock;
import dev.centralog.testkit.LocalRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;

/** The events to log, and those that have arrived. */
public final class Logs {
    private static final StatusListener SILENT = (severity, message, cause) -> {};

    private final Map<String, Long> rows = new HashMap<>();
    private final List<GatheredEvent> events = new ArrayList<>();
    private long dropped;

    public static CentralogConfig config(LocalRedis redis) {
        return config(redis.port());
    }

    /**
     * Returns a configuration that notices failures and recoveries quickly. The connect timeout is long, because a new JVM on a
     * busy machine may take seconds to connect.
     */
    public static CentralogConfig config(int port) {
        return CentralogConfig.defaults()
                .with(Settings.REDIS, "redis://127.0.0.1:" + port)
                .with(Settings.APP, "shop")
                .with(Settings.FLUSH_INTERVAL, Duration.ofMillis(20))
                .with(Settings.COMMAND_TIMEOUT, Duration.ofMillis(500))
                .with(Settings.CONNECT_TIMEOUT, Duration.ofSeconds(10))
                .with(ReaderSettings.GRACE, Duration.ZERO)
                .with(ReaderSettings.LATE_HOLD, Duration.ZERO)
                .with(ReaderSettings.POLL_INTERVAL, Duration.ofMillis(20));
    }

    public static Centralog open(CentralogConfig config) {
        return Centralog.open(config, SILENT);
    }

    /** Returns a past time for events, so long ago that their window is due. */
    public static Instant ago(Duration time) {
        return Clock.now().minus(time);
    }

    public static LogEvent event(String message, Instant time) {
        return LogEvent.builder()
                .time(time)
                .logger("com.example.Shop")
                .template(message)
                .message(message)
                .build();
    }

    /** Logs events through a producer of their own. */
    public static void log(CentralogConfig config, LogEvent... events) {
        try (Centralog centralog = open(config)) {
            for (LogEvent event : events) {
                centralog.log(event);
            }
            assertThat(centralog.close(Duration.ofSeconds(20))).isZero();
        }
    }

    /**
     * Logs events by an application that runs on: the sign of its end would be in another window. The events should be some
     * seconds old, and not many, so that the sign of its start is in the window of the first one.
     */
    public static Centralog logByOneThatRunsOn(CentralogConfig config, LogEvent... events) {
        Centralog application = open(config);
        for (LogEvent event : events) {
            application.log(event);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> application.stats().acknowledged() == events.length);
        return application;
    }

    /** Logs from one thread, with a short pause between events, until the other side has received enough. */
    public static long logUntil(Centralog centralog, LongSupplier done) throws InterruptedException {
        long logged = 0;
        while (done.getAsLong() == 0) {
            centralog.log(event("event " + logged % 20, Clock.now()));
            if (++logged % 50 == 0) {
                java.util.concurrent.TimeUnit.MILLISECONDS.sleep(1);
            }
        }
        return logged;
    }

    /** Gathers all events that Redis holds now, those of the current second included. */
    public static Logs gatherAll(CentralogConfig config) throws InterruptedException {
        Logs all = new Logs();
        CentralogConfig patient = config.with(Settings.COMMAND_TIMEOUT, Duration.ofSeconds(10));
        try (EventSource source = EventSource.open(patient, SILENT)) {
            var backlog = source.backlog();
            while (!backlog.isDoneIn(source.backlog())) {
                EventWindow delivery = source.claim(Duration.ofSeconds(1));
                if (delivery != null) {
                    all.store(delivery.content());
                    assertThat(delivery.acknowledge()).isTrue();
                }
            }
        }
        return all;
    }

    /** Stores content as a database does: of two rows of one identity the larger count stays. */
    public void store(EventWindow.Content content) {
        for (GatheredEvent event : content.events()) {
            events.add(event);
            rows.merge(
                    event.windowStart() + " " + event.groupId() + " " + event.delivery(), event.repeats(), Math::max);
        }
        content.drops().forEach(drop -> dropped += drop.count());
    }

    public long stored() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    public long rows() {
        return rows.size();
    }

    public List<GatheredEvent> events() {
        return List.copyOf(events);
    }

    public long dropped() {
        return dropped;
    }
}
