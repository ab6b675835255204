// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.centralog.internal.redis.RedisBatchTransport;
import dev.centralog.internal.ship.Producer;
import dev.centralog.internal.time.Clock;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.LocalRedis.Version;
import dev.centralog.testkit.RedisCli;
import dev.centralog.testkit.ReplicatedRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests in which the primary's host disappears without FIN or RST, and a replica takes over that has only the first of 5,001
 * events and of 501 actions. The producer has had confirmations for all of them, and is idle: nothing that it sends would
 * reveal the loss.
 */
@Execution(ExecutionMode.CONCURRENT)
class LostPrimaryIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int EVENTS = 5_001;
    private static final int ACTIONS = 501;
    private static final Duration BUSY = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Pattern SCRIPT_CALLS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");

    private final SkippingClock clock = new SkippingClock();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private Instant time = Clock.now();

    /** The machine's clock, but it can skip time, so that the tests need not wait for a time to pass. */
    private static final class SkippingClock implements Clock {
        private final AtomicLong skipped = new AtomicLong();

        void skip(Duration by) {
            skipped.addAndGet(by.toNanos());
        }

        @Override
        public long epochMillis() {
            return Clock.system().epochMillis();
        }

        @Override
        public long nanos() {
            return Clock.system().nanos() + skipped.get();
        }
    }

    private static ReplicatedRedis start(Version version) {
        assumeTrue(version.isAvailable());
        return ReplicatedRedis.start(LocalRedis.builder(version), Duration.ZERO);
    }

    /** Returns a producer that has logged one event and one action that the replica has, and the others, which it lacks. */
    private Producer producer(ReplicatedRedis redis) {
        CentralogConfig config = Actions.config(redis.port());
        Producer producer =
                new Producer(config, new RedisBatchTransport(config, null, clock), Said.messages(told), clock);
        producer.start();
        log(producer, 0, 1, 1);
        awaitReplica(redis.primary());
        redis.separate();
        log(producer, 1, EVENTS, ACTIONS);
        return producer;
    }

    /** Waits until all writes so far are on the replica. */
    private static void awaitReplica(LocalRedis primary) {
        try (RedisCli cli = primary.connect()) {
            cli.call("SET", "other", "written last"); // because WAIT waits for this connection's own writes
            assertThat(cli.call("WAIT", "1", "10000")).isEqualTo(1L);
        }
    }

    private void log(Producer producer, int from, int events, int actions) {
        for (int i = from; i < events; i++) {
            producer.log(Logs.event("event " + i, time));
        }
        for (int i = from; i < actions; i++) {
            producer.count(i, null, 0, "view");
        }
        Awaitility.await("all confirmed")
                .atMost(LONG)
                .until(() -> producer.stats().acknowledged() == events
                        && producer.actionStats().acknowledged() == actions);
    }

    /** Returns the sum of the counts in open windows, without signs of life. */
    private static long counted(LocalRedis redis) {
        return Long.parseLong(redis.cli(
                "EVAL",
                "local sum = 0 for _, key in ipairs(redis.call('KEYS', '*:z:*')) do"
                        + " local counts = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')"
                        + " for i = 2, #counts, 2 do if not string.find(counts[i - 1], '^~%a+:%x+$') then"
                        + " sum = sum + counts[i] end end end return sum",
                "0"));
    }

    private static void awaitAll(LocalRedis redis) {
        Awaitility.await("all that was confirmed").atMost(LONG).untilAsserted(() -> assertThat(counted(redis))
                .isEqualTo(EVENTS + ACTIONS));
    }

    private static void assertExact(ReplicatedRedis redis) throws InterruptedException {
        CentralogConfig config = Actions.config(redis.primary().port()).with(Settings.COMMAND_TIMEOUT, LONG);
        assertThat(Logs.gatherAll(config).stored()).isEqualTo(EVENTS);
        assertThat(Actions.gatherAll(config).count()).isEqualTo(ACTIONS);
    }

    private static long scriptCalls(LocalRedis redis) {
        Matcher calls = SCRIPT_CALLS.matcher(redis.cli("INFO", "commandstats"));
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    @ParameterizedTest
    @EnumSource
    void host_lostSoonAfter_isNoticedWithinTenSeconds(Version version) throws InterruptedException {
        try (ReplicatedRedis redis = start(version)) {
            Producer producer = producer(redis);
            redis.loseHost();
            assertThat(counted(redis.primary())).isEqualTo(2);

            clock.skip(BUSY);
            awaitAll(redis.primary());
            assertThat(producer.close(LONG)).isZero();
            assertExact(redis);
            assertThat(told)
                    .anyMatch(message -> message.contains("back at an older state")
                            && message.contains((EVENTS + ACTIONS - 2) + " events and actions"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void host_lostLongAfter_isNoticedWithinAMinute(Version version) throws InterruptedException {
        try (ReplicatedRedis redis = start(version)) {
            Producer producer = producer(redis);
            long calls = scriptCalls(redis.primary());
            clock.skip(BUSY);
            Awaitility.await("the first look").atMost(LONG).until(() -> scriptCalls(redis.primary()) > calls);
            redis.loseHost();

            clock.skip(IDLE);
            awaitAll(redis.primary());
            assertThat(producer.close(LONG)).isZero();
            assertExact(redis);
        }
    }

    /** Logs in a second that was over long ago, so that the producer keeps no entries of it for repeats. */
    @ParameterizedTest
    @EnumSource
    void host_lostJustBeforeClosing_isNoticedByThat(Version version) throws InterruptedException {
        try (ReplicatedRedis redis = start(version)) {
            time = Logs.ago(Duration.ofSeconds(5));
            Producer producer = producer(redis);
            redis.loseHost();

            assertThat(producer.close(LONG)).isZero();
            assertExact(redis);
        }
    }

    /** Checks that nothing is assumed to be lost, but reported: it is not known whether Redis returns, and with which state. */
    @ParameterizedTest
    @EnumSource
    void host_lostAndNobodyAnswering_isSaidByClosing(Version version) throws InterruptedException {
        try (ReplicatedRedis redis = start(version)) {
            Producer producer = producer(redis);
            redis.primary().freeze();

            assertThat(CompletableFuture.supplyAsync(() -> producer.close(Duration.ofHours(1))))
                    .as("nobody has to wait for that")
                    .succeedsWithin(LONG)
                    .isEqualTo(0L);
            assertThat(told)
                    .filteredOn(message -> message.contains("could not be verified"))
                    .singleElement()
                    .asString()
                    .startsWith((EVENTS + ACTIONS) + " events or actions that Redis had confirmed");
            redis.primary().thaw();
            assertExact(redis);
        }
    }

    /** Tests a replica that reports its state, but accepts no writes. */
    @ParameterizedTest
    @EnumSource
    void replica_thatIsFull_isSaidByClosing(Version version) {
        try (ReplicatedRedis redis = start(version)) {
            Producer producer = producer(redis);
            redis.replica().cli("CONFIG", "SET", "maxmemory", "1");
            redis.loseHost();

            assertThat(producer.close(Duration.ofSeconds(10))).isZero();
            assertThat(told)
                    .filteredOn(message -> message.contains("could not be sent again"))
                    .singleElement()
                    .asString()
                    .startsWith((EVENTS + ACTIONS - 2) + " events or actions are lost: Redis had confirmed them");
        }
    }

    /** Checks that closing verifies at once, so that nothing is reported and nothing is waited for. */
    @ParameterizedTest
    @EnumSource
    void primary_thatAnswers_isVerifiedByClosing(Version version) throws InterruptedException {
        try (ReplicatedRedis redis = start(version)) {
            Producer producer = producer(redis);

            assertThat(producer.close(LONG)).isZero();
            assertThat(told)
                    .filteredOn(message -> !message.startsWith("Redis is available again")) // on a busy machine
                    .isEmpty();
            assertExact(redis);
        }
    }
}
