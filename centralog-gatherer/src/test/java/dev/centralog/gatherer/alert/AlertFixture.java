// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.alert;

import dev.centralog.CentralogConfig;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.config.AlertSettings;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.stored.StoredLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** A database whose changes are told to a receiver, round by round, at times that the test sets. */
final class AlertFixture implements AutoCloseable {
    static final Instant START = Instant.parse("2026-02-10T14:37:30Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_ROUNDS = 30;
    static final StoredLog.Runner WEB = StoredLog.process(1, "production", "1.0.0");

    final HookServer hook = new HookServer();
    final StoredLog log;
    final List<String> said = new CopyOnWriteArrayList<>();
    private final String url;
    private final List<Gatherer> gatherers = new ArrayList<>();
    private final Map<String, String> settings = new HashMap<>();
    private Instant now = START;

    /** The alerts of one gatherer. */
    final class Gatherer implements AutoCloseable {
        private final Sinks sinks = Sinks.open(Databases.target(url));
        private final AlertRounds rounds;

        private Gatherer(Duration longest) {
            AlertSettings read = settings();
            rounds = new AlertRounds(
                    read,
                    new AlertRounds.Store(Databases.target(url), Objects.requireNonNull(sinks.alerts())),
                    new Receiver(Objects.requireNonNull(read.webhook()), clock(), longest),
                    (severity, message, cause) ->
                            said.add(severity + " " + message + (cause == null ? "" : ": " + cause)),
                    clock());
            gatherers.add(this);
        }

        void round() {
            try {
                rounds.round();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        AlertStats stats() {
            return rounds.stats();
        }

        /** Ends without a word to the others, as a process that is killed. */
        void kill() {
            rounds.stop();
            sinks.close();
        }

        @Override
        public void close() {
            rounds.stop();
            rounds.resign();
            sinks.close();
        }
    }

    AlertFixture(String url) {
        this.url = url;
        log = new StoredLog(url);
        set("webhook", hook.url()).set("webhookPrivate", "true");
    }

    AlertFixture set(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    private AlertSettings settings() {
        return AlertSettings.of(CentralogConfig.parse(settings, GathererSettings.ALL));
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    Gatherer gatherer() {
        return gatherer(Receiver.LONGEST);
    }

    Gatherer gatherer(Duration longest) {
        return new Gatherer(longest);
    }

    String url() {
        return url;
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** Makes rounds for a time: one each minute, of a longer time thirty. */
    void rounds(Gatherer gatherer, Duration time) {
        Instant end = now.plus(time);
        Duration step = time.dividedBy(MOST_ROUNDS);
        while (now.isBefore(end)) {
            pass(step.compareTo(MINUTE) < 0 ? MINUTE : step);
            gatherer.round();
        }
    }

    /** Stores what the log was given, with its families. */
    void store() {
        log.store();
        log.label();
    }

    @Override
    public void close() {
        gatherers.forEach(Gatherer::close);
        log.close();
        hook.close();
    }
}
