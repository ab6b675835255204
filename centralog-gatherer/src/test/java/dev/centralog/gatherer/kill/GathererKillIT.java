// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.EventSource;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalPostgres;
import dev.centralog.testkit.LocalRedis;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of two gatherers is killed again and again, each time after it has stored rows: the law holds to the event. Five times
 * by default; {@code -Dcentralog.kills=20} for the long form, whose last run is in docs/reliability.md.
 */
class GathererKillIT {
    private static final int KILLS = Integer.getInteger("centralog.kills", 5);
    private static final int GROUPS = 50;
    private static final int SECONDS_BACK = 1000;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Backlog NOTHING = new Backlog(Set.of(), Set.of());

    @Test
    void sqlite_killedAfterStoring_everyEventOnce(@TempDir Path directory) throws Exception {
        killAgainAndAgain("jdbc:sqlite:" + directory.resolve("events.db"));
    }

    @Test
    void postgres_killedAfterStoring_everyEventOnce() throws Exception {
        try (LocalPostgres postgres = LocalPostgres.start()) {
            killAgainAndAgain(postgres.createDatabase());
        }
    }

    private static void killAgainAndAgain(String database) throws Exception {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.V6_2)) {
            CentralogConfig config = CentralogConfig.defaults().with(Settings.REDIS, redis.uri());
            Centralog centralog = Centralog.open(config);
            Deque<ForkedJvm> gatherers = new ArrayDeque<>();
            gatherers.add(startGatherer(redis, database));
            gatherers.add(startGatherer(redis, database));
            int round = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                ForkedJvm victim = gatherers.remove();
                while (!victim.standardOutput().contains(AnnouncingGatherer.STORED)) {
                    logRound(centralog, round++);
                    assertThat(victim.isAlive()).as(victim.standardError()).isTrue();
                }
                victim.killHard();
                victim.close();
                gatherers.add(startGatherer(redis, database));
            }
            assertThat(centralog.close(Duration.ofSeconds(30))).isZero();
            CentralogStats stats = centralog.stats();
            awaitEmpty(config);
            gatherers.forEach(ForkedJvm::close);

            assertThat(stats.dropped()).isEmpty();
            assertThat(storedIn(database)).isEqualTo(stats.logged());
        }
    }

    /** Some events of long ago, so that there are always windows that are due. */
    private static void logRound(Centralog centralog, int round) {
        Instant base = Instant.now().minusSeconds(SECONDS_BACK + 60);
        for (int i = 0; i < GROUPS; i++) {
            centralog.log(LogEvent.builder()
                    .time(base.plusSeconds(round % SECONDS_BACK))
                    .message("group " + i)
                    .build());
        }
        Awaitility.await().pollDelay(Duration.ofMillis(20)).until(() -> true);
    }

    private static ForkedJvm startGatherer(LocalRedis redis, String database) {
        return ForkedJvm.builder(AnnouncingGatherer.class.getName())
                .jvmOptions("-Xmx256m", "-XX:TieredStopAtLevel=1")
                .arguments(redis.uri(), database)
                .start();
    }

    private static void awaitEmpty(CentralogConfig config) {
        try (EventSource source = EventSource.open(config, StatusListener.standardError())) {
            Awaitility.await().atMost(LIMIT).until(() -> source.backlog().equals(NOTHING));
        }
    }

    private static long storedIn(String database) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement();
                ResultSet sum = statement.executeQuery("SELECT sum(repeats) FROM events")) {
            sum.next();
            return sum.getLong(1);
        }
    }
}
