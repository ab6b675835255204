// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import static dev.centralog.testsupport.MarkedCalls.CALLS;
import static dev.centralog.testsupport.MarkedCalls.assertExact;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.status.Status;
import dev.centralog.CentralogStats;
import dev.centralog.DropReason;
import dev.centralog.testkit.Hostile.Overflowing;
import dev.centralog.testkit.Hostile.Throwing;
import dev.centralog.testkit.Hostile.ThrowingNumber;
import dev.centralog.testkit.SharedRedis;
import dev.centralog.testsupport.ActionTally;
import dev.centralog.testsupport.Gathering;
import dev.centralog.testsupport.MarkedCalls;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.slf4j.spi.MDCAdapter;

/** Actions from a log call with the marker to the drained slice, over a real Redis. */
class MarkedActionsIT {
    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    private static final Marker ACTION = MarkerFactory.getDetachedMarker("ACTION");

    private static String settings(String more) {
        return "<redis>" + REDIS.uri() + "</redis><flushInterval>20 ms</flushInterval><sliceLength>1 s</sliceLength>"
                + "<actionFlushInterval>50 ms</actionFlushInterval><shutdownTimeout>1 m</shutdownTimeout>" + more;
    }

    private static ConfiguredLogback shop(boolean async, String more) {
        ConfiguredLogback logback = new ConfiguredLogback();
        return async
                ? logback.withAsync(settings(more), "<maxFlushTime>0</maxFlushTime>")
                : logback.with(settings(more));
    }

    private static void act(Logger logger) {
        MarkedCalls.make((user, action, hasValue) -> {
            LoggingEventBuilder call = marked(logger, user, action);
            (hasValue ? call.addKeyValue("value", 19.90) : call).log();
        });
    }

    private static CentralogStats actionStats(CentralogAppender appender) {
        return Objects.requireNonNull(appender.actionStats());
    }

    private static CentralogStats stats(CentralogAppender appender) {
        return Objects.requireNonNull(appender.stats());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keyValues_areCountedExactly_andStoredAsEventsToo(boolean async) {
        ConfiguredLogback logback = shop(async, "");
        CentralogAppender appender = logback.appender();
        act(logback.logger("shop.Cart"));
        logback.close();

        assertThat(actionStats(appender).logged()).isEqualTo(CALLS);
        assertThat(actionStats(appender).acknowledged()).isEqualTo(CALLS);
        assertThat(stats(appender).acknowledged()).isEqualTo(CALLS);
        assertThat(logback.said(Status.INFO)).anyMatch(text -> text.contains("1000 of 1000 actions are in Redis"));
        assertExact(ActionTally.of(REDIS.uri()));
        assertThat(Gathering.from(REDIS.uri()).repeats()).isEqualTo(CALLS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void context_isCounted_ofTheThreadThatLogged(boolean async) {
        ConfiguredLogback logback = shop(async, "<actionEvents>false</actionEvents>");
        CentralogAppender appender = logback.appender();
        Logger logger = logback.logger("shop.Cart");
        MDCAdapter context = Objects.requireNonNull(logback.loggers.getMDCAdapter());
        MarkedCalls.make((user, action, hasValue) -> {
            context.put("user", Integer.toString(user));
            context.put("action", action);
            if (hasValue) {
                context.put("value", "19.90");
            } else {
                context.remove("value");
            }
            logger.info(ACTION, "{} acted", user);
        });
        logback.close();

        assertThat(actionStats(appender).folded()).isPositive();
        assertThat(actionStats(appender).acknowledged()).isEqualTo(CALLS);
        assertThat(stats(appender).logged()).isZero();
        assertExact(ActionTally.of(REDIS.uri()));
    }

    @Test
    void actionEventsFalse_storesAllOtherEvents() {
        ConfiguredLogback logback = shop(false, "<actionEvents>false</actionEvents>");
        CentralogAppender appender = logback.appender();
        Logger logger = logback.logger("shop.Cart");
        act(logger);
        logger.info("unmarked");
        logger.atInfo().addKeyValue("user", 1).addKeyValue("action", "none").log("unmarked key-values");
        logger.info(MarkerFactory.getDetachedMarker("OTHER"), "marked otherwise");
        logger.atInfo().addMarker(ACTION).addKeyValue("user", 1).log("without action");
        logger.atInfo().addMarker(ACTION).addKeyValue("action", "none").log("without user");
        logger.info(ACTION, "without both");
        logback.close();

        assertThat(actionStats(appender).logged()).isEqualTo(CALLS);
        assertThat(stats(appender).logged()).isEqualTo(6);
        assertThat(Gathering.from(REDIS.uri()).events())
                .extracting(each -> each.event().template())
                .containsExactlyInAnyOrder(
                        "unmarked",
                        "unmarked key-values",
                        "marked otherwise",
                        "without action",
                        "without user",
                        "without both");
        assertExact(ActionTally.of(REDIS.uri()));
    }

    @Test
    void settings_reachTheEngine() {
        ConfiguredLogback logback = shop(false, "<actionMarker>USED</actionMarker><actionSamples>2</actionSamples>");
        Marker first = MarkerFactory.getDetachedMarker("FIRST");
        Marker second = MarkerFactory.getDetachedMarker("SECOND");
        second.add(MarkerFactory.getDetachedMarker("USED"));
        for (int i = 0; i < 10; i++) {
            logback.logger("shop.Cart")
                    .atInfo()
                    .addMarker(first)
                    .addMarker(second)
                    .addKeyValue("user", "Ada")
                    .addKeyValue("action", Thread.State.NEW)
                    .addKeyValue("payload", "item " + i)
                    .log();
        }
        act(logback.logger("shop.Cart")); // with a marker that does not count as an action here
        logback.close();

        ActionTally tally = ActionTally.of(REDIS.uri());
        assertThat(tally.of("Ada", "NEW").count()).isEqualTo(10);
        assertThat(tally.count()).isEqualTo(10);
        assertThat(tally.rows()).allMatch(row -> row.totals().samples().size() <= 2);
        assertThat(tally.samples()).contains("item 0", "item 1");
        assertThat(tally.rows()).allMatch(row -> row.sliceLength().toSeconds() == 1);
    }

    /**
     * Checks an element that becomes empty. Logback does not call the setter for an element without text, but it does
     * for one whose text becomes empty.
     */
    @Test
    void emptyMarker_countsNothing() {
        ConfiguredLogback logback =
                shop(false, "<actionMarker>${none:-}</actionMarker><actionEvents>false</actionEvents>");
        CentralogAppender appender = logback.appender();
        act(logback.logger("shop.Cart"));
        logback.close();

        assertThat(actionStats(appender).logged()).isZero();
        assertThat(stats(appender).acknowledged()).isEqualTo(CALLS);
    }

    @Test
    void stats_beforeTheStartAndAfterAnother_areThoseOfTheLastLife() {
        assertThat(new CentralogAppender().actionStats()).isNull();

        ConfiguredLogback logback = shop(false, "");
        CentralogAppender appender = logback.appender();
        act(logback.logger("shop.Cart"));
        appender.stop();
        assertThat(actionStats(appender).acknowledged()).isEqualTo(CALLS);

        appender.start();
        assertThat(actionStats(appender).logged()).isZero();
        logback.logger("shop.Cart")
                .atInfo()
                .addMarker(ACTION)
                .addKeyValue("user", 1)
                .addKeyValue("action", "return")
                .log();
        logback.close();

        assertThat(actionStats(appender).acknowledged()).isEqualTo(1);
        assertThat(ActionTally.of(REDIS.uri()).count()).isEqualTo(CALLS + 1);
    }

    @Test
    void valuesThatAreHostile_harmThemselvesAlone() {
        ConfiguredLogback logback = shop(false, "");
        CentralogAppender appender = logback.appender();
        Logger logger = logback.logger("shop.Cart");
        act(logger);
        marked(logger, new Throwing(), "odd").log();
        marked(logger, "Ada", "pay").addKeyValue("value", new Throwing()).log();
        marked(logger, "Ada", "pay").addKeyValue("payload", new Overflowing()).log();
        marked(logger, new ThrowingNumber(), "odd").log();
        logback.close();

        CentralogStats actions = actionStats(appender);
        assertThat(actions.logged()).isEqualTo(CALLS + 4);
        assertThat(actions.acknowledged()).isEqualTo(CALLS + 3);
        assertThat(actions.dropped()).isEqualTo(Map.of(DropReason.UNREADABLE, 1L));
        assertThat(stats(appender).logged()).isEqualTo(CALLS + 4);
        assertThat(stats(appender).dropped()).isEmpty();
        MarkedCalls.assertHostileHarmedThemselvesAlone(ActionTally.of(REDIS.uri()));
        assertThat(Gathering.from(REDIS.uri()).repeats()).isEqualTo(CALLS + 4);
    }

    @Test
    void valueThatLogsItself_ends() {
        ConfiguredLogback logback = shop(false, "");
        CentralogAppender appender = logback.appender();
        Logger logger = logback.logger("shop.Cart");
        AtomicInteger made = new AtomicInteger();
        Object endless = new Object() {
            @Override
            public String toString() {
                made.incrementAndGet();
                marked(logger, this, "again").log();
                return "Ada";
            }
        };
        marked(logger, endless, "outer").log();
        logback.close();

        assertThat(made.get()).isPositive();
        assertThat(stats(appender).dropped()).containsOnlyKeys(DropReason.RECURSION);
        assertThat(stats(appender).acknowledged() + stats(appender).totalDropped())
                .isEqualTo(stats(appender).logged());
        ActionTally tally = ActionTally.of(REDIS.uri());
        assertThat(tally.of("Ada", "outer").count()).isEqualTo(1);
        assertThat(tally.count()).isEqualTo(actionStats(appender).acknowledged());
    }

    private static LoggingEventBuilder marked(Logger logger, Object user, String action) {
        return logger.atInfo().addMarker(ACTION).addKeyValue("user", user).addKeyValue("action", action);
    }
}
