// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Actions;
import dev.centralog.CentralogConfig;
import dev.centralog.Logs;
import dev.centralog.Said;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.internal.redis.RedisBatchTransport;
import dev.centralog.internal.time.Clock;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.FreePorts;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.MovableAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests of processes that run from one snapshot (SnapStart, CRaC, a cloned machine). Up to the snapshot they share the producer
 * id, the numbers, the tokens and the process; from then on they differ.
 */
@Execution(ExecutionMode.CONCURRENT)
class ClonesIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int BEFORE = 10;
    private static final int EVENTS = 2_000;
    private static final int ACTIONS = 500;

    /** A time so long ago that a sign of life never goes into the batch of an event, and all clones number the same batches. */
    private final Instant time = Logs.ago(Duration.ofSeconds(30));

    /** The random numbers that clones draw: the same ones until the snapshot is taken. */
    private static final class Snapshot {
        private final Random random = new Random();
        private final List<Long> drawn = new ArrayList<>();
        private boolean isTaken;

        private final class Numbers implements LongSupplier {
            private int position;

            @Override
            public long getAsLong() {
                synchronized (Snapshot.this) {
                    if (position == drawn.size()) {
                        long fresh = random.nextLong() | 1;
                        if (isTaken) {
                            return fresh;
                        }
                        drawn.add(fresh);
                    }
                    return drawn.get(position++);
                }
            }

            void take() {
                synchronized (Snapshot.this) {
                    isTaken = true;
                }
            }

            int position() {
                synchronized (Snapshot.this) {
                    return position;
                }
            }
        }
    }

    /** One of the cloned processes. */
    private static final class Clone implements AutoCloseable {
        final List<String> told = new CopyOnWriteArrayList<>();
        final Snapshot.Numbers numbers;
        final MovableAddress address;
        final Producer producer;
        private final int redisPort;

        Clone(LocalRedis redis, Snapshot snapshot) {
            redisPort = redis.port();
            address = MovableAddress.of(redisPort);
            numbers = snapshot.new Numbers();
            CentralogConfig config = Actions.config(address.port());
            producer = new Producer(
                    config,
                    new RedisBatchTransport(config, null, Clock.system()),
                    Said.messages(told),
                    Clock.system(),
                    null,
                    numbers);
            producer.start();
        }

        void cutOff() {
            address.moveTo(FreePorts.next());
            address.cut();
        }

        void back() {
            address.moveTo(redisPort);
        }

        @Override
        public void close() {
            producer.close(Duration.ZERO);
            address.close();
        }
    }

    private static void closeAll(List<Clone> clones) {
        clones.forEach(Clone::close);
    }

    private List<Clone> clones(LocalRedis redis, int number) {
        Snapshot snapshot = new Snapshot();
        List<Clone> clones = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            clones.add(new Clone(redis, snapshot));
        }
        for (int i = 1; i <= BEFORE; i++) {
            for (Clone each : clones) { // each further clone sends the same batch as the first one
                log(each, "before " + i);
                awaitAcknowledged(each, i, i - 1);
            }
            for (Clone each : clones) {
                each.producer.count(i, null, 0, "before");
                awaitAcknowledged(each, i, i);
            }
        }
        return clones;
    }

    private void log(Clone clone, String message) {
        clone.producer.log(Logs.event(message, time));
    }

    private static void awaitAcknowledged(Clone clone, long events, long actions) {
        Awaitility.await("all confirmed")
                .atMost(LONG)
                .until(() -> clone.producer.stats().acknowledged() == events
                        && clone.producer.actionStats().acknowledged() == actions);
    }

    private static void take(List<Clone> clones) {
        assertThat(clones)
                .extracting(each -> each.numbers.position())
                .containsOnly(clones.get(0).numbers.position());
        clones.get(0).numbers.take();
    }

    private static long stored(Logs all, Predicate<String> messages) {
        return all.events().stream()
                .filter(each -> messages.test(each.event().message()))
                .mapToLong(GatheredEvent::repeats)
                .sum();
    }

    private static Set<String> processes(Logs all, String message) {
        Set<String> processes = new HashSet<>();
        all.events().stream()
                .filter(each -> message.equals(each.event().message()))
                .forEach(each -> processes.addAll(each.processes().asMap().keySet()));
        return processes;
    }

    @EachRedis
    void clones_goingOnAtOnce_areCountedOnceEach(LocalRedis redis) throws InterruptedException {
        List<Clone> clones = clones(redis, 3);
        try {
            take(clones);
            Producers.onThreads(clones.size(), number -> {
                for (int i = 0; i < EVENTS; i++) {
                    log(clones.get(number), "clone " + number + " group " + i % 100);
                    if (i % (EVENTS / ACTIONS) == 0) {
                        clones.get(number).producer.count(i, null, 0, "clone " + number);
                    }
                }
            });
            for (int number = 0; number < clones.size(); number++) {
                awaitAcknowledged(clones.get(number), BEFORE + EVENTS, BEFORE + ACTIONS);
            }
            for (int number = 0; number < clones.size(); number++) {
                log(clones.get(number), "at last");
                assertThat(clones.get(number).producer.close(LONG)).isZero();
                assertThat(clones.get(number).told).isEmpty();
            }
        } finally {
            closeAll(clones);
        }

        Logs events = Logs.gatherAll(Logs.config(redis));
        assertThat(stored(events, message -> message.startsWith("before "))).isEqualTo(BEFORE);
        Actions actions = Actions.gatherAll(Actions.config(redis.port()));
        for (int number = 0; number < clones.size(); number++) {
            String name = "clone " + number;
            assertThat(stored(events, message -> message.startsWith(name))).isEqualTo(EVENTS);
            assertThat(actions.rows())
                    .filteredOn(row -> row.action().equals(name))
                    .hasSize(ACTIONS);
        }
        assertThat(events.stored()).isEqualTo(BEFORE + clones.size() * (EVENTS + 1L));
        assertThat(actions.count()).isEqualTo(BEFORE + clones.size() * (long) ACTIONS);
        assertThat(processes(events, "at last")).as("each counts under its own").hasSize(clones.size());
    }

    /** Tests a batch that is under way when the snapshot is taken, so that each clone has it. */
    @EachRedis
    void batchUnderWay_isCountedOnce(LocalRedis redis) throws InterruptedException {
        List<Clone> clones = clones(redis, 2);
        try {
            takeWithBatchUnderWay(redis, clones);
            redis.thaw();
            for (Clone each : clones) {
                log(each, "after");
                awaitAcknowledged(each, BEFORE + 2, BEFORE);
                assertThat(each.producer.close(LONG)).isZero();
                assertThat(each.told).noneMatch(message -> message.contains("older state"));
            }
        } finally {
            closeAll(clones);
        }

        Logs events = Logs.gatherAll(Logs.config(redis));
        assertThat(stored(events, "under way"::equals)).isEqualTo(1);
        assertThat(stored(events, "after"::equals)).isEqualTo(2);
        assertThat(events.stored()).isEqualTo(BEFORE + 3);
    }

    /** Checks that a batch is counted again, and that this is reported, if Redis no longer knows whether it has applied it. */
    @EachRedis
    void batchUnderWay_ofACloneThatIsFarBehind_isSaid(LocalRedis redis) throws InterruptedException {
        List<Clone> clones = clones(redis, 2);
        try {
            takeWithBatchUnderWay(redis, clones);
            Clone late = clones.get(1);
            late.cutOff();
            redis.thaw();
            Clone first = clones.get(0);
            for (int i = 1; i <= Marker.TOKENS + 4; i++) {
                awaitAcknowledged(first, BEFORE + i, BEFORE);
                log(first, "first " + i);
            }
            assertThat(first.producer.close(LONG)).isZero();
            late.back();
            awaitAcknowledged(late, BEFORE + 1, BEFORE);
            assertThat(late.producer.close(LONG)).isZero();
            assertThat(late.told)
                    .filteredOn(message -> message.startsWith("at most 1 events or actions may be counted twice"))
                    .hasSize(1);
            assertThat(first.told).noneMatch(message -> message.contains("twice"));
        } finally {
            closeAll(clones);
        }

        Logs events = Logs.gatherAll(Logs.config(redis));
        assertThat(stored(events, "under way"::equals)).isEqualTo(2);
        assertThat(events.stored()).isEqualTo(BEFORE + 2 + Marker.TOKENS + 4);
    }

    private void takeWithBatchUnderWay(LocalRedis redis, List<Clone> clones) {
        int before = clones.get(0).numbers.position();
        redis.freeze();
        for (Clone each : clones) {
            log(each, "under way");
            Awaitility.await("a batch").atMost(LONG).until(() -> each.numbers.position() > before);
        }
        take(clones);
    }
}
