// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.gatherer.engine.GatherStats;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testsupport.StoredSums;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** An application that logs events and actions, a gatherer that stores them, and checks that the law holds between the two. */
final class Load implements AutoCloseable {
    static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int GROUPS = 40;
    private static final int SECONDS = 2;
    private static final int SECONDS_BACK = 15;

    private final String url;
    private final Centralog centralog;
    private final Gatherer gatherer;
    private final List<String> said = new CopyOnWriteArrayList<>();
    private long nextSecond;

    private Load(String redis, String prefix, String database, String url) {
        this.url = url;
        CentralogConfig config = CentralogConfig.defaults()
                .with(Settings.REDIS, redis)
                .with(Settings.KEY_PREFIX, prefix)
                .with(ReaderSettings.LEASE, Duration.ofSeconds(1))
                .with(ReaderSettings.GRACE, Duration.ZERO)
                .with(ReaderSettings.LATE_HOLD, Duration.ofMillis(100))
                .with(ReaderSettings.SLICE_LATE_HOLD, 0);
        centralog = Centralog.open(CentralogConfig.defaults()
                .with(Settings.REDIS, redis)
                .with(Settings.KEY_PREFIX, prefix)
                .with(Settings.SLICE_LENGTH, Duration.ofSeconds(1))
                .with(Settings.SLICE_RING, 60));
        StatusListener status = (severity, message, cause) -> said.add(severity + " " + message);
        gatherer = Gatherer.open(config, Sinks.open(new SinkTarget(database, "", "", status)), status);
        gatherer.start();
    }

    /** Starts gathering into a database; the same URL is used for the checks later. */
    static Load start(String redis, String database) {
        return start(redis, database, database);
    }

    /**
     * Starts gathering, with different URLs for the gatherer and for the checks.
     *
     * @param database the URL that the gatherer connects to
     * @param url the URL for the checks
     */
    static Load start(String redis, String database, String url) {
        return new Load(redis, "l" + Integer.toHexString(url.hashCode()), database, url);
    }

    /** Logs events and actions of seconds that are over, and of which nothing was logged before. */
    void log() {
        long first = Math.max(Clock.systemUTC().instant().getEpochSecond() - SECONDS_BACK, nextSecond);
        nextSecond = first + SECONDS;
        for (long second = first; second < nextSecond; second++) {
            for (int i = 0; i < GROUPS; i++) {
                String name = "number " + i;
                Instant time = Instant.ofEpochSecond(second);
                centralog.log(LogEvent.builder()
                        .time(time)
                        .template(name)
                        .message(name)
                        .build());
                centralog.actions().log(Action.of(i, "buy").withValue(i).at(time));
            }
        }
    }

    /** Logs, and waits until all is stored. */
    void logAndAwait() {
        log();
        awaitStored();
    }

    /** Returns the number of events logged so far. */
    long logged() {
        return centralog.stats().logged();
    }

    /** Returns the number of actions counted so far. */
    long loggedActions() {
        return centralog.actions().stats().logged();
    }

    GatherStats stats() {
        return gatherer.stats();
    }

    List<String> said() {
        return said;
    }

    /** Waits for the next retry. */
    void awaitTrouble() {
        long before = stats().retries();
        Awaitility.await().atMost(LIMIT).until(() -> stats().retries() > before);
    }

    /** Waits until the stored sums equal all that was logged so far. */
    void awaitStored() {
        Awaitility.await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> {
            assertThat(sum("SELECT sum(repeats) FROM events"))
                    .isEqualTo(centralog.stats().logged());
            assertThat(sum("SELECT sum(count) FROM actions"))
                    .isEqualTo(centralog.actions().stats().logged());
        });
    }

    private long sum(String sql) {
        return Sql.number(url, sql);
    }

    /** Checks that the sums are exact to the event, the action and the row, and that nothing was dropped or put aside. */
    void assertLaw() {
        awaitStored();
        assertThat(centralog.stats().dropped()).isEmpty();
        assertThat(centralog.actions().stats().dropped()).isEmpty();
        assertThat(sum("SELECT count(*) FROM events"))
                .isEqualTo(centralog.stats().windows());
        assertThat(sum("SELECT count(*) FROM dead_letters")).isZero();
        assertThat(Sql.rows(url, "SELECT DISTINCT flag FROM events")).containsExactly("");
        StoredSums.assertAgree(url);
    }

    /** Checks the same after outages of the database, and that a line has reported an outage. */
    void assertLawAfterTrouble() {
        assertLaw();
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(said)
                .anyMatch(line ->
                        line.matches("INFO Database available again after [0-9.]+ s \\([0-9]+ attempts\\); backlog"
                                + " in Redis: .*")));
        assertThat(stats().awayFromDatabase()).isPositive();
        assertThat(stats().awayFromRedis()).isZero();
    }

    @Override
    public void close() {
        gatherer.close();
        centralog.close(Duration.ZERO);
    }
}
