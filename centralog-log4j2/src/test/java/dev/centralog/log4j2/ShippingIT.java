// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import static dev.centralog.log4j2.Application.gather;
import static dev.centralog.log4j2.Application.location;
import static dev.centralog.log4j2.Application.messages;
import static dev.centralog.log4j2.Application.repeats;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogStats;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.SharedRedis;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.CloseableThreadContext;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events from a log call to a gatherer, over a real Redis. */
class ShippingIT {
    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    private static final Map<Configurations, String> FORMS = Map.of(
            Configurations.XML,
            Configurations.xml("redis=\"REDIS\" app=\"shop\""),
            Configurations.PROPERTIES,
            """
            appender.a.type = Centralog
            appender.a.name = central
            appender.a.redis = REDIS
            appender.a.app = shop
            rootLogger = info, central
            """,
            Configurations.YAML,
            """
            Configuration:
              Appenders:
                Centralog: {name: central, redis: "REDIS", app: shop}
              Loggers:
                Root: {level: info, AppenderRef: {ref: central}}
            """,
            Configurations.JSON,
            """
            {"configuration": {
              "appenders": {"Centralog": {"name": "central", "redis": "REDIS", "app": "shop"}},
              "loggers": {"root": {"level": "info", "AppenderRef": {"ref": "central"}}}}}
            """);

    @ParameterizedTest
    @EnumSource(Configurations.class)
    void eachForm_ships(Configurations form) {
        String text = requireNonNull(FORMS.get(form)).replace("REDIS", REDIS.uri());
        try (Application application = new Application(form, text)) {
            application.logger("a.B").warn("hello {}", form);
            assertThat(application.stop()).isTrue();
        }

        assertThat(gather(REDIS.uri())).singleElement().satisfies(gathered -> {
            assertThat(gathered.event().message()).isEqualTo("hello " + form);
            assertThat(gathered.event().template()).isEqualTo("hello {}");
            assertThat(gathered.event().logger()).isEqualTo("a.B");
            assertThat(gathered.event().origin().app()).isEqualTo("shop");
        });
    }

    @EachRedis
    void logged_isAcknowledgedPlusDropped_andGatheredOnce(LocalRedis redis) throws InterruptedException {
        int threads = 4;
        int eventsEach = 20_000;
        CentralogStats stats;
        try (Application application = Application.at(redis.uri(), "")) {
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            for (int thread = 0; thread < threads; thread++) {
                pool.execute(() -> {
                    Logger logger = application.logger("a.Busy");
                    IllegalStateException failure = new IllegalStateException("same");
                    for (int i = 0; i < eventsEach; i++) {
                        switch (i % 4) {
                            case 0 -> logger.info("number {}", i);
                            case 1 -> logger.warn("of {} {}", i, "two");
                            case 2 -> logger.error("failed", failure);
                            default -> logger.atDebug().log("fluent {}", i);
                        }
                    }
                });
            }
            pool.shutdown();
            assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            assertThat(application.stop()).isTrue();
            stats = application.stats();
        }

        List<GatheredEvent> gathered = gather(redis.uri());
        assertThat(stats.logged()).isEqualTo((long) threads * eventsEach);
        assertThat(stats.acknowledged()).isEqualTo(stats.logged());
        assertThat(stats.dropped()).isEmpty();
        assertThat(repeats(gathered)).isEqualTo(stats.logged());
        assertThat(gathered).hasSize((int) stats.windows());
        assertThat(gathered.stream().map(each -> each.event().template()).distinct())
                .containsExactlyInAnyOrder("number {}", "of {} {}", "failed", "fluent {}");
    }

    @Test
    void location_isLog4j2sOwn() {
        try (Application application = Application.at(REDIS.uri(), "")) {
            Logger logger = application.logger("a.Located");
            logger.info("plain");
            logger.log(Level.WARN, "level {}", 1);
            logger.atError().log("fluent");
            logger.atError().withLocation().log("fluent with location");
            logger.info(() -> "supplied");
            logger.printf(Level.INFO, "%s", "printf");
            new Wrapper(logger).say("wrapped");
            assertThat(application.stop()).isTrue();
        }

        List<GatheredEvent> gathered = gather(REDIS.uri());
        assertThat(gathered).hasSize(7).allSatisfy(each -> {
            assertThat(location(each).className()).isEqualTo(ShippingIT.class.getName());
            assertThat(location(each).methodName()).isEqualTo("location_isLog4j2sOwn");
        });
        assertThat(gathered.stream().map(each -> location(each).lineNumber()).distinct())
                .hasSize(7);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void asyncAppender_shipsTheTextOfTheCall(boolean includeLocation) {
        String text = Configurations.xml("redis=\"" + REDIS.uri() + "\"")
                .replace(
                        "</Appenders>",
                        "<Async name=\"async\" includeLocation=\"" + includeLocation
                                + "\"><AppenderRef ref=\"central\"/></Async></Appenders>")
                .replace(
                        "<Root level=\"all\"><AppenderRef ref=\"central\"/>",
                        "<Root level=\"all\"><AppenderRef ref=\"async\"/>");
        try (Application application = new Application(Configurations.XML, text)) {
            Mutable argument = new Mutable();
            try (var context = CloseableThreadContext.put("user", "me").push("outer")) {
                assertThat(context).isNotNull();
                for (argument.value = 0; argument.value < 100; argument.value++) {
                    application.logger("a.Async").info(MarkerManager.getMarker("M"), "value {}", argument);
                }
            }
            assertThat(application.stop()).isTrue();
            assertThat(application.stats().logged()).isEqualTo(100);
        }

        List<GatheredEvent> gathered = gather(REDIS.uri());
        assertThat(repeats(gathered)).isEqualTo(100);
        assertThat(gathered).isNotEmpty().allSatisfy(each -> {
            assertThat(each.event().thread().name())
                    .isEqualTo(Thread.currentThread().getName());
            assertThat(each.event().mdc()).containsEntry("user", "me");
            assertThat(each.event().ndc()).containsExactly("outer");
            assertThat(each.event().location() != null).isEqualTo(includeLocation);
        });
        assertThat(gathered.get(0).event().message()).isEqualTo("value 0");
    }

    @Test
    void asyncLoggerBesideSynchronousOnes_bothShip() {
        String text = Configurations.xml("redis=\"" + REDIS.uri() + "\"")
                .replace(
                        "<Loggers>",
                        "<Loggers><AsyncLogger name=\"a.async\" level=\"info\" additivity=\"false\""
                                + " includeLocation=\"true\"><AppenderRef ref=\"central\"/></AsyncLogger>");
        try (Application application = new Application(Configurations.XML, text)) {
            Mutable argument = new Mutable();
            for (argument.value = 0; argument.value < 100; argument.value++) {
                application.logger("a.async.One").info("async {}", argument);
                application.logger("a.Other").info("synchronous {}", argument);
            }
            assertThat(application.stop()).isTrue();
            assertThat(application.stats().logged()).isEqualTo(200);
        }

        List<GatheredEvent> gathered = gather(REDIS.uri());
        assertThat(repeats(gathered)).isEqualTo(200);
        assertThat(messages(gathered)).contains("async 0", "synchronous 0");
        assertThat(gathered).allSatisfy(each -> {
            assertThat(location(each).methodName()).isEqualTo("asyncLoggerBesideSynchronousOnes_bothShip");
        });
    }

    @Test
    void oddEvents_areShippedToo() {
        try (Application application = Application.at(REDIS.uri(), "")) {
            application.logger("").info("of the root logger");
            application.logger("a").info((String) null);
            application.logger("a").info((Object) null);
            application.logger("a").info((Message) new SimpleMessage((String) null));
            application.logger("a").info("");
            application.logger("a").error("null throwable", (Throwable) null);
            application.logger("a").info("\u0000\ud800 lone, \u001b[31mred\r\n{}", new char[] {'x'});
            application.logger("a").info("x".repeat(10_000_000));
            application.logger("a").log(Level.OFF, "at OFF");
            application.logger("a").log(Level.forName("HINT", 450), "at a level of its own");
            SampleThrowables.all()
                    .forEach((name, thrown) -> application.logger("a").error(name, thrown));
            assertThat(application.stop()).isTrue();
            assertThat(application.stats().dropped()).isEmpty();
            assertThat(application.stats().logged())
                    .isEqualTo(10 + SampleThrowables.all().size());

            List<GatheredEvent> gathered = gather(REDIS.uri());
            assertThat(repeats(gathered)).isEqualTo(application.stats().logged());
            assertThat(gathered).allMatch(each -> each.flag() == GatheredEvent.Flag.NONE);
            assertThat(messages(gathered)).contains("null", "", "of the root logger", "at OFF");
        }
    }

    @Test
    void settings_reachTheEngine() {
        try (Application application = Application.at(
                REDIS.uri(), "groupBy=\"message\" mask=\"secret\\S*\" mdcExclude=\"token\" environment=\"test\"")) {
            try (var context = CloseableThreadContext.put("token", "t").put("user", "u")) {
                assertThat(context).isNotNull();
                for (int i = 0; i < 3; i++) {
                    application.logger("a").info("text {} {}", i, "secret1");
                }
            }
            assertThat(application.stop()).isTrue();
        }

        List<GatheredEvent> gathered = gather(REDIS.uri());
        assertThat(messages(gathered)).containsExactlyInAnyOrder("text 0 ***", "text 1 ***", "text 2 ***");
        assertThat(gathered).allSatisfy(each -> {
            assertThat(each.event().mdc()).containsOnlyKeys("user");
            assertThat(each.event().origin().environment()).isEqualTo("test");
        });
    }

    /**
     * A facade as an application may have one: it passes its class name to Log4j2, which then reports the caller of
     * that class.
     */
    private record Wrapper(Logger logger) {
        void say(String text) {
            logger.logMessage(Wrapper.class.getName(), Level.INFO, null, new SimpleMessage(text), null);
        }
    }

    private static final class Mutable {
        private int value;

        @Override
        public String toString() {
            return Integer.toString(value);
        }
    }
}
