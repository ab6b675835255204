// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.status.Status;
import dev.centralog.CentralogStats;
import dev.centralog.DropReason;
import dev.centralog.testkit.FreePorts;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testsupport.Gathering;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the application goes on and the law holds, whatever Redis or the events do. */
class TroubleIT {
    private static final String QUICK = "<flushInterval>20 ms</flushInterval><connectTimeout>500 ms</connectTimeout>"
            + "<commandTimeout>500 ms</commandTimeout><shutdownTimeout>2 s</shutdownTimeout>";

    private static String settings(String uri) {
        return "<redis>" + uri + "</redis>" + QUICK;
    }

    @Test
    void redis_absentAtStart_getsTheEventsWhenItArrives() {
        int port = FreePorts.next();
        try (ConfiguredLogback logback = new ConfiguredLogback().with(settings("redis://127.0.0.1:" + port))) {
            logback.logger("shop.Cart").info("early {}", 1);
            logback.logger("shop.Cart").info("early {}", 2);
            CentralogAppender appender = logback.appender();
            Awaitility.await().until(() -> !logback.said(Status.WARN).isEmpty());
            assertThat(stats(appender).waiting()).isEqualTo(2);

            try (LocalRedis redis =
                    LocalRedis.builder(LocalRedis.Version.newest()).port(port).start()) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> stats(appender).acknowledged() == 2);
                assertThat(Gathering.from(redis.uri()).repeatsOf("early {}")).isEqualTo(2);
            }
        }
    }

    @Test
    void redis_neverThere_stopIsBoundedAndSaysWhatItLeft() {
        ConfiguredLogback logback = new ConfiguredLogback().with(settings("redis://127.0.0.1:" + FreePorts.next()));
        logback.logger("shop.Cart").info("lost {}", 1);
        logback.logger("shop.Cart").info("lost {}", 2);

        logback.appender().stop();

        assertThat(logback.said(Status.WARN)).anyMatch(text -> text.contains("2 events or actions were not confirmed"));
        assertThat(logback.said(Status.INFO))
                .anyMatch(text -> text.contains("0 of 2 events are in Redis, dropped {shutdown=2}"));
        logback.close();
    }

    @Test
    void stats_whileStopWaits_areThoseOfTheLifeThatEnds() throws InterruptedException {
        ConfiguredLogback logback = new ConfiguredLogback().with(settings("redis://127.0.0.1:" + FreePorts.next()));
        CentralogAppender appender = logback.appender();
        logback.logger("shop.Cart").info("lost {}", 1);
        Thread stopping = TestThreads.started(appender::stop);

        Awaitility.await().until(() -> !appender.isStarted());
        assertThat(stats(appender).logged()).isEqualTo(1);
        assertThat(appender.actionStats()).isNotNull();

        stopping.join();
        assertThat(stats(appender).logged()).isEqualTo(1);
        assertThat(stats(appender).waiting()).isZero();
        logback.close();
    }

    @Test
    void eventsWhileStopWaits_andBehindIt_areCountedAsDropped() throws InterruptedException {
        ConfiguredLogback logback = new ConfiguredLogback().with(settings("redis://127.0.0.1:" + FreePorts.next()));
        CentralogAppender appender = logback.appender();
        logback.logger("shop.Cart").info("lost {}", 1);
        Thread stopping = TestThreads.started(appender::stop);

        Awaitility.await().until(() -> !appender.isStarted());
        for (int i = 0; i < 4000; i++) {
            logback.logger("shop.Cart").info("late {}", i);
        }
        stopping.join();
        logback.logger("shop.Cart").info("later still");

        CentralogStats stats = stats(appender);
        assertThat(stats.logged()).isEqualTo(4002);
        assertThat(stats.waiting()).isZero();
        assertThat(stats.totalDropped()).isEqualTo(4002);
        assertThat(stats.dropped().get(DropReason.CLOSED)).isGreaterThanOrEqualTo(1);
        logback.close();
    }

    @Test
    void eventsAtAReload_whileTheOldAppenderStops_areCountedAndSaid() throws InterruptedException {
        ConfiguredLogback logback = new ConfiguredLogback().with(settings("redis://127.0.0.1:" + FreePorts.next()));
        CentralogAppender appender = logback.appender();
        logback.logger("shop.Cart").info("lost {}", 1);
        AtomicLong logged = new AtomicLong(1);
        Thread reloading = TestThreads.started(logback.loggers::reset);

        Awaitility.await()
                .until(() -> stats(appender).dropped().containsKey(DropReason.CLOSED) || late(logback, logged));
        reloading.join();

        assertThat(stats(appender).logged()).isEqualTo(logged.get());
        assertThat(stats(appender).totalDropped()).isEqualTo(logged.get());
        assertThat(logback.said(Status.INFO))
                .anyMatch(text -> text.contains("dropped {closed=" + (logged.get() - 1) + ", shutdown=1}"));
        assertThat(logback.said(Status.WARN))
                .anyMatch(text -> text.contains((logged.get() - 1)
                        + " events or actions were dropped (reason 'closed'): they were logged while"));
    }

    /** Logs one more event once the appender is being stopped. */
    private static boolean late(ConfiguredLogback logback, AtomicLong logged) {
        if (!logback.appender().isStarted()) {
            logged.incrementAndGet();
            logback.logger("shop.Cart").info("late");
        }
        return false;
    }

    @Test
    void password_wrong_isSaidWithoutShowingIt() {
        try (LocalRedis redis = LocalRedis.builder(LocalRedis.Version.newest())
                .password("right-one")
                .start()) {
            ConfiguredLogback logback = new ConfiguredLogback()
                    .with(settings("redis://127.0.0.1:" + redis.port()) + "<redisPassword>hunter2</redisPassword>");
            logback.logger("shop.Cart").info("kept waiting");

            Awaitility.await().until(() -> !logback.said(Status.WARN).isEmpty());

            assertThat(logback.said(Status.WARN).get(0)).contains("[CENTRALOG]").containsIgnoringCase("password");
            logback.close();
            assertThat(logback.loggers.getStatusManager().getCopyOfStatusList())
                    .noneMatch(status -> (status + " " + status.getThrowable()).contains("hunter2"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://user:hunter2@127.0.0.1:1/first",
                "redis://user:hunter2@127.0.0.1:99999",
                "redis://user:hunter2@127.0.0.1:1/-1",
                "redis://user:hunter2@127.0.0.1:1?timeout=soon"
            })
    void uri_thatTheClientMayNotTake_isSaidAndHarmsNothing(String uri) {
        ConfiguredLogback logback =
                new ConfiguredLogback().with(settings(uri) + "<shutdownTimeout>0 s</shutdownTimeout>");
        logback.logger("shop.Cart").info("goes on");
        CentralogAppender appender = logback.appender();

        Awaitility.await()
                .until(() -> !appender.isStarted() || !logback.said(Status.WARN).isEmpty());

        logback.close();
        assertThat(logback.said(Status.WARN)).isNotEmpty();
        assertThat(logback.loggers.getStatusManager().getCopyOfStatusList())
                .noneMatch(status -> (status + " " + status.getThrowable()).contains("hunter2"));
    }

    @Test
    void arguments_hostile_harmNothing() {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest())) {
            ConfiguredLogback logback = new ConfiguredLogback().with(settings(redis.uri()));
            Logger logger = logback.logger("shop.Cart");
            logger.info("throwing {}", new Object() {
                @Override
                public String toString() {
                    throw new IllegalStateException("hostile");
                }
            });
            logger.info("overflowing {}", new Object() {
                @Override
                @SuppressWarnings("InfiniteRecursion") // the recursion is the test
                public String toString() {
                    return toString() + "!";
                }
            });
            logger.info("large {}", "x".repeat(10 << 20));
            logger.info("y".repeat(10 << 20));
            logger.info((String) null);
            CentralogStats stats = stats(logback.appender());
            logback.close();

            assertThat(stats.logged()).isEqualTo(5);
            assertThat(stats.dropped()).isEmpty();
            Gathering gathered = Gathering.from(redis.uri());
            assertThat(gathered.repeats()).isEqualTo(5);
            assertThat(gathered.first("large {}").event().cuts()).containsKey("message");
        }
    }

    @Test
    void input_ofAnApplicationThatLogsBadly_isStoredAndFreed() {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest())) {
            ConfiguredLogback logback = new ConfiguredLogback().with(settings(redis.uri()));
            CentralogAppender appender = logback.appender();
            for (int i = 0; i < 2000; i++) {
                logback.logger("shop.Cart").info("concatenated " + i);
                logback.logger("shop.Cart").info("steady {}", i);
                logback.logger("request." + i).info("handled");
            }
            logback.logger("shop.Cart").info("huge {}", "x".repeat(100 << 20));
            logback.logger("shop.Cart").info("many {}", Collections.nCopies(1_000_000, "entry"));
            logback.logger("shop.Cart").info("failing {}", new Object() {
                @Override
                public String toString() {
                    throw new AssertionError("hostile");
                }
            });
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() ->
                            stats(appender).waiting() == 0 && stats(appender).bufferedBytes() == 0);
            CentralogStats stats = stats(appender);
            logback.close();

            assertThat(stats.logged()).isEqualTo(6003);
            assertThat(stats.dropped()).isEmpty();
            Gathering gathered = Gathering.from(redis.uri());
            assertThat(gathered.repeats()).isEqualTo(6003);
            assertThat(gathered.repeatsOf("steady {}")).isEqualTo(2000);
            assertThat(gathered.repeatsOf("handled")).isEqualTo(2000);
            assertThat(gathered.repeatsOf(
                            each -> String.valueOf(each.event().template()).startsWith("concatenated ")))
                    .isEqualTo(2000);
        }
    }

    @Test
    void filter_thatFailsAnAssertion_harmsNothing() {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest())) {
            ConfiguredLogback logback = new ConfiguredLogback().with(settings(redis.uri()));
            logback.appender().addFilter(new Filter<>() {
                @Override
                public FilterReply decide(ILoggingEvent event) {
                    throw new AssertionError("hostile");
                }
            });
            logback.logger("shop.Cart").info("filtered");
            CentralogStats stats = stats(logback.appender());
            logback.close();

            assertThat(stats.dropped()).isEqualTo(Map.of(DropReason.UNREADABLE, 1L));
            assertThat(stats.logged()).isEqualTo(1);
        }
    }

    @Test
    void argument_thatLogs_isLoggedAndItsOwnCounted() {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest())) {
            ConfiguredLogback logback = new ConfiguredLogback().with(settings(redis.uri()));
            Logger logger = logback.logger("shop.Cart");
            logger.info("outer {}", new Object() {
                @Override
                public String toString() {
                    logger.info("inner");
                    return "text";
                }
            });
            logger.info("endless {}", new Object() {
                @Override
                public String toString() {
                    logger.info("again {}", this);
                    return "text";
                }
            });
            CentralogAppender appender = logback.appender();
            Awaitility.await().until(() -> stats(appender).waiting() == 0);
            CentralogStats stats = stats(appender);
            logback.close();

            Gathering gathered = Gathering.from(redis.uri());
            assertThat(gathered.first("outer {}").event().message()).isEqualTo("outer text");
            assertThat(gathered.repeatsOf("inner")).isPositive();
            assertThat(gathered.repeatsOf("again {}")).isPositive();
            assertThat(stats.dropped()).containsOnlyKeys(DropReason.RECURSION);
            assertThat(gathered.repeats()).isEqualTo(stats.acknowledged());
            assertThat(stats.logged()).isEqualTo(stats.acknowledged() + stats.totalDropped());
            assertThat(gathered.drops())
                    .allMatch(drop -> drop.reason().equals("recursion"))
                    .extracting(drop -> drop.count())
                    .containsExactly(stats.totalDropped());
        }
    }

    /** Checks the client's lines; behind an asynchronous appender they do not arrive on the thread that logged them. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void client_atTrace_doesNotLogItself(boolean behindAsync) {
        // Lettuce and Netty log to the process's own Logback.
        ConfiguredLogback logback = new ConfiguredLogback(
                (ch.qos.logback.classic.LoggerContext) org.slf4j.LoggerFactory.getILoggerFactory());
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest())) {
            if (behindAsync) {
                logback.withAsync(settings(redis.uri()), "");
            } else {
                logback.with(settings(redis.uri()));
            }
            CentralogAppender appender = logback.appender();
            assertThat(org.slf4j.LoggerFactory.getLogger("io.lettuce.core").isTraceEnabled())
                    .isTrue();
            for (int i = 1; i <= 3; i++) {
                int number = i;
                logback.logger("shop.Cart").info("ours {}", number);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> stats(appender).acknowledged() == number);
            }
            logback.loggers.reset();

            CentralogStats stats = stats(appender);
            assertThat(stats.dropped()).containsOnlyKeys(DropReason.OWN_LOGGER);
            Gathering gathered = Gathering.from(redis.uri());
            assertThat(gathered.repeats()).isEqualTo(3);
            assertThat(gathered.drops()).isNotEmpty().allMatch(drop -> drop.reason()
                    .equals(DropReason.OWN_LOGGER.label()));
            assertThat(gathered.drops().stream().mapToLong(drop -> drop.count()).sum())
                    .isBetween(1L, stats.dropped().get(DropReason.OWN_LOGGER));
            // One of the event and at most two of what the client has said about it; and the sign of the start. No more
            // by themselves.
            assertThat(stats.batches()).isLessThanOrEqualTo(3 * 3 + 1);
        } finally {
            logback.loggers.reset();
        }
    }

    @Test
    void redis_diesAndReturns_nothingIsLost() {
        try (LocalRedis redis = LocalRedis.builder(LocalRedis.Version.newest())
                        .config("appendonly yes", "appendfsync always")
                        .start();
                ConfiguredLogback logback = new ConfiguredLogback().with(settings(redis.uri()))) {
            CentralogAppender appender = logback.appender();
            logback.logger("shop.Cart").info("before");
            Awaitility.await().until(() -> stats(appender).acknowledged() == 1);
            redis.kill();
            logback.logger("shop.Cart").info("between");
            redis.start();
            logback.logger("shop.Cart").info("after");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> stats(appender).acknowledged() == 3);

            assertThat(Gathering.from(redis.uri()).events())
                    .extracting(each -> each.event().template())
                    .containsExactlyInAnyOrder("before", "between", "after");
        }
    }

    private static CentralogStats stats(CentralogAppender appender) {
        return Objects.requireNonNull(appender.stats());
    }
}
