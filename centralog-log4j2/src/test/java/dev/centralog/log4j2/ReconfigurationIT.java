// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import static dev.centralog.log4j2.Application.gather;
import static dev.centralog.log4j2.Application.repeats;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.SharedRedis;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReconfigurationIT {
    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void reconfiguring_leavesNoThreadAndNoConnection() {
        int rounds = 8;
        String text = Configurations.xml("redis=\"" + REDIS.uri() + "\" shutdownTimeout=\"1m\"");
        LoggerContext context = Configurations.XML.start(text);
        long acknowledged = 0;
        for (int round = 0; round < rounds; round++) {
            context.getLogger("a").info("round {}", round);
            CentralogAppender old = context.getConfiguration().getAppender("central");
            context.reconfigure(Configurations.XML.prepare(context, text));
            acknowledged += old.stats().acknowledged();
            assertThat(old.isStopped()).isTrue();
        }
        context.getLogger("a").info("last");
        CentralogAppender last = context.getConfiguration().getAppender("central");
        Awaitility.await().atMost(PATIENCE).until(() -> last.stats().acknowledged() == 1);

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(connections())
                .isEqualTo(1));
        context.stop(30, TimeUnit.SECONDS);

        assertThat(acknowledged).isEqualTo(rounds);
        assertThat(last.isStopped()).isTrue();
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(connections()).isZero();
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(Thread::isAlive)
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("centralog"));
        });
        assertThat(repeats(gather(REDIS.uri()))).isEqualTo(rounds + 1);
    }

    @Test
    void stoppedAppender_startsAgain() {
        Application application = Application.at(REDIS.uri(), "");
        CentralogAppender appender = application.context().getConfiguration().getAppender("central");
        application.logger("a").info("first life");
        assertThat(appender.stop(10, TimeUnit.SECONDS)).isTrue();
        assertThat(appender.stop(10, TimeUnit.SECONDS)).isTrue();

        appender.start();
        appender.start();
        application.logger("a").info("second life");

        assertThat(application.stop()).isTrue();
        assertThat(application.stats().acknowledged()).isEqualTo(1);
        assertThat(repeats(gather(REDIS.uri()))).isEqualTo(2);
    }

    /** Sends everything at TRACE to our appender, in the JVM's own Log4j2, to which Lettuce and Netty log. */
    @Test
    void librariesAtTrace_doNotFeedTheAppender() {
        LoggerContext context = LoggerContext.getContext(false);
        Configuration before = context.getConfiguration();
        String text = Configurations.xml("redis=\"" + REDIS.uri() + "\"");
        context.reconfigure(Configurations.XML.prepare(context, text));
        try {
            CentralogAppender appender = context.getConfiguration().getAppender("central");
            LogManager.getLogger("a").info("the only event");
            Awaitility.await().atMost(PATIENCE).until(() -> appender.stats().acknowledged() == 1);
            // More rounds of shipping: if own lines were shipped, each round would add more of them.
            for (int i = 0; i < 3; i++) {
                int number = i;
                LogManager.getLogger("a").info("more {}", number);
                Awaitility.await().atMost(PATIENCE).until(() -> appender.stats().acknowledged() == number + 2);
            }
            context.reconfigure(before);

            var stats = appender.stats();
            assertThat(stats.acknowledged()).isEqualTo(4);
            assertThat(stats.dropped().get(dev.centralog.DropReason.OWN_LOGGER)).isGreaterThan(1);
            assertThat(stats.logged()).isEqualTo(stats.acknowledged() + stats.totalDropped());
            // One batch per event, one for the second in which the lines before it were dropped, and one at the end.
            assertThat(stats.batches()).isLessThanOrEqualTo(2 * 4 + 1);
        } finally {
            context.reconfigure(before);
        }
        assertThat(gather(REDIS.uri())).allMatch(each -> "a".equals(each.event().logger()));
    }

    private static long connections() {
        return REDIS.get()
                .cli("CLIENT", "LIST")
                .lines()
                .filter(line -> !line.contains("cmd=client"))
                .count();
    }
}
