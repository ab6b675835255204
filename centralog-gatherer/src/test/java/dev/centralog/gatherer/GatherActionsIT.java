// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.ActionLog;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
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
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Counted actions, from the call to the row and to the command line. */
class GatherActionsIT {
    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    Path directory = Path.of("");

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

    private Commands gatherOnce() {
        return Commands.run("gather", "--once", "--redis", REDIS.uri(), "--database", database());
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
