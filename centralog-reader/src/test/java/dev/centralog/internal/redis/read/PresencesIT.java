// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.Logs;
import dev.centralog.Settings;
import dev.centralog.testkit.SharedRedis;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests of what gatherers say of themselves in Redis, and of what waits there, by process. */
class PresencesIT {
    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    private static final String KEY = "{cl.2:0}:gatherers";

    private static CentralogConfig config() {
        return CentralogConfig.defaults().with(Settings.REDIS, REDIS.uri());
    }

    private static List<Presence> seen() {
        try (RedisLook look = RedisLook.open(config())) {
            return look.gatherers();
        }
    }

    @Test
    void say_againAndAgain_isOneGathererUntilItLeaves() {
        try (Presences one = new Presences(config());
                Presences other = new Presences(config())) {
            one.say("one", "web 1\u202e", 17, "0.1.0");
            other.say("other", "web-2", 18, "0.1.0");
            long since = seen().stream()
                    .filter(each -> each.id().equals("one"))
                    .findFirst()
                    .orElseThrow()
                    .sinceMillis();

            one.say("one", "web 1\u202e", 17, "0.1.0");
            other.leave();

            assertThat(seen()).singleElement().satisfies(each -> {
                assertThat(each.id()).isEqualTo("one");
                assertThat(each.host()).isEqualTo("web_1_");
                assertThat(each.pid()).isEqualTo(17);
                assertThat(each.version()).isEqualTo("0.1.0");
                assertThat(each.sinceMillis()).isEqualTo(since);
                assertThat(each.seenMillis()).isGreaterThanOrEqualTo(since);
            });
        }
    }

    @Test
    void say_oldAndUnreadableFields_areRemoved() {
        for (String value : List.of("", "2 1 1 1 x y", "1 x 1 1 v h", "1 1 1 1 v", "1 5 5 5 0.1.0 long-gone")) {
            REDIS.get().cli("HSET", KEY, "field " + value.length(), value);
        }
        assertThat(seen()).extracting(Presence::host).containsExactly("long-gone");

        try (Presences one = new Presences(config())) {
            one.say("one", "web-1", 17, "0.1.0");
        }

        assertThat(REDIS.get().cliList("HKEYS", KEY)).containsExactly("one");
    }

    @Test
    void leave_nothingSaid_writesNothing() {
        try (Presences one = new Presences(config())) {
            one.leave();
        }

        assertThat(REDIS.get().cli("DBSIZE")).isEqualTo("0");
    }

    @Test
    void waiting_eventsOfTwoProcesses_areCountedByProcess() {
        Logs.log(
                config(),
                Logs.event("a", Logs.ago(Duration.ZERO)),
                Logs.event("b", Logs.ago(Duration.ZERO)),
                Logs.event("b", Logs.ago(Duration.ZERO)));
        Logs.log(config(), Logs.event("b", Logs.ago(Duration.ZERO)));

        try (RedisLook look = RedisLook.open(config())) {
            RedisLook.Waiting waiting = look.waiting();

            assertThat(waiting.events().values()).containsExactlyInAnyOrder(3L, 1L);
            assertThat(waiting.events().keySet()).allMatch(each -> each.matches("[0-9a-f]{16}"));
            assertThat(waiting.complete()).isTrue();
        }
    }
}
