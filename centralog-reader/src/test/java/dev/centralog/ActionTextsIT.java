// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.ActionTotals.Payload;
import dev.centralog.gather.GatheredAction;
import dev.centralog.internal.wire.ActionKey;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Tests of ids and payloads of every kind, from the call over a real Redis to the drained slice. */
class ActionTextsIT {
    private static final List<String> IDS = List.of(
            "",
            ":",
            "1:",
            "2:42",
            "42",
            "a\nb",
            "a\r\nb",
            "\0",
            "a\0b",
            "\u0001\u001f\u007f",
            "é😀",
            "\ud83d",
            "~overflow",
            "~~overflow",
            "~drop:BUFFER_FULL:p",
            "{cl.2:0}",
            "\"\\'; --",
            "x".repeat(255),
            "x".repeat(256) + "a",
            "x".repeat(100_000) + "b");

    private static Instant sliceStart() {
        return ActionsIT.behind(10, Duration.ofSeconds(1));
    }

    @EachRedis(isOneEnough = true)
    void ids_ofWhateverText_staySeparate(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Actions.config(redis.port());
        Instant start = sliceStart();
        List<Action> all = new ArrayList<>();
        Map<List<String>, BigDecimal> expected = new HashMap<>();
        for (String user : IDS) {
            for (String action : IDS) {
                all.add(Action.of(user, action).withValue(all.size()).at(start));
                String shown = user.endsWith("~overflow") ? "~" + user : ActionKey.id(user);
                expected.put(List.of(shown, ActionKey.id(action)), BigDecimal.valueOf(all.size() - 1));
            }
        }
        ActionsIT.count(config, all.toArray(Action[]::new));

        Actions gathered = Actions.gatherAll(config);

        Map<List<String>, BigDecimal> found = new HashMap<>();
        gathered.rows().forEach(row -> {
            assertThat(row)
                    .returns(GatheredAction.Flag.NONE, GatheredAction::flag)
                    .returns(1L, GatheredAction::count);
            assertThat(row.user().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(ActionKey.MAX_ID_BYTES + 1);
            found.put(List.of(row.user(), row.action()), row.totals().sum());
        });
        assertThat(expected).hasSize(IDS.size() * IDS.size());
        assertThat(found).isEqualTo(expected);
    }

    @EachRedis(isOneEnough = true)
    void payloads_ofWhateverText_costNoValue(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Actions.config(redis.port()).with(Settings.MAX_ARGUMENT_BYTES, 1L << 20);
        Instant start = sliceStart();
        String plain = "\0 \u0001 \u2028 é 😀 \"\\/ \r\n";
        String half = "half of a pair \ud83d";
        String huge = "x".repeat(1 << 20);
        ActionsIT.count(
                config,
                Action.of(1, "a").withValue(1).withPayload(plain).at(start),
                Action.of(1, "a").withValue(2).withPayload(half).at(start.plusMillis(1)),
                Action.of(1, "a").withValue(4).withPayload(huge).at(start.plusMillis(2)),
                Action.of(2, "far").withValue(1).withPayload("far").at(Instant.MAX),
                Action.of(2, "far").withValue(2).withPayload("long ago").at(Instant.MIN));

        Map<String, GatheredAction> rows = new HashMap<>();
        Actions gathered = Actions.gatherAll(config);
        gathered.rows().forEach(row -> rows.put(row.action(), row));

        assertThat(gathered.sum()).isEqualByComparingTo("10");
        assertThat(gathered.rows()).allSatisfy(row -> assertThat(row.flag()).isEqualTo(GatheredAction.Flag.NONE));
        GatheredAction row = rows.get("a");
        assertThat(row).isNotNull();
        assertThat(row.totals().first()).isEqualTo(new Payload(start, plain));
        assertThat(row.totals().last()).isNotNull();
        assertThat(row.totals().last().text()).hasSizeBetween(16_000, 16_384).startsWith("xxx");
        assertThat(row.totals().samples())
                .containsExactly(
                        plain, "half of a pair \ufffd", row.totals().last().text());
    }

    @EachRedis(isOneEnough = true)
    void payloads_ofSeveralFlushesAndProducers_areOne(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Actions.config(redis.port()).with(Settings.ACTION_SAMPLES, 3);
        Instant start = sliceStart();
        int[] millis = {500, 900, 100, 700, 600};
        String[] texts = {"a", "b", "c", "d", "a"};
        try (Centralog one = Logs.open(config);
                Centralog other = Logs.open(config)) {
            for (int i = 0; i < millis.length; i++) {
                ActionLog actions = (i % 2 == 0 ? one : other).actions();
                long before = actions.stats().acknowledged();
                actions.log(Action.of(1, "a").withValue(i).withPayload(texts[i]).at(start.plusMillis(millis[i])));
                Awaitility.await().until(() -> actions.stats().acknowledged() == before + 1);
            }
        }

        assertThat(Actions.gatherAll(config).rows()).singleElement().satisfies(row -> {
            assertThat(row.count()).isEqualTo(5);
            assertThat(row.totals())
                    .isEqualTo(new ActionTotals(
                            5,
                            BigDecimal.TEN,
                            BigDecimal.ZERO,
                            BigDecimal.valueOf(4),
                            0,
                            new Payload(start.plusMillis(100), "c"),
                            new Payload(start.plusMillis(900), "b"),
                            List.of("a", "b", "c")));
        });
    }
}
