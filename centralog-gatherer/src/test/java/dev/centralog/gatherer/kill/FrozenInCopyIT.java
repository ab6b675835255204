// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gather.EventSource;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.engine.CrashingGatherers;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.gatherer.sink.Stored;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.SharedRedis;
import dev.centralog.testsupport.StoredSums;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/**
 * Tests of a gatherer that is frozen in a COPY, where no timeout of the server ends it: it is in nobody's way until another gatherer
 * takes over its window, and ends it. And of those that are frozen before, while they hold locks that all need.
 */
class FrozenInCopyIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int GROUPS = 650;
    private static final int WINDOWS = 2;
    private static final StatusListener SILENT = (severity, message, cause) -> {};

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    Path directory = Path.of("");

    /** Tests that whoever takes over ends the transaction, also if the database has been set to wait for clients for ever. */
    @Test
    void gatherer_frozenWhileItWritesGroups_isEndedByWhoTakesOver() {
        CentralogConfig config = config("groups");
        log(config);
        String url = database();
        Sql.execute(url, "ALTER DATABASE " + name(url) + " SET idle_in_transaction_session_timeout = 0");
        Sql.execute(
                url,
                "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN PERFORM pg_sleep(0.4); RETURN NULL; END'");
        Sql.execute(url, "CREATE TRIGGER slow AFTER INSERT ON groups EXECUTE FUNCTION slow()");
        try (ForkedJvm frozen = start(config, CrashPoint.AFTER_COMMIT, url)) {
            Awaitility.await()
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> active(url, "INSERT INTO groups") == 1);
            frozen.freeze();
            awaitLeaseEnd(config);

            List<String> said = storeTheRest(config, url, WINDOWS * GROUPS);

            assertThat(said).anyMatch(line -> line.contains("vanished or is frozen"));
            assertThat(Sql.rows(url, "SELECT count(*), sum(repeats) FROM events"))
                    .containsExactly(WINDOWS * GROUPS + "|" + WINDOWS * 2 * GROUPS);
            frozen.thaw();
            StoredSums.assertAgree(url);
        }
    }

    /** Tests a gatherer of which the database has a part of a statement: it is not idle then, and no timeout ends it. */
    @Test
    void gatherer_frozenWithinAStatement_isEndedByWhoeverWaitsForItsLocks() throws SQLException {
        CentralogConfig config = config("statement");
        log(config);
        String url = database();
        try (Connection frozen = DriverManager.getConnection(url + "&ApplicationName=centralog");
                Statement statement = frozen.createStatement()) {
            frozen.setAutoCommit(false);
            statement.execute("LOCK TABLE processes IN EXCLUSIVE MODE");
            frozen.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY process_signs FROM STDIN");

            List<String> said = storeTheRest(config, url, WINDOWS * GROUPS);

            assertThat(said).anyMatch(line -> line.contains("vanished or is frozen"));
        }
    }

    private static CentralogConfig config(String prefix) {
        return CentralogConfig.defaults()
                .with(Settings.REDIS, REDIS.uri())
                .with(Settings.KEY_PREFIX, prefix)
                .with(ReaderSettings.LEASE, Duration.ofSeconds(1));
    }

    /** Makes a database with the tables, where locks are waited for shortly. */
    private String database() {
        String url = Databases.sharedDurable().empty(Kind.POSTGRESQL, directory);
        // Replaces the gatherer's 20 s: a value that the database has been set to stays.
        Sql.execute(url, "ALTER DATABASE " + name(url) + " SET lock_timeout = '1s'");
        try (Sinks sinks = Sinks.open(Databases.target(url))) {
            sinks.events().prepare();
        }
        return url;
    }

    private static String name(String url) {
        return Sql.rows(url, "SELECT current_database()").get(0);
    }

    private static ForkedJvm start(CentralogConfig config, CrashPoint point, String url) {
        return ForkedJvm.builder(CrashingGatherers.class.getName())
                .arguments(REDIS.uri(), config.get(Settings.KEY_PREFIX), CrashingGatherers.EVENTS, point.name(), url)
                .start();
    }

    @Test
    void gatherer_frozenInCopy_holdsUpNoOtherWindowAndIsEndedByWhoTakesOver() {
        CentralogConfig config = config("copy");
        Instant start = log(config);
        String url = database();
        try (ForkedJvm frozen = start(config, CrashPoint.MID_BATCH, url)) {
            frozen.awaitOutput(CrashingGatherers.REACHED, LIMIT);
            frozen.freeze();
            assertThat(active(url, "COPY event_rows")).isEqualTo(1);

            storeWindow(start, config, url);
            assertThat(active(url, "COPY event_rows")).isEqualTo(1);
            List<String> said = storeTheRest(config, url, GROUPS);

            assertThat(said).anyMatch(line -> line.contains("vanished or is frozen"));
            assertThat(active(url, "COPY event_rows")).isZero();
            assertThat(Sql.rows(url, "SELECT count(*), sum(repeats) FROM events"))
                    .containsExactly(WINDOWS * GROUPS + "|" + WINDOWS * 2 * GROUPS);
            frozen.thaw();
            StoredSums.assertAgree(url);
        }
    }

    private static long active(String url, String statement) {
        return Sql.number(
                url,
                "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '" + statement + "%' AND state = 'active'"
                        + " AND datname = current_database()");
    }

    /** Logs the same groups, by the same process, in several seconds that are over; returns the last one. */
    private static Instant log(CentralogConfig config) {
        Instant last =
                Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).minusSeconds(20);
        try (Centralog centralog = Centralog.open(config)) {
            for (int window = 0; window < WINDOWS; window++) {
                for (int i = 0; i < 2 * GROUPS; i++) {
                    String text = "number " + i % GROUPS;
                    centralog.log(LogEvent.builder()
                            .time(last.minusSeconds(window))
                            .template(text)
                            .message(text)
                            .build());
                }
            }
            assertThat(centralog.close(LIMIT)).isZero();
        }
        return last;
    }

    /** Stores the window that the frozen gatherer has not claimed, though its processes and groups are those of the other. */
    private static void storeWindow(Instant start, CentralogConfig config, String url) {
        try (EventSource source = EventSource.open(config, SILENT);
                Sinks sinks = Sinks.open(Databases.target(url))) {
            EventWindow last = claim(source);
            while (!last.windowStart().equals(start)) {
                last = claim(source); // the leases of the others end, and the rest of the test takes over
            }
            Stored stored = sinks.events().store(new SealedWindow(last.delivery(), last.attempts(), last.content()));
            assertThat(stored.rows()).isEqualTo(GROUPS);
            assertThat(last.acknowledge()).isTrue();
        }
    }

    /** Waits until a window can be taken over. */
    private static void awaitLeaseEnd(CentralogConfig config) {
        List<EventWindow> claimed = new ArrayList<>();
        try (EventSource source = EventSource.open(config, SILENT)) {
            do {
                claimed.add(claim(source));
            } while (claimed.get(claimed.size() - 1).attempts() == 1);
            claimed.forEach(EventWindow::release);
        }
    }

    private static EventWindow claim(EventSource source) {
        return Awaitility.await().atMost(LIMIT).until(() -> source.claim(Duration.ofSeconds(1)), Objects::nonNull);
    }

    private static List<String> storeTheRest(CentralogConfig config, String url, int rows) {
        List<String> said = new CopyOnWriteArrayList<>();
        Sinks sinks = Sinks.open(new SinkTarget(url, "", "", (severity, message, cause) -> said.add(message)));
        try (Gatherer successor = Gatherer.open(config, sinks, (severity, message, cause) -> said.add(message))) {
            successor.start();
            Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(
                            successor.stats().events().stored().rows())
                    .as(said.toString())
                    .isEqualTo(rows));
        }
        return said;
    }
}
