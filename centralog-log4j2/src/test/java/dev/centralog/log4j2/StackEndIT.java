// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogStats;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.SharedRedis;
import dev.centralog.testsupport.DeepRecursion;
import dev.centralog.testsupport.Gathering;
import java.time.Duration;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events that are logged when the stack is nearly full are counted once each, and do not harm later ones. */
class StackEndIT {
    private static final int TIMES = Faults.times(5, 40);

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @ParameterizedTest
    @EnumSource
    void recursion_thatLogs_keepsTheLaw(DeepRecursion.Way way) throws InterruptedException {
        try (StatusRecorder status = new StatusRecorder(Level.WARN)) {
            Application application = Application.at(REDIS.uri(), "flushInterval=\"20ms\" app=\"" + way + "\"");
            Logger logger = application.logger("shop.Cart");

            for (int i = 0; i < TIMES; i++) {
                DeepRecursion.run(way, depth -> logger.info("{}", depth));
                logger.info("behind it");
            }

            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                            application.stats().waiting())
                    .isZero());
            application.stop();
            CentralogStats stats = application.stats();
            assertThat(stats.acknowledged() + stats.totalDropped()).isEqualTo(stats.logged());
            assertThat(status.messages(Level.WARN, "are lost")).isEmpty();
            Gathering gathered = Gathering.from(REDIS.uri());
            assertThat(gathered.repeats()).isEqualTo(stats.acknowledged());
            assertThat(gathered.repeatsOf("behind it")).isEqualTo(TIMES);
        }
    }
}
