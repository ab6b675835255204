// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static dev.centralog.internal.redis.RawScripts.group;
import static dev.centralog.internal.redis.RawScripts.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import dev.centralog.testkit.EachRedisClass;
import dev.centralog.testkit.LocalRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the script {@code seal} guarantees. */
@EachRedisClass
class SealScriptIT {
    private final LocalRedis redis;
    private final RawScripts scripts;
    private long past;

    SealScriptIT(LocalRedis redis) {
        this.redis = redis;
        this.scripts = new RawScripts(redis);
    }

    @BeforeEach
    void empty() {
        redis.flush();
        past = scripts.second() - 10;
    }

    @AfterEach
    void close() {
        scripts.close();
    }

    private String generationTtl() {
        return scripts.text("TTL", scripts.keys.generation(Window.second(past)));
    }

    @Test
    void window_due_isMovedAsideAndLeased() {
        scripts.applyEvents("p", 1, past, line("a", 3, "x"), line("b", 1, "y"));
        SealedId id = new SealedId(Window.second(past), 1);

        assertThat(scripts.seal(id, "me")).isEqualTo(2);

        assertThat(scripts.texts("ZRANGE", scripts.keys.sealedCounts(id), 0, -1, "WITHSCORES"))
                .containsExactly(group("b"), "1", group("a"), "3");
        assertThat(scripts.text("HGET", scripts.keys.sealedPayloads(id), group("a")))
                .isEqualTo("x");
        assertThat(scripts.text(
                        "EXISTS", scripts.keys.counts(Window.second(past)), scripts.keys.payloads(Window.second(past))))
                .isEqualTo("0");
        assertThat(scripts.text("ZCARD", scripts.keys.open(Signal.EVENTS))).isEqualTo("0");
        assertThat(scripts.text("HGET", scripts.keys.owners(Signal.EVENTS), id)).isEqualTo("me 1");
        long endsMillis = Long.parseLong(scripts.text("ZSCORE", scripts.keys.leases(Signal.EVENTS), id));
        long nowMillis = scripts.second() * 1000;
        assertThat(endsMillis).isBetween(nowMillis + 13_000, nowMillis + 16_000);
        assertThat(Long.parseLong(generationTtl())).isPositive();
    }

    @Test
    void window_beforeEndAndGrace_isNotDue() {
        long window = scripts.second();
        scripts.applyEvents("p", 1, window, line("a", 1, "x"));
        scripts.graceSeconds = 2;

        assertThat(scripts.seal(new SealedId(Window.second(window), 1), "me")).isEqualTo(-1);

        // A second ago is over, but within the grace.
        scripts.applyEvents("p", 2, window - 1, line("a", 1, "x"));
        assertThat(scripts.seal(new SealedId(Window.second(window - 1), 1), "me"))
                .isEqualTo(-1);
        assertThat(scripts.text("ZCARD", scripts.keys.open(Signal.EVENTS))).isEqualTo("2");
        assertThat(scripts.text("EXISTS", scripts.keys.leases(Signal.EVENTS))).isEqualTo("0");
    }

    @Test
    void window_neverReported_isNotThere() {
        assertThat(scripts.seal(new SealedId(Window.second(past), 1), "me")).isEqualTo(-1);
        assertThat(scripts.texts("KEYS", "*")).isEmpty();
    }

    @Test
    void window_sealedAlready_isNotThere() {
        scripts.applyEvents("p", 1, past, line("a", 1, "x"));
        scripts.seal(new SealedId(Window.second(past), 1), "me");

        assertThat(scripts.seal(new SealedId(Window.second(past), 1), "you")).isEqualTo(-1);
        assertThat(scripts.seal(new SealedId(Window.second(past), 2), "you")).isEqualTo(-1);
    }

    @Test
    void generation_movedOn_isToldAndNothingOverwritten() {
        scripts.applyEvents("p", 1, past, line("a", 3, "x"));
        scripts.seal(new SealedId(Window.second(past), 1), "me");
        scripts.applyEvents("p", 2, past, line("a", 40, "x"));

        assertThat(scripts.seal(new SealedId(Window.second(past), 1), "stale")).isEqualTo(-2);

        assertThat(scripts.text("ZSCORE", scripts.keys.sealedCounts(new SealedId(Window.second(past), 1)), group("a")))
                .isEqualTo("3");
        assertThat(scripts.seal(new SealedId(Window.second(past), 2), "fresh")).isEqualTo(1);
        assertThat(scripts.text("ZSCORE", scripts.keys.sealedCounts(new SealedId(Window.second(past), 2)), group("a")))
                .isEqualTo("40");
    }

    @Test
    void generation_laterOneOpen_counterNeverExpires() {
        scripts.applyEvents("p", 1, past, line("a", 1, "x"));
        scripts.seal(new SealedId(Window.second(past), 1), "me");
        assertThat(Long.parseLong(generationTtl())).isBetween(86_000L, 86_400L);

        scripts.applyEvents("p", 2, past, line("a", 1, "x"));
        assertThat(generationTtl()).isEqualTo("-1");

        scripts.seal(new SealedId(Window.second(past), 2), "me");
        assertThat(Long.parseLong(generationTtl())).isBetween(86_000L, 86_400L);
        assertThat(scripts.text("GET", scripts.keys.generation(Window.second(past))))
                .isEqualTo("2");
    }

    @Test
    void window_withoutPayloads_isSealedAllTheSame() {
        scripts.applyEvents("p", 1, past, line("a", 5, ""));

        assertThat(scripts.seal(new SealedId(Window.second(past), 1), "me")).isEqualTo(1);
        assertThat(scripts.text("EXISTS", scripts.keys.sealedPayloads(new SealedId(Window.second(past), 1))))
                .isEqualTo("0");
    }

    @Test
    void sealers_racing_oneWinsEachWindow() throws Exception {
        int windows = 100;
        int sealers = 8;
        for (int i = 0; i < windows; i++) {
            scripts.applyEvents("p", i + 1, past - i, line("a", 1, "x"));
        }

        ExecutorService threads = Executors.newFixedThreadPool(sealers);
        List<Future<Integer>> wins = new ArrayList<>();
        for (int s = 0; s < sealers; s++) {
            String owner = "sealer" + s;
            wins.add(threads.submit(() -> sealAll(windows, owner)));
        }
        int won = 0;
        for (Future<Integer> each : wins) {
            won += each.get();
        }
        threads.shutdown();

        assertThat(won).isEqualTo(windows);
        assertThat(scripts.texts("HVALS", scripts.keys.owners(Signal.EVENTS)))
                .hasSize(windows)
                .allMatch(owner -> owner.endsWith(" 1"));
    }

    private int sealAll(int windows, String owner) {
        int won = 0;
        try (RawScripts own = new RawScripts(redis)) {
            for (int i = 0; i < windows; i++) {
                won += own.seal(new SealedId(Window.second(past - i), 1), owner) >= 0 ? 1 : 0;
            }
        }
        return won;
    }
}
