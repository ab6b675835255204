// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testkit.LongForm;
import dev.centralog.testkit.SharedRedis;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the daemon's own thread: what is old goes, after the minute in which it watches Redis's clock. */
class GathererRetentionIT extends RetentionFixture {
    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @LongForm
    @ParameterizedTest
    @EnumSource
    void gatherer_running_deletesWhatIsOldAndStoresWhatIsNew(Kind kind) {
        Instant now = Clock.systemUTC().instant();
        Sinks sinks = open(kind);
        storeRows(sinks, now.minus(Duration.ofDays(31)), 700);
        for (int hours = 1; hours <= MARKS; hours++) {
            String hour = now.truncatedTo(ChronoUnit.HOURS)
                    .minus(Duration.ofHours(hours))
                    .toString();
            Sql.execute(
                    url,
                    "INSERT INTO retention_marks (hour, last_event, last_action) VALUES ('"
                            + hour.replace("Z", "") + "', "
                            + 1000 + ", 0)");
        }
        CentralogConfig config = CentralogConfig.defaults().with(Settings.REDIS, REDIS.uri());
        try (Gatherer gatherer = Gatherer.open(config, sinks, (severity, message, cause) -> said.add(message + cause));
                Centralog centralog = Centralog.open(config)) {
            gatherer.start();
            centralog.log(LogEvent.builder().message("new").build());

            Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> said.stream()
                    .anyMatch(line -> line.contains("700 of event_rows")));
        }

        assertThat(Sql.rows(url, "SELECT message FROM events")).containsExactly("new");
        assertThat(Sql.number(url, "SELECT count(*) FROM event_samples")).isZero();
    }
}
