// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static dev.centralog.internal.redis.RawScripts.group;
import static dev.centralog.internal.redis.RawScripts.line;
import static dev.centralog.internal.redis.RawScripts.name;
import static dev.centralog.internal.redis.RawScripts.sealed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

/** Tests of the guarantees of the script {@code seal}. */
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
        scripts.ask();
        past = scripts.second() - 10;
    }

    @AfterEach
    void close() {
        scripts.close();
    }

    @Test
    void window_due_isMovedAsideAndLeased() {
        scripts.applyEvents("p", 1, past, line("a", 3, "x"), line("b", 1, "y"));
        SealedId id = sealed(past, 1);

        assertThat(scripts.seal(id, "me")).isEqualTo(2);

        assertThat(scripts.texts("ZRANGE", scripts.keys.sealedCounts(id), 0, -1, "WITHSCORES"))
                .containsExactly(name("b"), "1", name("a"), "3");
        assertThat(scripts.text("HGET", scripts.keys.sealedPayloads(id), group("a")))
                .isEqualTo("x");
        assertThat(scripts.text(
                        "EXISTS", scripts.keys.counts(Window.second(past)), scripts.keys.payloads(Window.second(past))))
                .isEqualTo("0");
        assertThat(scripts.text("ZCARD", scripts.keys.open(Signal.EVENTS))).isEqualTo("0");
        assertThat(scripts.text("HGET", scripts.keys.owners(Signal.EVENTS), id)).isEqualTo("me 1 -");
        long endsMillis = Long.parseLong(scripts.text("ZSCORE", scripts.keys.leases(Signal.EVENTS), id));
        long nowMillis = scripts.second() * 1000;
        assertThat(endsMillis).isBetween(nowMillis + 13_000, nowMillis + 16_000);
        assertThat(scripts.generation(id.window())).isEqualTo("1");
    }

    @Test
    void window_beforeEndAndGrace_isNotDue() {
        long window = scripts.second();
        scripts.applyEvents("p", 1, window, line("a", 1, "x"));
        scripts.graceSeconds = 2;

        assertThat(scripts.seal(sealed(window, 1), "me")).isEqualTo(-1);

        // The window before is over, but its grace is not.
        scripts.applyEvents("p", 2, window - 1, line("a", 1, "x"));
        assertThat(scripts.seal(sealed(window - 1, 1), "me")).isEqualTo(-1);
        assertThat(scripts.text("ZCARD", scripts.keys.open(Signal.EVENTS))).isEqualTo("2");
        assertThat(scripts.text("EXISTS", scripts.keys.leases(Signal.EVENTS))).isEqualTo("0");
    }

    @Test
    void window_neverReported_isNotThere() {
        assertThat(scripts.seal(sealed(past, 1), "me")).isEqualTo(-1);
        assertThat(scripts.texts("KEYS", "*")).containsExactly("{cl.2:0}:book");
    }

    @Test
    void window_sealedAlready_isNotThere() {
        scripts.applyEvents("p", 1, past, line("a", 1, "x"));
        scripts.seal(sealed(past, 1), "me");

        assertThat(scripts.seal(sealed(past, 1), "you")).isEqualTo(-1);
        assertThat(scripts.seal(sealed(past, 2), "you")).isEqualTo(-1);
    }

    @Test
    void generation_movedOn_isToldAndNothingOverwritten() {
        scripts.applyEvents("p", 1, past, line("a", 3, "x"));
        scripts.seal(sealed(past, 1), "me");
        scripts.applyEvents("p", 2, past, line("a", 40, "x"));

        assertThat(scripts.seal(sealed(past, 1), "stale")).isEqualTo(-2);

        assertThat(scripts.text("ZSCORE", scripts.keys.sealedCounts(sealed(past, 1)), name("a")))
                .isEqualTo("3");
        assertThat(scripts.seal(sealed(past, 2), "fresh")).isEqualTo(1);
        assertThat(scripts.text("ZSCORE", scripts.keys.sealedCounts(sealed(past, 2)), name("a")))
                .isEqualTo("40");
    }

    @Test
    void generation_whoseNameIsTaken_isSkipped() {
        scripts.applyEvents("p", 1, past, line("a", 1, "x"));
        scripts.seal(sealed(past, 1), "me");
        scripts.applyEvents("p", 2, past, line("a", 20, "x"));
        scripts.text("HDEL", scripts.keys.book(), "g" + past);

        assertThat(scripts.seal(sealed(past, 1), "me")).isEqualTo(-2);
        assertThat(scripts.seal(sealed(past, 2), "me")).isEqualTo(1);

        assertThat(scripts.text("ZSCORE", scripts.keys.sealedCounts(sealed(past, 1)), name("a")))
                .isEqualTo("1");
    }

    @Test
    void window_farAhead_isDueAtOnceAndSaysSo() {
        long ahead = scripts.second() + 86_400;
        long near = scripts.second() + 50;
        for (long window : new long[] {ahead, near}) {
            scripts.text("ZADD", scripts.keys.counts(Window.second(window)), 3, "any");
            scripts.text("ZADD", scripts.keys.open(Signal.EVENTS), window, window);
        }

        assertThat(scripts.sealing(sealed(near, 1), "me")).containsExactly("-1");
        assertThat(scripts.sealing(sealed(ahead, 1), "me")).containsExactly("1", "a");

        scripts.leaseMillis = 0;
        assertThat(scripts.leasing(sealed(ahead, 1), "me", "extend")).containsExactly("1", "a");
        assertThat(scripts.leasing(sealed(ahead, 1), "you", "take")).containsExactly("2", "a");
        assertThat(scripts.text("HGET", scripts.keys.owners(Signal.EVENTS), sealed(ahead, 1)))
                .isEqualTo("you 2 a");
    }

    @Test
    void redisId_another_sealsNothing() {
        scripts.applyEvents("p", 1, past, line("a", 1, "x"));

        assertThat(scripts.seal(new SealedId(Window.second(past), "0123456789abcdee", 1), "me"))
                .isEqualTo(-3);
        scripts.text("DEL", scripts.keys.book());
        assertThat(scripts.seal(sealed(past, 1), "me")).isEqualTo(-3);

        assertThat(scripts.text("ZCARD", scripts.keys.open(Signal.EVENTS))).isEqualTo("1");
    }

    @Test
    void counts_ofAStranger_areLeftAloneAndToldOnce() {
        scripts.applyEvents("p", 1, past, line("a", 1, "x"));
        scripts.text("SET", scripts.keys.counts(Window.second(past)), "a stranger's");

        assertThat(scripts.seal(sealed(past, 1), "me")).isEqualTo(-4);
        assertThat(scripts.seal(sealed(past, 1), "me")).isEqualTo(-1);

        assertThat(scripts.text("GET", scripts.keys.counts(Window.second(past))))
                .isEqualTo("a stranger's");
        assertThat(scripts.text("EXISTS", scripts.keys.payloads(Window.second(past))))
                .isEqualTo("0");
    }

    @Test
    void keys_ofWrongTypes_failBeforeAnythingIsWritten() {
        for (byte[] key : List.of(
                scripts.keys.leases(Signal.EVENTS),
                scripts.keys.owners(Signal.EVENTS),
                scripts.keys.open(Signal.EVENTS))) {
            redis.flush();
            scripts.applyEvents("p", 1, past, line("a", 1, "x"));
            scripts.text("DEL", key);
            scripts.text("SET", key, "a stranger's");

            assertThatThrownBy(() -> scripts.seal(sealed(past, 1), "me")).hasMessageContaining("WRONGTYPE");
            assertThat(scripts.text("EXISTS", scripts.keys.counts(Window.second(past))))
                    .isEqualTo("1");
            assertThat(scripts.generation(Window.second(past))).isEmpty();
        }
    }

    @Test
    void window_withoutPayloads_isSealedAllTheSame() {
        scripts.applyEvents("p", 1, past, line("a", 5, ""));

        assertThat(scripts.seal(sealed(past, 1), "me")).isEqualTo(1);
        assertThat(scripts.text("EXISTS", scripts.keys.sealedPayloads(sealed(past, 1))))
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
                .allMatch(owner -> owner.endsWith(" 1 -"));
    }

    private int sealAll(int windows, String owner) {
        int won = 0;
        try (RawScripts own = new RawScripts(redis)) {
            for (int i = 0; i < windows; i++) {
                won += own.seal(sealed(past - i, 1), owner) >= 0 ? 1 : 0;
            }
        }
        return won;
    }
}
