// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.core.status.Status;
import dev.centralog.CentralogStats;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.SharedRedis;
import dev.centralog.testsupport.Gathering;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that starting, stopping and reconfiguring leave no event, no thread and no connection behind. */
class LifecycleIT {
    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    private static String settings(int attempt) {
        return "<redis>" + REDIS.uri() + "</redis><flushInterval>20 ms</flushInterval><app>shop" + attempt + "</app>";
    }

    @Test
    void reconfiguration_manyTimes_leavesNothing() {
        ConfiguredLogback logback = new ConfiguredLogback();
        for (int attempt = 1; attempt <= 5; attempt++) {
            logback.with(settings(attempt));
            logback.logger("shop.Cart").info("in configuration {}", attempt);
            CentralogAppender appender = logback.appender();
            Awaitility.await().until(() -> stats(appender).acknowledged() == 1);
            assertThat(connections(REDIS.get())).isEqualTo(1);
        }
        logback.close();

        Awaitility.await().untilAsserted(() -> {
            assertThat(TestThreads.ofCentralog()).isEmpty();
            assertThat(connections(REDIS.get())).isZero();
        });
        assertThat(Gathering.from(REDIS.uri()).events())
                .extracting(each -> each.event().origin().app())
                .containsExactlyInAnyOrder("shop1", "shop2", "shop3", "shop4", "shop5");
    }

    @Test
    void appender_stoppedAndStarted_shipsAgain() {
        ConfiguredLogback logback = new ConfiguredLogback().with(settings(1));
        CentralogAppender appender = logback.appender();
        logback.logger("shop.Cart").info("first life");

        appender.stop();
        appender.stop();
        assertThat(appender.isStarted()).isFalse();
        assertThat(appender.stats()).isNotNull();
        assertThat(appender.stats().acknowledged()).isEqualTo(1);
        appender.start();
        appender.start();
        logback.logger("shop.Cart").info("second life");
        logback.close();

        assertThat(Gathering.from(REDIS.uri()).events())
                .extracting(each -> each.event().template())
                .containsExactlyInAnyOrder("first life", "second life");
        assertThat(logback.said(Status.WARN)).isEmpty();
        Awaitility.await()
                .untilAsserted(() -> assertThat(connections(REDIS.get())).isZero());
    }

    @Test
    void stop_whileOthersLog_losesNothingUncounted() throws InterruptedException {
        ConfiguredLogback logback = new ConfiguredLogback().with(settings(1));
        CentralogAppender appender = logback.appender();
        Thread logging = TestThreads.started(() -> {
            while (appender.isStarted()) {
                logback.logger("shop.Cart").info("under way");
            }
        });
        Awaitility.await().until(() -> stats(appender).acknowledged() > 0);

        logback.close();
        logging.join();

        String counted = logback.said(Status.INFO).stream()
                .filter(text -> text.contains("is stopped"))
                .findFirst()
                .orElseThrow();
        long acknowledged = Long.parseLong(counted.replaceAll(".*stopped: (\\d+) of.*", "$1"));
        assertThat(Gathering.from(REDIS.uri()).repeats()).isEqualTo(acknowledged);
    }

    @Test
    void start_withUnusedAppender_connectsToNothing() {
        ConfiguredLogback logback = new ConfiguredLogback().with(settings(1));

        assertThat(connections(REDIS.get())).isZero();
        logback.close();
        assertThat(connections(REDIS.get())).isZero();
    }

    private static long connections(LocalRedis redis) {
        return redis.cli("CLIENT", "LIST")
                .lines()
                .filter(line -> line.contains("name=centralog"))
                .count();
    }

    private static CentralogStats stats(CentralogAppender appender) {
        return Objects.requireNonNull(appender.stats());
    }
}
