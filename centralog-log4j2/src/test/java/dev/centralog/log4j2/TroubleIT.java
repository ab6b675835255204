// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import static dev.centralog.log4j2.Application.gather;
import static dev.centralog.log4j2.Application.messages;
import static dev.centralog.log4j2.Application.repeats;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogStats;
import dev.centralog.DropReason;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.FreePorts;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.SharedRedis;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The application's and its operator's view of failures. */
class TroubleIT {
    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @EachRedis
    void redisAbsentAtStart_eventsWaitUntilItIsThere(LocalRedis redis) {
        redis.stop();
        try (StatusRecorder status = new StatusRecorder(Level.WARN);
                Application application = Application.at(redis.uri(), "")) {
            for (int i = 0; i < 100; i++) {
                application.logger("a").info("early {}", i);
            }
            Awaitility.await().atMost(PATIENCE).until(() -> !status.messages(Level.WARN, "central")
                    .isEmpty());
            assertThat(application.stats().waiting()).isEqualTo(100);

            redis.start();
            Awaitility.await().atMost(PATIENCE).until(() -> application.stats().waiting() == 0);
            assertThat(application.stop()).isTrue();

            assertThat(application.stats().acknowledged()).isEqualTo(100);
            assertThat(repeats(gather(redis.uri()))).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://127.0.0.1:PORT", "redis://no-such-host.invalid:6379"})
    void unreachableRedis_countsWhatItLeaves(String uri) {
        String nowhere = uri.replace("PORT", Integer.toString(FreePorts.next()));
        try (StatusRecorder status = new StatusRecorder(Level.WARN)) {
            Application application = Application.at(nowhere, "shutdownTimeout=\"300ms\" app=\"shop\"");
            for (int i = 0; i < 50; i++) {
                application.logger("a").info("lost {}", i);
            }
            Awaitility.await().atMost(PATIENCE).until(() -> !status.messages(Level.WARN, "central")
                    .isEmpty());

            assertThat(application.stop()).isFalse();

            CentralogStats stats = application.stats();
            assertThat(stats.logged()).isEqualTo(50);
            assertThat(stats.dropped()).isEqualTo(java.util.Map.of(DropReason.SHUTDOWN, 50L));
            assertThat(status.messages(Level.ERROR, "50 events or actions were not confirmed"))
                    .hasSize(1);

            application.logger("a").info("after the end");
            assertThat(application.stats().logged() - application.stats().totalDropped())
                    .isZero();
        }
    }

    @Test
    void wrongPassword_isSaidWithoutThePassword() {
        try (LocalRedis redis = LocalRedis.builder(LocalRedis.Version.newest())
                        .password("right")
                        .start();
                StatusRecorder status = new StatusRecorder(Level.TRACE)) {
            String uri = "redis://127.0.0.1:" + redis.port();
            Application application = Application.at(uri, "redisPassword=\"hunter2\" shutdownTimeout=\"300ms\"");
            application.logger("a").info("not let in");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !status.messages(Level.WARN, "central").isEmpty()
                            || !status.messages(Level.ERROR, "central").isEmpty());
            assertThat(application.stop()).isFalse();

            assertThat(application.stats().dropped()).containsEntry(DropReason.SHUTDOWN, 1L);
            assertThat(status.all()).contains("WRONGPASS").doesNotContain("hunter2");
        }
    }

    @Test
    void frozenRedis_doesNotHoldUpTheApplication_andStopSaysWhatIsLeft() {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest())) {
            Application application = Application.at(redis.uri(), "shutdownTimeout=\"500ms\" commandTimeout=\"100ms\"");
            application.logger("a").info("before");
            Awaitility.await().atMost(PATIENCE).until(() -> application.stats().acknowledged() == 1);
            redis.freeze();
            for (int i = 0; i < 1000; i++) {
                application.logger("a").info("frozen {}", i);
            }

            assertThat(application.stop()).isFalse();

            CentralogStats stats = application.stats();
            assertThat(stats.logged()).isEqualTo(1001);
            assertThat(stats.acknowledged() + stats.totalDropped()).isEqualTo(1001);
            redis.thaw();
        }
    }

    @Test
    void stopWhileConnecting_saysWhatIsLeft() {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                StatusRecorder status = new StatusRecorder(Level.WARN)) {
            redis.freeze();
            Application application = Application.at(redis.uri(), "shutdownTimeout=\"0s\" connectTimeout=\"1m\"");
            application.logger("a").info("too late");
            CentralogAppender appender =
                    application.context().getConfiguration().getAppender("central");

            assertThat(appender.stop(0, TimeUnit.SECONDS)).isFalse();

            assertThat(status.messages(Level.ERROR, "1 events or actions were not confirmed"))
                    .hasSize(1);
            assertThat(application.stop()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void toStringThatLogs_isCountedAndShipped(boolean secondWayIn) {
        String text = Configurations.xml("redis=\"" + REDIS.uri() + "\" groupBy=\"message\"");
        if (secondWayIn) {
            // Log4j2 refuses recursion for each appender reference separately: a second reference lets the nested call
            // through.
            text = text.replace(
                    "<Loggers>",
                    "<Loggers><Logger name=\"second\" additivity=\"false\"><AppenderRef ref=\"central\"/></Logger>");
        }
        AtomicInteger nested = new AtomicInteger();
        try (StatusRecorder status = new StatusRecorder(Level.ERROR);
                Application application = new Application(Configurations.XML, text)) {
            Logger inner = application.logger("second");
            Object logging = new Object() {
                @Override
                public String toString() {
                    inner.info("from within {}", nested.incrementAndGet());
                    return "text";
                }
            };
            for (int i = 0; i < 10; i++) {
                application.logger("first").info("outer {} {}", i, logging);
            }
            assertThat(application.stop()).isTrue();

            CentralogStats stats = application.stats();
            assertThat(nested.get()).isPositive();
            assertThat(stats.logged()).isEqualTo(10 + nested.get());
            assertThat(stats.acknowledged() + stats.totalDropped()).isEqualTo(stats.logged());
            List<GatheredEvent> gathered = gather(REDIS.uri());
            assertThat(repeats(gathered)).isEqualTo(stats.acknowledged());
            assertThat(messages(gathered)).contains("outer 0 text", "outer 9 text");
            if (secondWayIn) {
                assertThat(stats.dropped()).isEmpty();
            } else {
                assertThat(stats.dropped()).containsOnlyKeys(DropReason.RECURSION);
                assertThat(status.messages(Level.ERROR, "Recursive call to appender"))
                        .hasSizeBetween(1, 4);
            }
        }
    }

    @Test
    void inputOfAnApplicationThatLogsBadly_isStoredAndFreed() {
        try (Application application = Application.at(REDIS.uri(), "")) {
            Logger logger = application.logger("a");
            for (int i = 0; i < 2000; i++) {
                logger.info("concatenated " + i);
                logger.info("steady {}", i);
                application.logger("request." + i).info("handled");
            }
            logger.info("huge {}", "x".repeat(100 << 20));
            logger.info("many {}", Collections.nCopies(1_000_000, "entry"));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> application.stats().waiting() == 0
                            && application.stats().bufferedBytes() == 0);
            assertThat(application.stop()).isTrue();

            assertThat(application.stats().logged()).isEqualTo(6002);
            assertThat(application.stats().acknowledged()).isEqualTo(6002);
            List<GatheredEvent> gathered = gather(REDIS.uri());
            assertThat(repeatsOf(gathered, "steady {}")).isEqualTo(2000);
            assertThat(repeatsOf(gathered, "handled")).isEqualTo(2000);
            assertThat(repeatsOf(gathered, "concatenated ")).isEqualTo(2000);
            assertThat(repeats(gathered)).isEqualTo(6002);
        }
    }

    private static long repeatsOf(List<GatheredEvent> gathered, String template) {
        return repeats(gathered.stream()
                .filter(each -> String.valueOf(each.event().template()).startsWith(template))
                .toList());
    }

    static List<Error> errors() {
        return List.of(new StackOverflowError("deliberate"), new AssertionError("deliberate"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void toStringThatThrows_costsNoEvent(Error thrown) {
        Object hostile = new Object() {
            @Override
            public String toString() {
                throw thrown;
            }
        };
        try (Application application = Application.at(REDIS.uri(), "")) {
            application.logger("a").info("hostile {} {}", hostile, 1);
            application.logger("a").info("after");
            assertThat(application.stop()).isTrue();

            assertThat(application.stats().logged()).isEqualTo(2);
            assertThat(application.stats().acknowledged()).isEqualTo(2);
            assertThat(messages(gather(REDIS.uri()))).contains("after");
        }
    }
}
