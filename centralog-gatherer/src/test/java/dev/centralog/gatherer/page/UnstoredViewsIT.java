// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import static dev.centralog.gatherer.page.PageFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centralog.Action;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.Level;
import dev.centralog.Settings;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.stored.StoredLog;
import dev.centralog.testkit.SharedRedis;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests of what views show of Redis. */
class UnstoredViewsIT {
    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    private static final String NOBODY = "redis://127.0.0.1:1";

    @TempDir
    Path directory = Path.of("");

    private PageFixture page(String redis) {
        return PageFixture.gathering(
                Databases.shared().empty(Databases.Kind.SQLITE, directory),
                CentralogConfig.defaults().with(Settings.REDIS, redis));
    }

    @Test
    void openActions_countedAndNotStored_areThereBySlice() {
        try (PageFixture page = page(REDIS.uri());
                Centralog centralog = Centralog.open(CentralogConfig.defaults().with(Settings.REDIS, REDIS.uri()))) {
            assertThat(page.ask("open-actions").path("slices")).isEmpty();
            Instant now = Clock.systemUTC().instant();
            for (int each = 0; each < 3; each++) {
                centralog.actions().log(Action.of("ann", "view").at(now));
            }
            centralog.actions().log(Action.of("bob", "<b>buy").withValue(19).at(now));
            assertThat(centralog.close(Duration.ofSeconds(30))).isZero();

            JsonNode all = page.ask("open-actions");

            assertThat(texts(all.path("slices"), "count")).containsExactly("4");
            assertThat(texts(all.path("slices"), "pairs")).containsExactly("2");
            assertThat(all.path("slices").get(0).path("due_in_seconds").asLong())
                    .isBetween(1L, 3600L);
            assertThat(texts(all.path("actions"), "user")).containsExactly("ann", "bob");
            assertThat(texts(all.path("actions"), "count")).containsExactly("3", "1");
            assertThat(all.path("actions").get(1).path("value_sum").asLong()).isEqualTo(19);
            assertThat(all.path("complete").asBoolean()).isTrue();
            JsonNode one = page.ask("open-actions", "user", "ann", "limit", "1");
            assertThat(texts(one.path("actions"), "user")).containsExactly("ann");
            assertThat(texts(one.path("slices"), "count")).containsExactly("3");
            assertThat(page.ask("actions").path("slices")).isEmpty();
            assertThat(page.refused(400, "open-actions", "since", "1h")).startsWith("there is no parameter 'since'");
        }
    }

    @Test
    void producers_eventsThatWait_areCounted() {
        try (PageFixture page = page(REDIS.uri())) {
            try (Centralog centralog = Centralog.open(CentralogConfig.defaults().with(Settings.REDIS, REDIS.uri()))) {
                for (int each = 0; each < 7; each++) {
                    centralog.log(StoredLog.event(Level.ERROR, "order {} failed"));
                }
                assertThat(centralog.close(Duration.ofSeconds(30))).isZero();
            }

            JsonNode all = page.ask("producers");

            assertThat(all.path("other_waiting").asLong()).isEqualTo(7);
            assertThat(all.path("notes")).isEmpty();
        }
    }

    @Test
    void redis_away_isSaidAndWhatIsStoredIsShown() {
        try (PageFixture page = page(NOBODY)) {
            PageViews.Answer answer = page.answer("open-actions");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.json()).startsWith("{\"error\":\"Redis can't be read: can't connect to Redis at ");

            JsonNode all = page.ask("producers");

            assertThat(all.path("other_waiting").isNull()).isTrue();
            assertThat(all.path("notes").get(0).asText())
                    .startsWith("how much waits is not known: Redis can't be read: ");
        }
    }
}
