// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LongCableIT {
    private static final Duration DELAY = Duration.ofMillis(50);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void answers_comeWholeAndLate() {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                LongCable cable = LongCable.to(redis.port(), DELAY);
                RedisCli cli = new RedisCli(cable.port(), LIMIT)) {
            String large = "x".repeat(300_000);
            cli.call("SET", "large", large);
            long startNanos = System.nanoTime();

            assertThat(RedisCli.text(cli.call("GET", "large"))).isEqualTo(large);
            assertThat(System.nanoTime() - startNanos).isGreaterThanOrEqualTo(DELAY.toNanos());
        }
    }

    @Test
    @SuppressWarnings("try") // the test closes it in the middle
    void closing_endsConnections() {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                LongCable cable = LongCable.to(redis.port(), DELAY);
                RedisCli cli = new RedisCli(cable.port(), LIMIT)) {
            assertThat(RedisCli.text(cli.call("PING"))).isEqualTo("PONG");
            cable.close();

            assertThat(catchThrowable(() -> cli.call("PING"))).isNotNull();
        }
    }
}
