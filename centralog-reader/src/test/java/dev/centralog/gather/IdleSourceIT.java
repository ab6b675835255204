// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import java.time.Duration;

/** Tests of how often a source looks at Redis if there is nothing to claim. */
class IdleSourceIT {
    private static final Duration WAIT = Duration.ofSeconds(3);

    private static CentralogConfig config(LocalRedis redis) {
        return CentralogConfig.defaults().with(Settings.REDIS, redis.uri());
    }

    /**
     * Returns the number of looks, by the write without effect that each look begins with. The command TIME would not do: it is
     * also called when Redis gets its id.
     */
    private static int looks(LocalRedis redis) {
        return redis.cli("INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_zrem:calls="))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("^.*?calls=(\\d+),.*$", "$1")))
                .sum();
    }

    @EachRedis(isOneEnough = true)
    void claim_ofEvents_looksOnceASecond(LocalRedis redis) throws InterruptedException {
        int before = looks(redis);
        try (EventSource source = EventSource.open(config(redis), (severity, message, cause) -> {})) {
            assertThat(source.claim(WAIT)).isNull();
        }
        assertThat(looks(redis) - before).isBetween(1, 4);
    }

    @EachRedis(isOneEnough = true)
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
