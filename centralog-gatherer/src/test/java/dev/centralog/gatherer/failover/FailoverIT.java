// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gather.ActionSource;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.EventSource;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.ReplicatedRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A replica that lags takes over, again and again, while applications log and gatherers store. What a live application had
 * been confirmed and the replica does not know goes out again; what was stored can't be undone.
 */
class FailoverIT {
    private static final Duration LAG = Duration.ofMillis(150);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Backlog NOTHING = new Backlog(Set.of(), Set.of());

    @Test
    void replica_takingOver_everythingOnce(@TempDir Path directory) {
        Outcome outcome = repeat(ReplicatedRedis::failOver, Faults.times(2, 20), config(), directory);

        assertThat(outcome.events).as("events, of which " + outcome).isEmpty();
        assertThat(outcome.actions).as("actions, of which " + outcome).isEmpty();
        assertThat(outcome.logged).isPositive();
    }

    /** The old primary lives on as a replica, and refuses what comes over the connections that are still there. */
    @Test
    void primary_becomingAReplica_everythingOnce(@TempDir Path directory) {
        Outcome outcome = repeat(ReplicatedRedis::switchOver, Faults.times(1, 20), config(), directory);

        assertThat(outcome.events).as("events, of which " + outcome).isEmpty();
        assertThat(outcome.actions).as("actions, of which " + outcome).isEmpty();
    }

    /** What each of the two is for; the figures are in docs/reliability.md. */
    @ParameterizedTest
    @CsvSource({"false, 4194304", "true, 0", "false, 0"})
    @EnabledIf("dev.centralog.testkit.Faults#isLong")
    void replica_takingOverUnguarded_isMeasured(boolean confirmSeals, long replayBytes, @TempDir Path directory) {
        CentralogConfig unguarded =
                config().with(ReaderSettings.CONFIRM_SEALS, confirmSeals).with(Settings.REPLAY_BYTES, replayBytes);

        Outcome outcome = repeat(ReplicatedRedis::failOver, 20, unguarded, directory);

        assertThat(outcome.off()).isLessThan(outcome.logged);
    }

    private static CentralogConfig config() {
        return CentralogConfig.defaults()
                .with(Settings.SLICE_LENGTH, Duration.ofSeconds(1))
                .with(Settings.SLICE_RING, 60)
                .with(ReaderSettings.LEASE, Duration.ofSeconds(2));
    }

    /** What is wrong of each kind, by number: how many too many, or less than 0 too few. */
    private record Outcome(long logged, Map<String, Long> events, Map<String, Long> actions) {
        long off() {
            return Stream.concat(events.values().stream(), actions.values().stream())
                    .mapToLong(Math::abs)
                    .sum();
        }

        private static String off(Map<String, Long> wrong) {
            long lost = -wrong.values().stream()
                    .filter(each -> each < 0)
                    .mapToLong(each -> each)
                    .sum();
            long more = wrong.values().stream()
                    .filter(each -> each > 0)
                    .mapToLong(each -> each)
                    .sum();
            return lost + " lost and " + more + " too many";
        }

        @Override
        public String toString() {
            return logged + " events logged: " + off(events) + "; as many actions: " + off(actions);
        }
    }

    private static Outcome repeat(
            Consumer<ReplicatedRedis> change, int times, CentralogConfig settings, Path directory) {
        String database = Sinks.jdbcUrl(directory.resolve("events.db").toString());
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        System.out.println("seed of the failovers: " + seed);
        Map<String, Long> logged = new TreeMap<>();
        LocalRedis.Builder servers = LocalRedis.builder(LocalRedis.Version.newest());
        try (ReplicatedRedis redis = ReplicatedRedis.start(servers, LAG)) {
            CentralogConfig config = settings.with(Settings.REDIS, redis.uri());
            try (Gatherer first = gatherer(config, database);
                    Gatherer second = gatherer(config, database)) {
                first.start();
                second.start();
                List<NumberedLoad> loads = List.of(new NumberedLoad("one", config), new NumberedLoad("two", config));
                for (int i = 0; i < times; i++) {
                    LockSupport.parkNanos(
                            Duration.ofMillis(random.nextInt(800, 2000)).toNanos());
                    if (random.nextBoolean()) {
                        loads.get(0).pause(); // what it has been confirmed is missed by nothing that comes behind it
                    }
                    change.accept(redis);
                    loads.get(0).goOn();
                }
                for (NumberedLoad load : loads) {
                    load.close();
                    logged.putAll(load.logged());
                }
                awaitEmpty(config);
            }
        }
        Outcome outcome = new Outcome(
                logged.values().stream().mapToLong(Long::longValue).sum(),
                wrong(database, "SELECT message, sum(repeats) FROM events GROUP BY message", logged),
                wrong(database, "SELECT user_id, sum(count) FROM actions GROUP BY user_id", logged));
        System.out.println(times + " times: " + outcome);
        return outcome;
    }

    private static Gatherer gatherer(CentralogConfig config, String database) {
        return Gatherer.open(config, Sinks.open(Databases.target(database)), StatusListener.standardError());
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

    private static Map<String, Long> wrong(String database, String sql, Map<String, Long> logged) {
        Map<String, Long> wrong = new TreeMap<>();
        logged.forEach((number, count) -> wrong.put(number, -count));
        for (String row : Sql.rows(database, sql)) {
            String[] columns = row.split("\\|", 2);
            wrong.merge(columns[0], Long.parseLong(columns[1]), Long::sum);
        }
        wrong.values().removeIf(each -> each == 0);
        return wrong;
    }
}
