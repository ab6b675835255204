// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static dev.centralog.internal.redis.RawScripts.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.Action;
import dev.centralog.Actions;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.Logs;
import dev.centralog.internal.redis.RawScripts.Line;
import dev.centralog.internal.wire.Window;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.RedisCliException;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Tests that a full Redis refuses whole batches of producers, and can be drained. */
class FullRedisIT {
    /** Sets the memory limit below what is used already, so that all commands that need memory are refused. */
    private static void fill(RawScripts scripts) {
        scripts.text("CONFIG", "SET", "maxmemory", 1);
    }

    private static void makeRoom(RawScripts scripts) {
        scripts.text("CONFIG", "SET", "maxmemory", 0);
    }

    @EachRedis
    void scripts_onFullRedis_refuseReportsAndDrain(LocalRedis redis) {
        try (RawScripts scripts = new RawScripts(redis)) {
            long window = scripts.second() - 10;
            SealedId id = RawScripts.sealed(Window.second(window), 1);
            scripts.applyEvents("p", 1, window, line("a", 3, "x"), line("b", 4, "y"));
            fill(scripts);

            assertThatThrownBy(() -> scripts.applyEvents("p", 2, window, line("a", 100, ""), line("c", 1, "z")))
                    .isInstanceOf(RedisCliException.class)
                    .hasMessageContaining("OOM");
            assertThat(scripts.marker("p")).isEqualTo("1 -");
            assertThat(scripts.text("ZCARD", scripts.keys.counts(Window.second(window))))
                    .isEqualTo("2");

            assertThat(scripts.seal(id, "me")).isEqualTo(2);
            assertThat(scripts.extend(id, "me")).isEqualTo(1);
            assertThat(scripts.acknowledge(id, "me")).isEqualTo(1);
            makeRoom(scripts);
            assertThat(scripts.applyEvents("p", 2, window, line("a", 100, ""), line("c", 1, "z")))
                    .containsExactly("1", RawScripts.group("a"));
        }
    }

    @EachRedis
    void scripts_onFullRedis_refuseCountsAndDrain(LocalRedis redis) {
        try (RawScripts scripts = new RawScripts(redis)) {
            Window slice = Window.slice(scripts.second() - 3, 1);
            SealedId id = RawScripts.sealed(slice, 1);
            Line three = new Line("1:1a", 1, "{\"v\":1,\"n\":1,\"s\":[0,0,3,0]}");
            scripts.applyActions("p", 1, slice, three, new Line("1:1b", 4, ""));
            fill(scripts);

            assertThatThrownBy(() -> scripts.applyActions("p", 2, slice, three, new Line("1:1c", 1, "")))
                    .isInstanceOf(RedisCliException.class)
                    .hasMessageContaining("OOM");
            assertThat(scripts.marker("p")).isEqualTo("1 -");
            assertThat(scripts.texts("ZRANGE", scripts.keys.counts(slice), 0, -1, "WITHSCORES"))
                    .containsExactly("1:1a", "1", "1:1b", "4");

            assertThat(scripts.seal(id, "me")).isEqualTo(2);
            assertThat(scripts.extend(id, "me")).isEqualTo(1);
            assertThat(scripts.payloads(id, "1:1a", "1:1b"))
                    .satisfiesExactly(totals -> assertThat(totals).contains("[0,0,3,0]"), none -> assertThat(none)
                            .isEmpty());
            assertThat(scripts.acknowledge(id, "me")).isEqualTo(1);
            makeRoom(scripts);
            assertThat(scripts.applyActions("p", 2, slice, three, new Line("1:1c", 1, "")))
                    .containsExactly("1");
        }
    }

    @EachRedis
    void source_openedOnFullRedis_drainsIt(LocalRedis redis) throws InterruptedException {
        Logs.log(
                Logs.config(redis),
                Logs.event("one", Logs.ago(Duration.ofSeconds(9))),
                Logs.event("two", Logs.ago(Duration.ofSeconds(8))));
        try (RawScripts scripts = new RawScripts(redis)) {
            fill(scripts);

            assertThat(Logs.gatherAll(Logs.config(redis)).stored()).isEqualTo(2);
        }
    }

    @EachRedis
    void producer_onFullRedis_waitsAndLosesNothing(LocalRedis redis) throws InterruptedException {
        try (RawScripts scripts = new RawScripts(redis);
                Centralog centralog = Logs.open(Logs.config(redis))) {
            centralog.log(Logs.event("before", Logs.ago(Duration.ofSeconds(9))));
            Awaitility.await().until(() -> centralog.stats().acknowledged() == 1);
            fill(scripts);
            for (int i = 0; i < 1000; i++) {
                centralog.log(Logs.event("while full " + i % 10, Logs.ago(Duration.ofSeconds(8))));
            }
            Awaitility.await().until(() -> centralog.stats().resent() > 0);
            assertThat(centralog.stats().acknowledged()).isEqualTo(1);

            makeRoom(scripts);
            assertThat(centralog.close(Duration.ofSeconds(20))).isZero();
        }
        assertThat(Logs.gatherAll(Logs.config(redis)).stored()).isEqualTo(1001);
    }

    @EachRedis
    void actions_onFullRedis_waitAndLoseNothing(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Actions.config(redis.port());
        Action action = Action.of(1, "a").withValue(2).at(Logs.ago(Duration.ofSeconds(9)));
        try (RawScripts scripts = new RawScripts(redis);
                Centralog centralog = Logs.open(config)) {
            centralog.actions().log(action);
            Awaitility.await().until(() -> centralog.actions().stats().acknowledged() == 1);
            fill(scripts);
            for (int i = 0; i < 1000; i++) {
                centralog.actions().log(action);
            }
            Awaitility.await().until(() -> centralog.actions().stats().resent() > 0);
            assertThat(centralog.actions().stats().acknowledged()).isEqualTo(1);

            makeRoom(scripts);
            assertThat(centralog.close(Duration.ofSeconds(20))).isZero();
        }
        Actions gathered = Actions.gatherAll(config);
        assertThat(gathered.count()).isEqualTo(1001);
        assertThat(gathered.sum()).isEqualByComparingTo("2002");
    }
}
