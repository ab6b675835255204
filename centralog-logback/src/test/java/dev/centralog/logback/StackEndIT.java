// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.status.Status;
import dev.centralog.CentralogStats;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.SharedRedis;
import dev.centralog.testsupport.DeepRecursion;
import dev.centralog.testsupport.Gathering;
import java.time.Duration;
import java.util.Objects;
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
        ConfiguredLogback logback = new ConfiguredLogback()
                .with("<redis>" + REDIS.uri() + "</redis><flushInterval>20 ms</flushInterval><app>" + way + "</app>");
        CentralogAppender appender = logback.appender();
        Logger logger = logback.logger("shop.Cart");

        for (int i = 0; i < TIMES; i++) {
            DeepRecursion.run(way, depth -> logger.info("{}", depth));
            logger.info("behind it");
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(stats(appender).waiting()).isZero());
        logback.close();
        CentralogStats stats = stats(appender);
        assertThat(stats.acknowledged() + stats.totalDropped()).isEqualTo(stats.logged());
        assertThat(logback.said(Status.WARN)).noneMatch(text -> text.contains("are lost"));
        Gathering gathered = Gathering.from(REDIS.uri());
        assertThat(gathered.repeats()).isEqualTo(stats.acknowledged());
        assertThat(gathered.repeatsOf("behind it")).isEqualTo(TIMES);
    }

    private static CentralogStats stats(CentralogAppender appender) {
        return Objects.requireNonNull(appender.stats());
    }
}
