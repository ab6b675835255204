// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testkit.SharedRedis;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests of actions that can't be counted as they are, from the call or from Redis to the row. */
class HostileActionsIT {
    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    Path directory = Path.of("");

    private final Instant time = Clock.systemUTC().instant().minusSeconds(5);

    private void log(Number... values) {
        CentralogConfig config = CentralogConfig.defaults()
                .with(Settings.REDIS, REDIS.uri())
                .with(Settings.SLICE_LENGTH, Duration.ofSeconds(1))
                .with(Settings.SLICE_RING, 60);
        try (Centralog centralog = Centralog.open(config)) {
            for (Number value : values) {
                centralog.actions().log(Action.of(1, "pay").withValue(value).at(time));
            }
            assertThat(centralog.close(Duration.ofSeconds(30))).isZero();
        }
    }

    private List<String> stored(String sql) {
        String file = directory.resolve("actions.db").toString();
        Commands once = Commands.run("gather", "--once", "--redis", REDIS.uri(), "--database", file);
        assertThat(once.code()).as(once.err()).isZero();
        return Sql.rows(Sinks.jdbcUrl(file), sql);
    }

    @Test
    void values_thatAreNoNumbers_areCountedAsRejected() {
        log(Double.NaN, Double.POSITIVE_INFINITY, 2.5, Float.NEGATIVE_INFINITY, 1e19);

        assertThat(
                        stored(
                                "SELECT count, value_count, value_sum, value_min, value_max, values_rejected FROM action_hourly"))
                .containsExactly("5|1|2.5|2.5|2.5|4");
    }

    @Test
    void groupsOfOthers_areRowsOfTheirOwn() {
        log(1);
        String slice = REDIS.get().cliList("KEYS", "{cl.2:0}:a:z:*").get(0);
        String start = "long ".repeat(13);
        REDIS.get().cli("ZADD", slice, "7", start + "one", "9", start + "other", "3", "~x61", "4", "a");

        assertThat(stored("SELECT count, flag FROM action_slice WHERE user_id LIKE '~x%' ORDER BY count"))
                .containsExactly("3|unreadable", "4|unreadable", "7|unreadable", "9|unreadable");
    }
}
