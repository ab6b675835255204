// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.ActionLog;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.SealedSlice;
import dev.centralog.gatherer.sink.Sink;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Slices;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.gatherer.sink.Stored;
import dev.centralog.testkit.SharedRedis;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests of counted actions, from the call to the row and to the command line. */
class GatherActionsIT {
    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    Path directory = Path.of("");

    private static final Duration MINUTES = Duration.ofMinutes(10);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Clock clock = Clock.systemUTC();

    private String database() {
        return directory.resolve("actions.db").toString();
    }

    private CentralogConfig config() {
        return CentralogConfig.defaults()
                .with(Settings.REDIS, REDIS.uri())
                .with(Settings.SLICE_LENGTH, Duration.ofSeconds(1))
                .with(Settings.SLICE_RING, 60);
    }

    /** Counts actions in slices of minutes, as applications have them. */
    private void count(Action... actions) {
        count(config().with(Settings.SLICE_LENGTH, MINUTES), actions);
    }

    private static void count(CentralogConfig config, Action... actions) {
        try (Centralog centralog = Centralog.open(config)) {
            for (Action action : actions) {
                centralog.actions().log(action);
            }
            assertThat(centralog.close(LIMIT)).isZero();
            assertThat(centralog.actions().stats().dropped()).isEmpty();
        }
    }

    private Commands gatherOnce(String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("gather", "--once", "--redis", REDIS.uri(), "--database", database()));
        arguments.addAll(List.of(options));
        return Commands.run(arguments.toArray(String[]::new));
    }

    private Sinks sinks() {
        return Sinks.open(Databases.target(url()));
    }

    private String url() {
        return Sinks.jdbcUrl(database());
    }

    /** Runs a daemon until it has stored that many slices. */
    private void gatherSlices(int number) {
        gather(sinks(), gatherer -> gatherer.stats().actions().windows() == number);
    }

    /** Runs a daemon until the condition is true. */
    private static void gather(Sinks sinks, Predicate<Gatherer> done) {
        CentralogConfig config = CentralogConfig.defaults().with(Settings.REDIS, REDIS.uri());
        try (Gatherer gatherer = Gatherer.open(config, sinks, (severity, message, cause) -> {})) {
            gatherer.start();
            Awaitility.await().atMost(LIMIT).until(() -> done.test(gatherer));
        }
    }

    /** Returns the start of the slice of that length that is that many slices before the current one. */
    private Instant behind(long slices, Duration length) {
        long second = clock.instant().getEpochSecond();
        return Instant.ofEpochSecond(second - second % length.toSeconds()).minus(length.multipliedBy(slices));
    }

    private static List<String> openSlices() {
        return REDIS.get().cliList("ZRANGE", "{cl.2:0}:a:open", "0", "-1");
    }

    private String one(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void actions_ofManySlices_areStoredOnceAndShown() throws SQLException {
        Instant now = clock.instant();
        try (Centralog centralog = Centralog.open(config())) {
            ActionLog actions = centralog.actions();
            for (int i = 0; i < 6000; i++) {
                Instant time = now.minusSeconds(5 + i % 20);
                actions.log(Action.of(i % 50, i % 2 == 0 ? "view" : "buy")
                        .withValue(i)
                        .at(time));
            }
            actions.log("bob", "late");
            assertThat(centralog.close(Duration.ofSeconds(30))).isZero();
        }

        CompletableFuture<Commands> beside = CompletableFuture.supplyAsync(this::gatherOnce);
        Commands first = gatherOnce();

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(beside.join().code()).isZero();
        assertThat(one("SELECT sum(count) FROM actions")).isEqualTo("6001");
        assertThat(one("SELECT sum(value_sum) FROM actions")).isEqualTo(String.valueOf(6000L * 5999 / 2));
        assertThat(one("SELECT count(DISTINCT slice_start) FROM actions WHERE action_id <> 'late'"))
                .isEqualTo("20");
        assertThat(one("SELECT sum(count) - (SELECT sum(count) FROM action_daily) FROM action_slice"))
                .isEqualTo("0");
        assertThat(one("SELECT max(n) FROM (SELECT count(*) AS n FROM action_slice"
                        + " GROUP BY slice_start, slice_length, user_id, action_id)"))
                .isEqualTo("1");

        Commands shown = Commands.run("actions", "--database", database(), "--user", "bob");
        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(shown.out().lines()).singleElement().asString().contains("bob", "late", "1");
        Commands top = Commands.run("actions", "--database", database(), "--action", "buy", "--top", "3");
        assertThat(top.out().lines()).hasSize(3).allMatch(line -> line.contains("buy"));
    }

    @Test
    void slicesOfMinutes_areLeftOpen_andShownLive() throws SQLException {
        try (Centralog centralog = Centralog.open(config().with(Settings.SLICE_LENGTH, Duration.ofMinutes(10)))) {
            centralog.actions().log(42, "logon");
            centralog.actions().log(42, "logon");
            assertThat(centralog.close(Duration.ofSeconds(30))).isZero();
        }

        Commands once = Commands.run(
                "gather", "--once", "--give-up-after", "0s", "--redis", REDIS.uri(), "--database", database());

        assertThat(once.code()).as(once.err()).isZero();
        assertThat(one("SELECT count(*) FROM actions")).isEqualTo("0");
        assertThat(Commands.run("actions", "--database", database()).err()).contains("--live");
        Commands live = Commands.run("actions", "--live", "--database", database(), "--redis", REDIS.uri());
        assertThat(live.code()).isZero();
        assertThat(live.err()).isEmpty();
        assertThat(live.out()).contains("42", "logon", "2", "open");
    }

    @Test
    void countsAfterTheirSliceWasDrained_areStoredByTheNextRun() throws SQLException {
        Action old = Action.of(42, "logon").at(clock.instant().minus(MINUTES.multipliedBy(4)));
        count(old);
        assertThat(gatherOnce().err()).contains("1 actions in 1 rows from 1 slices");
        count(old, old);

        Commands next = gatherOnce("--give-up-after", "0s");

        assertThat(next.err()).contains("2 actions in 1 rows from 1 slices").doesNotContain("still open");
        assertThat(one("SELECT count(*) || ' ' || sum(count) FROM actions")).isEqualTo("2 3");
    }

    @Test
    void countsAfterTheirSliceWasDrained_areStoredASliceLaterByWhicheverDaemonRuns() throws SQLException {
        Action old = Action.of(42, "logon").at(clock.instant().minus(MINUTES.multipliedBy(4)));
        count(old);
        gatherSlices(1);
        count(old, old);
        gatherSlices(0);
        // Now it looks as if nearly one slice length had passed since the late counts came.
        String late = openSlices().get(0);
        REDIS.get().cli("ZINCRBY", "{cl.2:0}:a:open", "-599", late);

        gatherSlices(1);

        assertThat(one("SELECT count(*) || ' ' || sum(count) FROM actions")).isEqualTo("2 3");
    }

    @Test
    void ids_areAskedForAsTheyWereLogged() {
        String longId = "x".repeat(300);
        count(Action.of(longId, longId), Action.of("~overflow", "~overflow"), Action.of("a\0b", "view"));
        CentralogConfig full = config().with(Settings.SLICE_LENGTH, MINUTES).with(Settings.MAX_SLICE_GROUPS, 1);
        count(full, Action.of("one", "more"), Action.of("and", "another"));
        // These are in the same slice, or in the next one.
        String[] where = {"actions", "--live", "--redis", REDIS.uri(), "--database", database()};
        gatherOnce("--give-up-after", "0s");

        assertThat(shown(where, "--user", longId)).singleElement().asString().contains(":");
        assertThat(shown(where, "--action", longId)).hasSize(1);
        assertThat(shown(where, "--user", "a\0b")).hasSize(1);
        assertThat(shown(where, "--user", "~overflow"))
                .singleElement()
                .asString()
                .contains("~~overflow  ~overflow  ×1")
                .doesNotContain("beyond the limit");
        assertThat(shown(where, "--overflow"))
                .singleElement()
                .asString()
                .contains("~overflow  ~overflow  ×")
                .contains("beyond the limit");
    }

    private static List<String> shown(String[] where, String... options) {
        Commands shown =
                Commands.run(Stream.of(where, options).flatMap(Stream::of).toArray(String[]::new));
        assertThat(shown.code()).as(shown.err()).isZero();
        return shown.out().lines().toList();
    }

    @Test
    void live_filtersAndLimit_showThoseSlicesInOrder() {
        Instant now = clock.instant();
        Action view = Action.of("bob", "view").at(now);
        count(
                view,
                view,
                Action.of("bob", "buy").withValue(3).at(now),
                Action.of("eve", "view").at(now),
                view.at(now.minus(MINUTES)),
                Action.of("eve", "buy").withValue(2).withPayload("hat").at(now.minus(MINUTES)));
        try (Sinks sinks = sinks()) {
            sinks.actions().store(Slices.first(Slices.action("bob", "view", 9)));
        }
        List<String> starts = openSlices().stream()
                .map(name -> Instant.ofEpochSecond(Long.parseLong(name.split("\\+")[0]))
                                .toString()
                                .replace('T', ' ') + " +10m (open)")
                .toList();
        String[] where = {"actions", "--live", "--redis", REDIS.uri(), "--database", database()};
        String stored = "2026-01-31 23:50:00Z +10m  bob  view  ×9";
        String ofEve = starts.get(0) + "  eve  buy  ×1  sum 2 min 2 max 2  \"hat\"";
        String twice = starts.get(1) + "  bob  view  ×2";
        String bought = starts.get(1) + "  bob  buy  ×1  sum 3 min 3 max 3";

        assertThat(shown(where))
                .containsExactly(
                        stored,
                        starts.get(0) + "  bob  view  ×1",
                        ofEve,
                        twice,
                        bought,
                        starts.get(1) + "  eve  view  ×1");
        assertThat(shown(where, "--user", "eve")).containsExactly(ofEve, starts.get(1) + "  eve  view  ×1");
        assertThat(shown(where, "--user", "bob", "--action", "buy")).containsExactly(bought);
        assertThat(shown(where, "--since", "5m", "--action", "buy").size()).isLessThanOrEqualTo(1);
        assertThat(shown(where, "--limit", "2")).containsExactly(stored, twice, bought);
        assertThat(shown(where, "--limit", "0")).isEmpty();
        assertThat(openSlices()).hasSize(2);
    }

    @Test
    void slicesOfTwoHours_thatPiledUpBehindTheDefaultRing_areEachStoredOnTheirOwn() {
        CentralogConfig config = CentralogConfig.defaults().with(Settings.REDIS, REDIS.uri());
        for (int hour = 0; hour < 2; hour++) {
            Instant current = behind(0, MINUTES);
            Action[] actions = new Action[6];
            for (int back = 0; back < 6; back++) {
                actions[back] = Action.of("bob", "buy")
                        .withValue(100 * hour + back)
                        .at(current.minus(MINUTES.multipliedBy(back)));
            }
            count(config, actions);
            count(config, actions);
            if (hour == 0) {
                moveBackAnHour();
            }
        }
        List<String> names = openSlices();

        Commands once = gatherOnce("--give-up-after", "0s");

        assertThat(once.err()).contains("20 actions in 10 rows from 10 slices", "2 slices of actions are still open");
        assertThat(Sql.rows(url(), "SELECT strftime('%s', slice_start) || '+' || slice_length FROM actions ORDER BY 1"))
                .containsExactlyElementsOf(names.subList(0, 10));
        assertThat(Sql.rows(url(), "SELECT count, value_sum FROM action_slice ORDER BY slice_start"))
                .containsExactly("2|10", "2|8", "2|6", "2|4", "2|2", "2|0", "2|210", "2|208", "2|206", "2|204");
    }

    /** Moves the open slices back, as if an hour had passed. */
    private static void moveBackAnHour() {
        for (String name : openSlices()) {
            String earlier = Long.parseLong(name.split("\\+")[0]) - 3600 + "+600";
            REDIS.get().cli("RENAME", "{cl.2:0}:a:z:" + name, "{cl.2:0}:a:z:" + earlier);
            REDIS.get().cli("RENAME", "{cl.2:0}:a:d:" + name, "{cl.2:0}:a:d:" + earlier);
            REDIS.get().cli("ZREM", "{cl.2:0}:a:open", name);
            REDIS.get().cli("ZADD", "{cl.2:0}:a:open", earlier.split("\\+")[0], earlier);
        }
    }

    @Test
    void sliceLength_changedBetweenRuns_makesRowsOfBothLengths() {
        Duration twice = MINUTES.multipliedBy(2);
        Instant start = behind(4, twice);
        Action action = Action.of("bob", "view").at(start);
        count(action, action);
        count(config().with(Settings.SLICE_LENGTH, twice), action, action.at(start.plusSeconds(700)), action);

        assertThat(gatherOnce("--give-up-after", "0s").err()).contains("5 actions in 2 rows from 2 slices");

        assertThat(Sql.rows(url(), "SELECT slice_length, count FROM action_slice ORDER BY slice_length"))
                .containsExactly("600|2", "1200|3");
        assertThat(Sql.rows(url(), "SELECT sum(count) FROM action_hourly")).containsExactly("5");
        String time = start.toString().replace('T', ' ');
        assertThat(shown(new String[] {"actions", "--database", database()}))
                .containsExactly(time + " +10m  bob  view  ×2", time + " +20m  bob  view  ×3");
    }

    @Test
    void totals_garbageInRedis_arePutAsideAndReplayed() {
        Action action = Action.of(42, "buy").withValue(5).at(behind(4, MINUTES));
        count(action, action);
        String slice = openSlices().get(0);
        String totals = REDIS.get().cli("HGET", "{cl.2:0}:a:d:" + slice, "2:42buy");
        REDIS.get().cli("HSET", "{cl.2:0}:a:d:" + slice, "2:42buy", "{\"v\":9}");
        String[] where = {"dead-letters", "replay", "--database", database()};

        gatherSlices(1);

        assertThat(Sql.rows(url(), "SELECT count, value_sum, flag FROM action_slice"))
                .containsExactly("2|null|unreadable");
        assertThat(Sql.rows(url(), "SELECT stream, cast(raw AS text) FROM dead_letters"))
                .containsExactly("actions|{\"v\":9}");
        assertThat(Commands.run(where).out()).doesNotContain("replayed");
        // Now the dead letter holds totals that this version can read.
        Sql.execute(url(), "UPDATE dead_letters SET raw = cast('" + totals + "' AS blob)");
        assertThat(Commands.run(where).out()).contains("1  replayed");
        assertThat(Sql.rows(url(), "SELECT count, value_sum, flag FROM action_slice"))
                .containsExactly("2|10|");
    }

    @Test
    void slice_thatTakesLong_doesNotHoldEventsBack() {
        count(Action.of(42, "buy").at(behind(4, MINUTES)));
        CountDownLatch slow = new CountDownLatch(1);
        Sinks sinks = sinks();
        Sink<SealedSlice> waiting = new Sink<>() {
            @Override
            public void prepare() {
                sinks.actions().prepare();
            }

            @Override
            public Stored store(SealedSlice slice) {
                try {
                    slow.await();
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
                return sinks.actions().store(slice);
            }

            @Override
            public void close() {
                sinks.actions().close();
            }
        };

        try (Centralog centralog = Centralog.open(config())) {
            centralog.log(LogEvent.builder().message("meanwhile").build());
            assertThat(centralog.close(LIMIT)).isZero();
        }

        gather(new Sinks(sinks.events(), waiting), gatherer -> {
            if (gatherer.stats().events().stored().repeats() == 1) {
                slow.countDown();
            }
            return gatherer.stats().actions().windows() == 1;
        });
        assertThat(Sql.number(url(), "SELECT sum(repeats) FROM events")).isEqualTo(1);
    }

    @Test
    void actionsFalse_leavesThemInRedis() throws SQLException {
        try (Centralog centralog = Centralog.open(config())) {
            centralog.actions().log(Action.of(1, 2).at(clock.instant().minusSeconds(10)));
            assertThat(centralog.close(Duration.ofSeconds(30))).isZero();
        }

        Commands without = Commands.run(
                "gather", "--once", "--actions", "false", "--redis", REDIS.uri(), "--database", database());
        assertThat(without.code()).as(without.err()).isZero();
        assertThat(one("SELECT count(*) FROM actions")).isEqualTo("0");
        assertThat(gatherOnce().code()).isZero();
        assertThat(one("SELECT count(*) FROM actions")).isEqualTo("1");
    }
}
