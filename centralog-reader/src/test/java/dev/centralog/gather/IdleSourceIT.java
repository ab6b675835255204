// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import java.time.Duration;

/** How often sources look that have nothing to claim. */
class IdleSourceIT {
    private static final Duration WAIT = Duration.ofSeconds(3);

    private static CentralogConfig config(LocalRedis redis) {
        return CentralogConfig.defaults().with(Settings.REDIS, redis.uri());
    }

    /** Each look begins with a write that changes nothing; the time is asked for by who gives Redis its id, too. */
    private static int looks(LocalRedis redis) {
        return redis.cli("INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_zrem:calls="))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("^.*?calls=(\\d+),.*$", "$1")))
                .sum();
    }

    @EachRedis
    void claim_ofEvents_looksOnceASecond(LocalRedis redis) throws InterruptedException {
        int before = looks(redis);
        try (EventSource source = EventSource.open(config(redis), (severity, message, cause) -> {})) {
            assertThat(source.claim(WAIT)).isNull();
        }
        assertThat(looks(redis) - before).isBetween(1, 4);
    }

    @EachRedis
    void claims_ofActionsOneAfterTheOther_lookOnceInFiveSeconds(LocalRedis redis) throws InterruptedException {
        int before = looks(redis);
        try (ActionSource source = ActionSource.open(config(redis), (severity, message, cause) -> {})) {
            for (int claim = 0; claim < 10; claim++) {
                assertThat(source.claim(WAIT.dividedBy(10))).isNull();
            }
        }
        assertThat(looks(redis) - before).isBetween(1, 2);
    }
}
