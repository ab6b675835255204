// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.Logs;
import dev.centralog.internal.redis.RedisBatchTransport;
import dev.centralog.internal.time.Clock;
import dev.centralog.testkit.LocalRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests of closing several producers of one process when Redis does not reply any more, after it has confirmed everything. */
class ClosingTimeIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String SAME = "redis://a";

    private final LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
    private final ClosingTime closing = ClosingTime.of(Clock.system());
    private final List<String> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        redis.close();
    }

    /** Returns a producer whose Redis has confirmed an event, and does not reply any more. */
    private Producer producer() {
        CentralogConfig config = Logs.config(redis);
        Producer producer = new Producer(
                config,
                new RedisBatchTransport(config, null, Clock.system()),
                (severity, message, cause) -> told.add(message),
                Clock.system());
        producer.start();
        producer.log(Logs.event("event", Clock.now()));
        Awaitility.await().atMost(LONG).until(() -> producer.stats().acknowledged() == 1);
        redis.freeze();
        return producer;
    }

    private void awaitSaid() {
        Awaitility.await().atMost(LONG).until(() -> told.stream()
                .anyMatch(message -> message.startsWith("1 events or actions that Redis had confirmed could not be")));
    }

    @Test
    void closeThatVerifiesInVain_leavesOthersLess() {
        assertThat(producer().close(EndLimits.always(LONG), closing, SAME)).isZero();

        awaitSaid();
        assertThat(closing.of(SAME, LONG)).isLessThan(LONG);
    }

    @Test
    void closeThatIsNotWaitedFor_saysWhatCouldNotBeVerified() {
        closing.waitedInVain(SAME, LONG.multipliedBy(2).toNanos());

        assertThat(producer().close(EndLimits.always(LONG), closing, SAME)).isZero();

        awaitSaid();
        assertThat(told).noneMatch(message -> message.contains("not confirmed by Redis"));
    }
}
