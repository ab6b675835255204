// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.gather.ActionSource;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.EventSource;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.SharedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a gatherer that sleeps between reading and COMMIT, and wakes when another has stored everything. */
class FrozenGathererIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Backlog NOTHING = new Backlog(Set.of(), Set.of());

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @Test
    void gatherer_wakingAfterItsSuccessorHasAcknowledged_changesNothing(@TempDir Path directory) throws IOException {
        CentralogConfig config = CentralogConfig.defaults()
                .with(Settings.REDIS, REDIS.uri())
                .with(Settings.SLICE_LENGTH, Duration.ofSeconds(1))
                .with(Settings.SLICE_RING, 60);
        log(config);
        Path file = directory.resolve("go on");
        String database = Databases.sharedPostgres().createDatabase();
        try (ForkedJvm zombie = ForkedJvm.builder(HesitatingGatherer.class.getName())
                .jvmOptions("-XX:TieredStopAtLevel=1")
                .arguments(REDIS.uri(), database, file.toString())
                .start()) {
            zombie.awaitOutput(HesitatingGatherer.HAS_READ + HesitatingGatherer.EVENTS, LIMIT);
            zombie.awaitOutput(HesitatingGatherer.HAS_READ + HesitatingGatherer.ACTIONS, LIMIT);
            zombie.freeze();
            storeByAnother(config, database);
            List<String> before = rows(database);

            Files.createFile(file);
            zombie.thaw();
            zombie.awaitOutput(HesitatingGatherer.HAS_STORED + HesitatingGatherer.EVENTS, LIMIT);
            zombie.awaitOutput(HesitatingGatherer.HAS_STORED + HesitatingGatherer.ACTIONS, LIMIT);

            assertThat(rows(database)).isEqualTo(before);
        }
        assertThat(Sql.number(database, "SELECT sum(repeats) FROM group_totals"))
                .isEqualTo(30);
        assertThat(Sql.rows(database, "SELECT sum(count), sum(value_sum) FROM action_slice"))
                .containsExactly("30|435");
    }

    private static void log(CentralogConfig config) {
        Instant time = Clock.systemUTC().instant().minusSeconds(20);
        try (Centralog centralog = Centralog.open(config)) {
            for (int i = 0; i < 30; i++) {
                centralog.log(
                        LogEvent.builder().time(time).message("group " + i % 10).build());
                centralog.actions().log(Action.of(i % 10, "buy").withValue(i).at(time));
            }
            assertThat(centralog.close(LIMIT)).isZero();
        }
    }

    private static void storeByAnother(CentralogConfig config, String database) {
        try (Gatherer successor = Gatherer.open(
                        config, Sinks.open(Databases.target(database)), (severity, message, cause) -> {});
                EventSource events = EventSource.open(config, (severity, message, cause) -> {});
                ActionSource actions = ActionSource.open(config, (severity, message, cause) -> {})) {
            successor.start();
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> events.backlog().equals(NOTHING)
                            && actions.backlog().equals(NOTHING));
        }
    }

    private static List<String> rows(String database) {
        List<String> rows = new ArrayList<>();
        for (String table : List.of("events", "actions", "drops", "dead_letters")) {
            rows.addAll(Sql.rows(database, "SELECT * FROM " + table + " ORDER BY 1, 2"));
        }
        return rows;
    }
}
