// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import static dev.centralog.gatherer.page.PageFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centralog.ActionTotals;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.sink.SealedSlice;
import dev.centralog.gatherer.sink.Sinks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the view {@code actions}. */
class ActionsViewIT {
    private static final String DELIVERY = "c0ffee:0:1";

    @TempDir
    Path directory = Path.of("");

    private static GatheredAction action(Instant start, String user, String action, long count) {
        return new GatheredAction(
                start,
                Duration.ofMinutes(10),
                user,
                action,
                DELIVERY,
                count,
                ActionTotals.NONE,
                GatheredAction.Flag.NONE,
                null);
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void actions_ofATime_areCountedByPairAndSlice(Databases.Kind kind) {
        try (PageFixture page = PageFixture.empty(kind, directory)) {
            Instant first = PageFixture.NOW.minus(Duration.ofHours(2));
            Instant second = PageFixture.NOW.minus(Duration.ofHours(1));
            try (Sinks sinks = Sinks.open(Databases.target(page.url()))) {
                sinks.actions()
                        .store(SealedSlice.of(
                                DELIVERY,
                                1,
                                List.of(action(first, "bob", "view", 3), action(first, "100%", "buy", 1))));
                sinks.actions().store(SealedSlice.of(DELIVERY, 1, List.of(action(second, "bob", "view", 4))));
            }

            JsonNode all = page.ask("actions");
            assertThat(texts(all.path("top"), "user")).containsExactly("bob", "100%");
            assertThat(texts(all.path("top"), "count")).containsExactly("7", "1");
            assertThat(texts(all.path("slices"), "count")).containsExactly("3", "1", "4");
            JsonNode earlier = page.ask("actions", "until", second.toString(), "user", "bob", "limit", "1");
            assertThat(texts(earlier.path("top"), "count")).containsExactly("3");
            assertThat(texts(page.ask("actions", "action", "buy").path("top"), "user"))
                    .containsExactly("100%");
            for (String none : List.of("%", "'", "\u0000", "\u202e", "x".repeat(1000))) {
                assertThat(page.ask("actions", "user", none).path("top"))
                        .as(none)
                        .isEmpty();
            }
            assertThat(page.ask("actions", "user", "eve").path("why").get(0).asText())
                    .startsWith("no stored actions match user eve;");
            assertThat(page.refused(400, "actions", "limit", "1.5")).isEqualTo("limit is 1.5; allowed is 1 to 500");
        }
    }
}
