// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gather.ActionSource;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.EventSource;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.LongForm;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests in which one of two gatherers is killed again and again, each time after it has stored rows, of events and of actions
 * in turn: the law holds to the event and to the action. The last run is in docs/reliability.md; quicker tests with such kills
 * are {@link CrashPointsIT} and {@code GatherOutagesIT}.
 */
@LongForm
class GathererKillIT {
    private static final int KILLS = 20;
    private static final int GROUPS = 50;
    private static final long VALUE = 100_000_000_000_003L; // the sum of some thousands does not fit a double exactly
    private static final int SECONDS_BACK = 1000;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Backlog NOTHING = new Backlog(Set.of(), Set.of());

    /** The kinds of load, each with the query that adds up its rows. */
    private enum Load {
        EVENTS(AnnouncingGatherer.STORED_EVENTS, "SELECT sum(repeats) FROM events") {
            @Override
            CentralogStats stats(Centralog centralog) {
                return centralog.stats();
            }

            /** Logs events of long ago, so that there are always windows that are due. */
            @Override
            void log(Centralog centralog, int round) {
                Instant base = Instant.now().minusSeconds(SECONDS_BACK + 60);
                for (int i = 0; i < GROUPS; i++) {
                    centralog.log(LogEvent.builder()
                            .time(base.plusSeconds(round % SECONDS_BACK))
                            .message("group " + i)
                            .build());
                }
            }
        },
        ACTIONS(AnnouncingGatherer.STORED_ACTIONS, "SELECT sum(count) FROM actions") {
            @Override
            CentralogStats stats(Centralog centralog) {
                return centralog.actions().stats();
            }

            /** Counts actions late but within the slice ring, so in ever new generations of the same slices. */
            @Override
            void log(Centralog centralog, int round) {
                Instant time = Instant.now().minusSeconds(3 + round % 50);
                for (int i = 0; i < GROUPS; i++) {
                    centralog.actions().log(Action.of(i, "buy").withValue(VALUE).at(time));
                }
            }
        };

        private final String announcement;
        private final String sum;

        Load(String announcement, String sum) {
            this.announcement = announcement;
            this.sum = sum;
        }

        long announcements(ForkedJvm gatherer) {
            return gatherer.standardOutput()
                    .lines()
                    .filter(line -> line.startsWith(announcement))
                    .count();
        }

        abstract CentralogStats stats(Centralog centralog);

        abstract void log(Centralog centralog, int round);
    }

    @Test
    void sqlite_killedAfterStoring_everythingOnce(@TempDir Path directory) {
        killAgainAndAgain("jdbc:sqlite:" + directory.resolve("events.db"));
    }

    @Test
    void postgres_killedAfterStoring_everythingOnce() {
        killAgainAndAgain(Databases.sharedPostgres().createDatabase());
    }

    @Test
    @EnabledIf("dev.centralog.testkit.LocalMariaDb#isAvailable")
    void mariaDb_killedAfterStoring_everythingOnce() {
        killAgainAndAgain(Databases.sharedMaria().createDatabase());
    }

    private static void killAgainAndAgain(String database) {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.V6_2)) {
            CentralogConfig config = CentralogConfig.defaults().with(Settings.REDIS, redis.uri());
            Centralog centralog = Centralog.open(
                    config.with(Settings.SLICE_LENGTH, Duration.ofSeconds(1)).with(Settings.SLICE_RING, 60));
            Deque<ForkedJvm> gatherers = new ArrayDeque<>();
            gatherers.add(startGatherer(redis, database));
            gatherers.add(startGatherer(redis, database));
            int round = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                ForkedJvm victim = gatherers.remove();
                Load stored = Load.values()[kill % Load.values().length];
                long before = stored.announcements(victim);
                while (stored.announcements(victim) == before) {
                    for (Load load : Load.values()) {
                        load.log(centralog, round);
                    }
                    round++;
                    Awaitility.await().pollDelay(Duration.ofMillis(20)).until(() -> true);
                    assertThat(victim.isAlive()).as(victim.standardError()).isTrue();
                }
                victim.killHard();
                victim.close();
                gatherers.add(startGatherer(redis, database));
            }
            assertThat(centralog.close(Duration.ofSeconds(30))).isZero();
            awaitEmpty(config);
            gatherers.forEach(ForkedJvm::close);

            for (Load load : Load.values()) {
                CentralogStats stats = load.stats(centralog);
                assertThat(stats.dropped()).isEmpty();
                assertThat(Sql.number(database, load.sum))
                        .as(load.name())
                        .isEqualTo(stats.logged())
                        .isPositive();
            }
            assertThat(new BigDecimal(Sql.rows(database, "SELECT coalesce(sum(value_sum), 0) FROM actions")
                            .get(0)))
                    .isEqualByComparingTo(BigDecimal.valueOf(
                            VALUE * centralog.actions().stats().logged()));
        }
    }

    private static ForkedJvm startGatherer(LocalRedis redis, String database) {
        return ForkedJvm.builder(AnnouncingGatherer.class.getName())
                .jvmOptions("-Xmx256m")
                .arguments(redis.uri(), database)
                .start();
    }

    private static void awaitEmpty(CentralogConfig config) {
        try (EventSource events = EventSource.open(config, StatusListener.standardError());
                ActionSource actions = ActionSource.open(config, StatusListener.standardError())) {
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> events.backlog().equals(NOTHING)
                            && actions.backlog().equals(NOTHING));
        }
    }
}
