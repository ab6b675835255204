// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.status.Status;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.DropReason;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.testkit.SharedRedis;
import dev.centralog.testsupport.Gathering;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.MDC;

/** Events from Logback's log call to the reading side, through a real Redis. */
class CentralogAppenderIT {
    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    private static String settings() {
        return "<redis>" + REDIS.uri() + "</redis><app>shop</app><flushInterval>20 ms</flushInterval>";
    }

    @Test
    void log_configuredByXml_isGatheredWithItsRepeats() {
        try (ConfiguredLogback logback = new ConfiguredLogback().with(settings())) {
            Logger logger = logback.logger("shop.Cart");
            Objects.requireNonNull(logback.loggers.getMDCAdapter()).put("user", "Ada");
            for (int i = 0; i < 1000; i++) {
                logger.info("added {}", i);
            }
            logger.atWarn()
                    .addKeyValue("order", 17)
                    .setCause(new IllegalStateException("empty"))
                    .log("not paid");
        }

        Gathering gathered = Gathering.from(REDIS.uri());
        assertThat(gathered.repeatsOf("added {}")).isEqualTo(1000);
        assertThat(gathered.repeats()).isEqualTo(1001);
        LogEvent added = gathered.first("added {}").event();
        assertThat(added.message()).isEqualTo("added 0");
        assertThat(added.arguments()).containsExactly(0);
        assertThat(added.origin().app()).isEqualTo("shop");
        assertThat(added.mdc()).containsEntry("user", "Ada");
        assertThat(Objects.requireNonNull(added.location()).className()).isEqualTo(CentralogAppenderIT.class.getName());
        assertThat(Objects.requireNonNull(added.location()).methodName())
                .isEqualTo("log_configuredByXml_isGatheredWithItsRepeats");
        LogEvent notPaid = gathered.first("not paid").event();
        assertThat(notPaid.level()).isEqualTo(Level.WARN);
        assertThat(Objects.requireNonNull(notPaid.thrown()).message()).isEqualTo("empty");
    }

    @Test
    void log_configuredInCode_isGathered() {
        ConfiguredLogback logback = new ConfiguredLogback();
        CentralogAppender appender = new CentralogAppender();
        appender.setContext(logback.loggers);
        appender.setName("CENTRALOG");
        appender.configure(CentralogConfig.defaults()
                .with(Settings.REDIS, REDIS.uri())
                .with(Settings.APP, "from the whole")
                .with(Settings.ENVIRONMENT, "test"));
        appender.setApp("from the setter");
        appender.start();
        logback.logger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(appender);

        logback.logger("shop.Cart").info("hello");
        logback.close();

        LogEvent hello = Gathering.from(REDIS.uri()).first("hello").event();
        assertThat(hello.origin().app()).isEqualTo("from the setter");
        assertThat(hello.origin().environment()).isEqualTo("test");
    }

    @Test
    void log_fromFourThreads_everyEventIsGatheredOnce() throws InterruptedException {
        ConfiguredLogback logback = new ConfiguredLogback().with(settings());
        CentralogAppender appender = logback.appender();
        Logger logger = logback.logger("shop.Cart");

        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(number -> TestThreads.started(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        logger.info("added {} by {}", i, number);
                        logger.debug("looked at {}", i);
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        CentralogStats before = Objects.requireNonNull(appender.stats());
        logback.close();

        assertThat(before.logged()).isEqualTo(80_000);
        assertThat(Gathering.from(REDIS.uri()).repeats()).isEqualTo(80_000);
        assertThat(logback.said(Status.WARN)).isEmpty();
    }

    @Test
    void events_throughWireAndBack_arePrintedAsTheOriginals() {
        Capture capture = new Capture();
        CentralogAppender appender = new CentralogAppender();
        appender.setContext(capture.loggers);
        appender.setRedis(REDIS.uri());
        appender.setMaxMessageBytes("1 MiB");
        appender.setMaxArgumentBytes("1 MiB");
        appender.setMaxFrames("1000");
        appender.setMaxEventBytes("4 MiB");
        appender.start();
        capture.loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(appender);
        SampleEvents.log(capture);
        appender.stop();

        Gathering gathered = Gathering.from(REDIS.uri());
        assertThat(gathered.repeats()).isEqualTo(capture.all().size());
        List<LogEvent> rebuilt =
                gathered.events().stream().map(each -> each.event()).toList();
        for (LogEvent event : rebuilt) {
            Capture.Pair pair = capture.all().stream()
                    .filter(each -> each.data().time().equals(event.time()))
                    .findFirst()
                    .orElseThrow();
            for (String pattern : LogbackEventsTest.PATTERNS) {
                assertThat(printed(capture, pattern, LogbackEvents.of(event)))
                        .as("%s of %s", pattern, event.template())
                        // UTF-8 can't encode half a surrogate pair
                        .isEqualTo(printed(capture, pattern, pair.original()).replace('\uD800', '\uFFFD'));
            }
        }
        assertThat(rebuilt).hasSizeGreaterThan(25);
    }

    private static String printed(Capture capture, String pattern, ILoggingEvent event) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(capture.loggers);
        layout.setPattern(pattern);
        layout.start();
        return layout.doLayout(event);
    }

    @Test
    void asyncAppender_withoutCallerData_foldsByTemplate() {
        try (ConfiguredLogback logback = new ConfiguredLogback().withAsync(settings(), "")) {
            logback.logger("shop.Cart").info("added {}", 1);
            logback.logger("shop.Cart").info("added {}", 2);
        }

        Gathering gathered = Gathering.from(REDIS.uri());
        assertThat(gathered.repeatsOf("added {}")).isEqualTo(2);
        assertThat(gathered.first("added {}").event().location()).isNull();
        assertThat(gathered.first("added {}").event().thread().name())
                .isEqualTo(Thread.currentThread().getName());
        assertThat(gathered.first("added {}").event().thread().id()).isZero();
    }

    @Test
    void asyncAppender_withCallerData_keepsTheCaller() {
        try (ConfiguredLogback logback =
                new ConfiguredLogback().withAsync(settings(), "<includeCallerData>true</includeCallerData>")) {
            logback.logger("shop.Cart").info("added {}", 1);
        }

        assertThat(Objects.requireNonNull(Gathering.from(REDIS.uri())
                                .first("added {}")
                                .event()
                                .location())
                        .methodName())
                .isEqualTo("asyncAppender_withCallerData_keepsTheCaller");
    }

    @Test
    void filter_denying_keepsEventsOutUncounted() {
        ConfiguredLogback logback = new ConfiguredLogback()
                .with(settings()
                        + "<filter class='ch.qos.logback.classic.filter.ThresholdFilter'><level>WARN</level></filter>");
        logback.logger("shop.Cart").info("filtered");
        logback.logger("shop.Cart").warn("kept");
        CentralogStats stats = Objects.requireNonNull(logback.appender().stats());
        logback.close();

        assertThat(stats.logged()).isEqualTo(1);
        assertThat(Gathering.from(REDIS.uri()).events())
                .extracting(each -> each.event().template())
                .containsExactly("kept");
    }

    @Test
    void filter_throwing_isSaidOnceAndCounted() {
        ConfiguredLogback logback = new ConfiguredLogback().with(settings());
        logback.appender().addFilter(new Filter<>() {
            @Override
            public FilterReply decide(ILoggingEvent event) {
                throw new IllegalStateException("broken filter");
            }
        });
        logback.logger("shop.Cart").info("first");
        logback.logger("shop.Cart").info("second");
        CentralogStats stats = Objects.requireNonNull(logback.appender().stats());
        logback.close();

        assertThat(stats.dropped()).containsEntry(DropReason.UNREADABLE, 2L);
        assertThat(logback.said(Status.ERROR)).hasSize(1);
        assertThat(Gathering.from(REDIS.uri()).drops())
                .extracting(drop -> drop.count())
                .containsExactly(2L);
    }

    @Test
    void librariesThatCentralogUsesToo_areTheApplications() {
        ConfiguredLogback logback = new ConfiguredLogback().with(settings());
        logback.logger("reactor.core.publisher.Operators").error("Operator called default onErrorDropped", lost());
        logback.logger("io.lettuce.core.protocol.ConnectionWatchdog").warn("Cannot reconnect");
        logback.logger("io.netty.channel.DefaultChannelPipeline").warn("an exceptionCaught() event was fired", lost());
        logback.close();

        assertThat(Gathering.from(REDIS.uri()).events())
                .extracting(each -> each.event().logger())
                .containsExactlyInAnyOrder(
                        "reactor.core.publisher.Operators",
                        "io.lettuce.core.protocol.ConnectionWatchdog",
                        "io.netty.channel.DefaultChannelPipeline");
    }

    private static Throwable lost() {
        return new IllegalStateException("order lost");
    }

    @Test
    void context_standardMdc_isKept() {
        // The static MDC belongs to the process's own Logback.
        ConfiguredLogback logback = new ConfiguredLogback(
                        (ch.qos.logback.classic.LoggerContext) org.slf4j.LoggerFactory.getILoggerFactory())
                .with(settings());
        try (MDC.MDCCloseable user = MDC.putCloseable("user", "Ada")) {
            logback.logger("shop.Cart").info("with context {}", user);
        } finally {
            logback.loggers.reset();
        }

        assertThat(Gathering.from(REDIS.uri()).first("with context {}").event().mdc())
                .containsEntry("user", "Ada");
    }
}
