// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.SharedRedis;
import dev.centralog.testsupport.Gathering;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that every event arrives, however the application's JVM ends, except when it is killed. */
class JvmEndIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @Test
    void main_returning_losesNothing() {
        assertThat(run("return")).isZero();

        Gathering gathered = Gathering.from(REDIS.uri());
        assertThat(gathered.repeatsOf("paid {}")).isEqualTo(EndingApplication.EVENTS);
        assertThat(gathered.repeatsOf("ending by itself")).isEqualTo(1);
    }

    @Test
    void exit_rightAfterAnError_losesNothing() {
        assertThat(run("exit")).isEqualTo(3);

        Gathering gathered = Gathering.from(REDIS.uri());
        assertThat(gathered.repeatsOf("paid {}")).isEqualTo(EndingApplication.EVENTS);
        assertThat(gathered.repeatsOf("ending by exit")).isEqualTo(1);
    }

    @Test
    void exception_uncaught_losesNothing() {
        assertThat(run("uncaught")).isEqualTo(1);

        assertThat(Gathering.from(REDIS.uri()).repeatsOf("paid {}")).isEqualTo(EndingApplication.EVENTS);
    }

    @Test
    void context_stopped_losesNothing() {
        assertThat(run("stop")).isZero();

        assertThat(Gathering.from(REDIS.uri()).repeatsOf("paid {}")).isEqualTo(EndingApplication.EVENTS);
    }

    /**
     * Stops a context whose AsyncAppender gives up waiting for its worker after maxFlushTime; our appender is being
     * stopped in that worker.
     */
    @Test
    void context_stoppedBehindImpatientAsyncAppender_losesNothing() {
        assertThat(run("async-stop")).isZero();

        assertThat(Gathering.from(REDIS.uri()).repeatsOf("paid {}")).isEqualTo(EndingApplication.EVENTS);
    }

    @Test
    void main_returningBehindAsyncAppender_losesNothing() {
        assertThat(run("async-return")).isZero();

        assertThat(Gathering.from(REDIS.uri()).repeatsOf("paid {}")).isEqualTo(EndingApplication.EVENTS);
    }

    private static int run(String ending) {
        try (ForkedJvm jvm = ForkedJvm.builder(EndingApplication.class.getName())
                .arguments(REDIS.uri(), ending)
                .start()) {
            return jvm.awaitExit(LIMIT);
        }
    }
}
