// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.ThreadRef;
import dev.centralog.gather.ActionSource;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.EventSource;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.engine.CrashingGatherers;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalPostgres;
import dev.centralog.testkit.LongForm;
import dev.centralog.testkit.SharedRedis;
import dev.centralog.testsupport.StoredSums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests in which gatherers of both streams die at each {@link CrashPoint}, and others take over; then gatherers die there, and
 * those that take over die there again. Each time the law holds to the event and to the action, a row that the database
 * refuses included. The long form also runs on PostgreSQL, and repeats everything.
 */
class CrashPointsIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Backlog NOTHING = new Backlog(Set.of(), Set.of());
    /** The number of groups, which is more than a chunk of an upsert or of a COPY holds. */
    private static final int GROUPS = 650;

    private static final String POISON = "poison";
    private static final List<String> STREAMS = List.of(CrashingGatherers.EVENTS, CrashingGatherers.ACTIONS);
    private static final StatusListener SILENT = (severity, message, cause) -> {};

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    /** A gatherer of one stream into one database, with the numbers of what was logged so far. */
    private static final class Victim {
        private final CrashPoint point;
        private final String stream;
        private final String database;
        private final String prefix;
        private long logged;
        private long rows;
        private int loads;

        Victim(CrashPoint point, String stream, String database) {
            this.point = point;
            this.stream = stream;
            this.database = database;
            prefix = stream + "-" + point;
        }

        boolean isOfEvents() {
            return stream.equals(CrashingGatherers.EVENTS);
        }

        CentralogConfig config() {
            return CentralogConfig.defaults()
                    .with(Settings.REDIS, REDIS.uri())
                    .with(Settings.KEY_PREFIX, prefix)
                    .with(Settings.SLICE_LENGTH, Duration.ofSeconds(1))
                    .with(Settings.SLICE_RING, 60);
        }

        /** Logs in one second that is over, and in which nothing was logged before. */
        void log() {
            Instant time = Clock.systemUTC().instant().minusSeconds(15);
            try (Centralog centralog = Centralog.open(config())) {
                for (int i = 0; i <= GROUPS; i++) {
                    String name = i == GROUPS / 2 ? POISON : "number " + i;
                    for (int repeat = 0; repeat <= i % 3; repeat++) {
                        if (isOfEvents()) {
                            centralog.log(LogEvent.builder()
                                    .time(time)
                                    .thread(new ThreadRef(name, 1, 5))
                                    .template(name)
                                    .message(name)
                                    .build());
                        } else {
                            centralog
                                    .actions()
                                    .log(Action.of(i, "buy").withPayload(name).at(time));
                        }
                        logged++;
                    }
                }
                assertThat(centralog.close(LIMIT)).isZero();
            }
            rows += GROUPS + 1;
            loads++;
        }

        void gatherTheRest() {
            try (Gatherer gatherer = Gatherer.open(
                    config().with(ReaderSettings.LATE_HOLD, Duration.ZERO),
                    Sinks.open(Databases.target(database)),
                    SILENT)) {
                assertThat(gatherer.drain()).isTrue();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }

        void assertLaw() {
            String of = stream + " at " + point;
            String amount = isOfEvents() ? "repeats" : "count";
            assertThat(Sql.rows(database, "SELECT sum(" + amount + "), count(*) FROM " + stream))
                    .as(of)
                    .containsExactly(logged + "|" + rows);
            assertThat(Sql.number(database, "SELECT count(*) FROM " + stream + " WHERE flag = 'rejected'"))
                    .as(of)
                    .isEqualTo(loads);
            StoredSums.assertAgree(database);
            assertThat(Sql.number(database, "SELECT count(*) FROM dead_letters"))
                    .as(of)
                    .isEqualTo(loads);
            try (EventSource events = EventSource.open(config(), SILENT);
                    ActionSource actions = ActionSource.open(config(), SILENT)) {
                assertThat(events.backlog()).as(of).isEqualTo(NOTHING);
                assertThat(actions.backlog()).as(of).isEqualTo(NOTHING);
            }
        }
    }

    @Test
    void sqlite_dyingAtEachPointOnceAndWhileRecovering_everythingOnce(@TempDir Path directory) throws IOException {
        Path template = directory.resolve("template.db");
        prepare("jdbc:sqlite:" + template);
        List<Victim> victims = new ArrayList<>();
        for (CrashPoint point : CrashPoint.values()) {
            for (String stream : STREAMS) {
                Path file = Files.copy(template, directory.resolve(stream + point + ".db"));
                victims.add(new Victim(point, stream, "jdbc:sqlite:" + file));
            }
        }
        killAtEachPoint(victims);
    }

    @LongForm
    @Test
    void postgres_dyingAtEachPointOnceAndWhileRecovering_everythingOnce() {
        try (LocalPostgres postgres = LocalPostgres.start()) {
            List<Victim> victims = new ArrayList<>();
            for (CrashPoint point : CrashPoint.values()) {
                for (String stream : STREAMS) {
                    String url = postgres.createDatabase();
                    prepare(url);
                    victims.add(new Victim(point, stream, url));
                }
            }
            killAtEachPoint(victims);
        }
    }

    /** Makes the tables, with rules that refuse poison. */
    private static void prepare(String database) {
        try (Sinks sinks = Sinks.open(Databases.target(database))) {
            sinks.events().prepare();
        }
        refuse(database, "event_rows", "thread_name");
        refuse(database, "actions", "payload_last");
    }

    private static void refuse(String database, String table, String column) {
        if (!database.startsWith("jdbc:sqlite:")) {
            Sql.execute(
                    database,
                    "ALTER TABLE " + table + " ADD CONSTRAINT refuse CHECK (" + column + " <> '" + POISON + "')");
            return;
        }
        for (String write : List.of("INSERT", "UPDATE")) {
            Sql.execute(
                    database,
                    "CREATE TRIGGER refuse_" + write + "_" + table + " BEFORE " + write + " ON " + table + " WHEN new."
                            + column + " = '" + POISON + "' BEGIN SELECT raise(ABORT, 'no such thing here'); END");
        }
    }

    private static void killAtEachPoint(List<Victim> victims) {
        for (int round = 0; round < Faults.times(1, 5); round++) {
            victims.forEach(Victim::log);
            reachAndKill(victims, true);
            gatherTheRest(victims);
            victims.forEach(Victim::log);
            reachAndKill(victims, true);
            // An acknowledged delivery is deleted, so the next gatherer needs another one to die over.
            victims.stream()
                    .filter(each -> each.point == CrashPoint.AFTER_ACKNOWLEDGE)
                    .forEach(Victim::log);
            reachAndKill(victims, false);
            gatherTheRest(victims);
        }
    }

    private static void gatherTheRest(List<Victim> victims) {
        CompletableFuture.allOf(victims.stream()
                        .map(each -> CompletableFuture.runAsync(each::gatherTheRest))
                        .toArray(CompletableFuture[]::new))
                .join();
        victims.forEach(Victim::assertLaw);
    }

    /**
     * Starts a gatherer for each victim, and kills them all when each has reached its point.
     *
     * @param first whether no gatherer has died before, so that there is nothing to take over
     */
    private static void reachAndKill(List<Victim> victims, boolean first) {
        List<String> arguments = new ArrayList<>(List.of(REDIS.uri()));
        for (Victim each : victims) {
            CrashPoint point = first && each.point == CrashPoint.TAKEOVER ? CrashPoint.AFTER_CLAIM : each.point;
            arguments.addAll(List.of(each.prefix, each.stream, point.name(), each.database));
        }
        try (ForkedJvm gatherers = ForkedJvm.builder(CrashingGatherers.class.getName())
                .jvmOptions("-Xmx256m")
                .arguments(arguments.toArray(String[]::new))
                .start()) {
            List<String> missing =
                    new ArrayList<>(victims.stream().map(each -> each.prefix).toList());
            Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
                String said = gatherers.standardOutput();
                missing.removeIf(each -> said.contains(CrashingGatherers.REACHED + each + "."));
                assertThat(missing)
                        .as("not at their points; " + gatherers.standardError())
                        .isEmpty();
            });
            assertThat(gatherers.isAlive()).as(gatherers.standardError()).isTrue();
            gatherers.killHard();
        }
    }
}
