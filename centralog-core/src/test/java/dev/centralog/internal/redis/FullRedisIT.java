// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static dev.centralog.internal.redis.RawScripts.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.Centralog;
import dev.centralog.Logs;
import dev.centralog.internal.wire.Window;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.RedisCliException;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A Redis without room refuses producers whole, and can be drained. */
class FullRedisIT {
    /** Less than it takes already, so that whatever needs memory is refused. */
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
            SealedId id = new SealedId(Window.second(window), 1);
            scripts.report("p", 1, window, line("a", 3, "x"), line("b", 4, "y"));
            fill(scripts);

            assertThatThrownBy(() -> scripts.report("p", 2, window, line("a", 100, ""), line("c", 1, "z")))
                    .isInstanceOf(RedisCliException.class)
                    .hasMessageContaining("OOM");
            assertThat(scripts.text("GET", scripts.keys.marker("p"))).isEqualTo("1");
            assertThat(scripts.text("ZCARD", scripts.keys.counts(Window.second(window))))
                    .isEqualTo("2");

            assertThat(scripts.seal(id, "me")).isEqualTo(2);
            assertThat(scripts.extend(id, "me")).isEqualTo(1);
            assertThat(scripts.acknowledge(id, "me")).isEqualTo(1);
            makeRoom(scripts);
            assertThat(scripts.report("p", 2, window, line("a", 100, ""), line("c", 1, "z")))
                    .containsExactly("1", RawScripts.group("a"));
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
}
