// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import static dev.centralog.log4j2.Application.gather;
import static dev.centralog.log4j2.Application.messages;
import static dev.centralog.log4j2.Application.repeats;
import static dev.centralog.testsupport.MarkedCalls.CALLS;
import static dev.centralog.testsupport.MarkedCalls.assertExact;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogStats;
import dev.centralog.DropReason;
import dev.centralog.testkit.Hostile.Overflowing;
import dev.centralog.testkit.Hostile.Throwing;
import dev.centralog.testkit.Hostile.ThrowingNumber;
import dev.centralog.testkit.SharedRedis;
import dev.centralog.testsupport.ActionTally;
import dev.centralog.testsupport.MarkedCalls;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.apache.logging.log4j.CloseableThreadContext;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.MarkerManager.Log4jMarker;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.slf4j.Log4jLogger;
import org.apache.logging.slf4j.Log4jMarkerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Actions from a log call with the marker to the drained slice, over a real Redis. */
class MarkedActionsIT {
    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    private static final Marker ACTION = MarkerManager.getMarker("ACTION");

    private static String attributes(String more) {
        return "redis=\"" + REDIS.uri() + "\" sliceLength=\"1s\" actionFlushInterval=\"50ms\" shutdownTimeout=\"1m\" "
                + more;
    }

    private static Application shop(String more) {
        return new Application(Configurations.XML, Configurations.xml(attributes(more)));
    }

    private static void act(Logger logger) {
        MarkedCalls.make((user, action, hasValue) -> {
            StringMapMessage message = new StringMapMessage().with("user", user).with("action", action);
            logger.info(ACTION, hasValue ? message.with("value", 19.90) : message);
        });
    }

    @ParameterizedTest
    @EnumSource
    void mapMessages_areCountedExactly_andStoredAsEventsToo(Delivering way) {
        try (Application application = new Application(way.start(Configurations.xml(attributes(""))))) {
            act(application.logger("shop"));
            assertThat(application.stop()).isTrue();

            CentralogStats stats = application.actionStats();
            assertThat(stats.logged()).isEqualTo(CALLS);
            assertThat(stats.acknowledged()).isEqualTo(CALLS);
            assertThat(application.stats().acknowledged()).isEqualTo(CALLS);
        }

        assertExact(ActionTally.of(REDIS.uri()));
        assertThat(repeats(gather(REDIS.uri()))).isEqualTo(CALLS);
    }

    @ParameterizedTest
    @EnumSource
    void context_isCounted_ofTheThreadThatLogged(Delivering way) {
        try (Application application =
                new Application(way.start(Configurations.xml(attributes("actionEvents=\"false\""))))) {
            Logger logger = application.logger("shop");
            MarkedCalls.make((user, action, hasValue) -> {
                try (var context = CloseableThreadContext.put("user", Integer.toString(user))
                        .put("action", action)) {
                    if (hasValue) {
                        context.put("value", "19.90");
                    }
                    logger.info(ACTION, "{} acted", user);
                }
            });
            assertThat(application.stop()).isTrue();
            assertThat(application.actionStats().folded()).isPositive();
            assertThat(application.stats().logged()).isZero();
        }

        assertExact(ActionTally.of(REDIS.uri()));
    }

    @Test
    void keyValuesOfSlf4j_areCounted() throws InterruptedException {
        try (Application application = shop("actionEvents=\"false\"")) {
            bySlf4j(application, MarkedActionsIT::act);
            assertThat(application.stop()).isTrue();
            assertThat(application.stats().logged()).isZero();
        }

        assertExact(ActionTally.of(REDIS.uri()));
    }

    @Test
    void nullOfSlf4j_isTheTextThatTheBridgeMakesOfIt() throws InterruptedException {
        try (Application application = shop("")) {
            bySlf4j(application, (logger, sale) -> logger.atInfo()
                    .addMarker(sale)
                    .addKeyValue("user", (Object) null)
                    .addKeyValue("action", "view")
                    .log());
            assertThat(application.stop()).isTrue();
        }

        assertThat(ActionTally.of(REDIS.uri()).of("null", "view").count()).isEqualTo(1);
    }

    /**
     * Makes the calls on a thread of their own: the bridge leaves its class name in the thread's builder of fluent
     * calls, and from then on Log4j2's own fluent calls on that thread have no location.
     */
    private static void bySlf4j(Application application, BiConsumer<org.slf4j.Logger, org.slf4j.Marker> calls)
            throws InterruptedException {
        Log4jMarkerFactory markers = new Log4jMarkerFactory();
        org.slf4j.Marker sale = markers.getDetachedMarker("SALE");
        sale.add(markers.getMarker("ACTION"));
        org.slf4j.Logger logger = new Log4jLogger(markers, application.logger("shop"), "shop");
        Thread thread = new Thread(() -> calls.accept(logger, sale), "slf4j");
        thread.start();
        thread.join();
    }

    private static void act(org.slf4j.Logger logger, org.slf4j.Marker sale) {
        MarkedCalls.make((user, action, hasValue) -> {
            var call = logger.atInfo().addMarker(sale).addKeyValue("user", user).addKeyValue("action", action);
            (hasValue ? call.addKeyValue("value", 19.90) : call).log("acted");
        });
    }

    @Test
    void actionEventsFalse_storesAllOtherEvents() {
        try (Application application = shop("actionEvents=\"false\"")) {
            Logger logger = application.logger("shop");
            act(logger);
            logger.info("unmarked {}", 1);
            logger.info(new StringMapMessage().with("user", 1).with("action", "unmarked"));
            logger.info(MarkerManager.getMarker("OTHER"), "marked otherwise");
            logger.info(ACTION, new StringMapMessage().with("user", 1));
            logger.info(ACTION, new StringMapMessage().with("action", "nobody's"));
            logger.info(ACTION, "neither");
            assertThat(application.stop()).isTrue();
            assertThat(application.actionStats().logged()).isEqualTo(CALLS);
            assertThat(application.stats().logged()).isEqualTo(6);
        }

        assertThat(messages(gather(REDIS.uri())))
                .containsExactlyInAnyOrder(
                        "unmarked 1",
                        "action=\"unmarked\" user=\"1\"",
                        "marked otherwise",
                        "user=\"1\"",
                        "action=\"nobody's\"",
                        "neither");
        assertExact(ActionTally.of(REDIS.uri()));
    }

    @Test
    void settings_reachTheEngine() {
        Marker used = new Log4jMarker("USED");
        used.setParents(new Log4jMarker("PARENT").setParents(used));
        try (Application application = shop("actionMarker=\"PARENT\" actionSamples=\"2\"")) {
            for (int i = 0; i < 10; i++) {
                application
                        .logger("shop")
                        .info(
                                used,
                                new StringMapMessage()
                                        .with("user", "Ada")
                                        .with("action", Thread.State.NEW)
                                        .with("payload", "item " + i));
            }
            act(application.logger("shop")); // with a marker that does not count as an action here
            assertThat(application.stop()).isTrue();
        }

        ActionTally tally = ActionTally.of(REDIS.uri());
        assertThat(tally.of("Ada", "NEW").count()).isEqualTo(10);
        assertThat(tally.count()).isEqualTo(10);
        assertThat(tally.rows()).allMatch(row -> row.totals().samples().size() <= 2);
        assertThat(tally.samples()).contains("item 0", "item 1");
        assertThat(tally.rows()).allMatch(row -> row.sliceLength().toSeconds() == 1);
    }

    @Test
    void emptyMarker_countsNothing() {
        try (Application application = shop("actionMarker=\"\" actionEvents=\"false\"")) {
            act(application.logger("shop"));
            assertThat(application.stop()).isTrue();
            assertThat(application.actionStats().logged()).isZero();
            assertThat(application.stats().acknowledged()).isEqualTo(CALLS);
        }
    }

    @Test
    void valuesThatAreHostile_harmThemselvesAlone() {
        try (Application application = shop("")) {
            Logger logger = application.logger("shop");
            act(logger);
            logger.info(
                    ACTION, new StringMapMessage().with("user", new Throwing()).with("action", "odd"));
            logger.info(
                    ACTION,
                    new StringMapMessage()
                            .with("user", "Ada")
                            .with("action", "pay")
                            .with("value", new Throwing()));
            logger.info(
                    ACTION,
                    new StringMapMessage()
                            .with("user", "Ada")
                            .with("action", "pay")
                            .with("payload", new Overflowing()));
            logger.info(
                    ACTION,
                    new StringMapMessage().with("user", new ThrowingNumber()).with("action", "odd"));
            assertThat(application.stop()).isTrue();

            CentralogStats actions = application.actionStats();
            assertThat(actions.logged()).isEqualTo(CALLS + 4);
            assertThat(actions.acknowledged()).isEqualTo(CALLS + 3);
            assertThat(actions.dropped()).isEqualTo(Map.of(DropReason.UNREADABLE, 1L));
            assertThat(application.stats().logged()).isEqualTo(CALLS + 4);
            assertThat(application.stats().dropped()).isEmpty();
        }

        MarkedCalls.assertHostileHarmedThemselvesAlone(ActionTally.of(REDIS.uri()));
        assertThat(repeats(gather(REDIS.uri()))).isEqualTo(CALLS + 4);
    }

    @Test
    void valueThatLogsItself_ends() {
        String second = Configurations.xml(attributes(""))
                .replace(
                        "<Loggers>",
                        "<Loggers><Logger name=\"second\" additivity=\"false\"><AppenderRef ref=\"central\"/></Logger>");
        try (Application application = new Application(Configurations.XML, second)) {
            AtomicInteger made = new AtomicInteger();
            Object endless = new Object() {
                @Override
                public String toString() {
                    made.incrementAndGet();
                    StringMapMessage again =
                            new StringMapMessage().with("user", this).with("action", "again");
                    application.logger("second").info(ACTION, again);
                    return "Ada";
                }
            };
            application
                    .logger("first")
                    .info(ACTION, new StringMapMessage().with("user", endless).with("action", "outer"));
            assertThat(application.stop()).isTrue();

            assertThat(made.get()).isPositive();
            CentralogStats stats = application.stats();
            assertThat(stats.acknowledged() + stats.totalDropped()).isEqualTo(stats.logged());
            assertThat(application.actionStats().acknowledged())
                    .isEqualTo(application.actionStats().logged());
        }

        assertThat(ActionTally.of(REDIS.uri()).of("Ada", "outer").count()).isEqualTo(1);
    }
}
