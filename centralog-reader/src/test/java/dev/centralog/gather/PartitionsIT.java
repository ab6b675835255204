// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.Logs;
import dev.centralog.Settings;
import dev.centralog.internal.redis.StreamInfo;
import dev.centralog.internal.redis.read.PartitionChange;
import dev.centralog.internal.time.Clock;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;

/** Tests of several partitions on one Redis, and of changes of their number while producers and readers run. */
class PartitionsIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int PRODUCERS = 12;

    @TempDir
    private Path directory;

    private static StreamInfo change(CentralogConfig config, int count) throws InterruptedException {
        return PartitionChange.apply(config, count, time -> {});
    }

    private static Set<String> partitions(Logs gathered) {
        return gathered.events().stream()
                .map(event -> event.delivery().split(":")[1])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns producers of which each has logged an event that Redis has. */
    private static List<Centralog> producers(CentralogConfig config) {
        List<Centralog> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            Centralog producer = Logs.open(config);
            producer.log(Logs.event("early", Clock.now()));
            producers.add(producer);
        }
        Awaitility.await().atMost(LONG).until(() -> producers.stream()
                .allMatch(each -> each.stats().acknowledged() == 1));
        return producers;
    }

    private static void logLate(List<Centralog> producers) {
        for (Centralog each : producers) {
            each.log(Logs.event("late", Clock.now()));
            assertThat(each.close(LONG)).isZero();
        }
    }

    private static long late(Logs gathered) {
        return gathered.events().stream()
                .filter(event -> "late".equals(event.event().message()))
                .mapToLong(GatheredEvent::repeats)
                .sum();
    }

    /** Claims until a condition holds. A closed producer's last window may have the sign of its end and no event. */
    private static Logs gatherUntil(EventSource source, Predicate<Logs> condition) {
        Logs all = new Logs();
        Awaitility.await().atMost(LONG).pollInSameThread().until(() -> {
            EventWindow window = source.claim(Duration.ofMillis(100));
            if (window != null) {
                all.store(window.content());
                assertThat(window.acknowledge()).isTrue();
            }
            return condition.test(all);
        });
        return all;
    }

    @EachRedis
    void change_whileAllRun_losesNothing(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        try (Centralog old = Logs.open(config);
                EventSource source = EventSource.open(config, (severity, message, cause) -> {})) {
            old.log(Logs.event("before", Clock.now()));
            Awaitility.await().atMost(LONG).until(() -> old.stats().acknowledged() == 1);

            assertThat(change(config, 4)).isEqualTo(new StreamInfo(4, 4));

            for (int producer = 0; producer < 24; producer++) {
                Logs.log(config, Logs.event("new", Clock.now()));
            }
            old.log(Logs.event("after", Clock.now()));
            Awaitility.await().atMost(LONG).until(() -> old.stats().acknowledged() == 2);
            Logs all = gatherUntil(source, gathered -> gathered.stored() == 26);
            assertThat(partitions(all)).containsExactly("0", "1", "2", "3");
            assertThat(source.progress()).hasSize(4);
        }
    }

    private static long connections(LocalRedis redis) {
        return redis.cli("CLIENT", "LIST")
                .lines()
                .filter(line -> line.contains(" name=centralog "))
                .count();
    }

    @EachRedis(isOneEnough = true)
    void partitions_many_areReadByAFewThreads(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        change(config, 64);
        for (int producer = 0; producer < 6; producer++) {
            Logs.log(config, Logs.event("one", Clock.now()));
        }
        long before = Thread.getAllStackTraces().size();

        try (EventSource source = EventSource.open(config, (severity, message, cause) -> {})) {
            // Each partition is connected to when it is its turn.
            Logs all = gatherUntil(source, gathered -> gathered.stored() >= 6 && connections(redis) >= 64);

            assertThat(all.stored()).isEqualTo(6);
            assertThat(Thread.getAllStackTraces().size()).isLessThan((int) before + 16);
        }
    }

    @EachRedis(isOneEnough = true)
    void change_toFewer_stillReadsAll(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        change(config, 3);
        List<Centralog> producers = producers(config);

        assertThat(change(config, 1)).isEqualTo(new StreamInfo(1, 3));

        logLate(producers);
        Logs.log(config, Logs.event("new", Clock.now()));
        Logs all = Logs.gatherAll(config);
        assertThat(all.stored()).isEqualTo(25);
        assertThat(all.events().stream()
                        .filter(event -> "new".equals(event.event().message()))
                        .map(event -> event.delivery().split(":")[1]))
                .containsExactly("0");
    }

    @EachRedis(isOneEnough = true)
    void change_byTwoAtOnce_isRefusedToTheSecond(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);

        PartitionChange.apply(config, 2, time -> assertThatThrownBy(() -> change(config, 5))
                .isInstanceOf(CentralogException.class)
                .hasMessageContaining("somebody else is changing the number of partitions"));

        assertThat(PartitionChange.look(config)).isEqualTo(new StreamInfo(2, 2));
        assertThat(change(config, 5)).isEqualTo(new StreamInfo(5, 5));
    }

    @EachRedis(isOneEnough = true)
    void change_forVersionsThatKnowOnePartition_leavesTheirFieldAsItIs(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);

        change(config, 4);

        assertThat(redis.cli("HGET", "{cl.2}:meta", "partitions")).isEqualTo("1");
    }

    /** Tests that what a process has left on disk is sent to where it may have arrived already. */
    @EachRedis(isOneEnough = true)
    void spillDirectory_ofSeveralProcesses_hasOnePartition(LocalRedis redis) throws InterruptedException, IOException {
        CentralogConfig config = Logs.config(redis).with(Settings.SPILL_DIRECTORY, directory.toString());
        change(config, 64);
        for (int process = 0; process < 5; process++) {
            Logs.log(config, Logs.event("event", Clock.now()));
        }

        Logs all = Logs.gatherAll(config);

        assertThat(all.stored()).isEqualTo(5);
        assertThat(partitions(all)).containsExactly(Files.readString(directory.resolve("cl.partition")));
    }

    /** Tests that nothing waits in a partition that nobody reads, since producers stay in theirs. */
    @EachRedis(isOneEnough = true)
    void redis_emptied_keepsItsPartitions(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        change(config, 4);
        List<Centralog> producers = producers(config);
        redis.cli("FLUSHALL");

        logLate(producers);

        Logs all = Logs.gatherAll(config);
        assertThat(PartitionChange.look(config)).isEqualTo(new StreamInfo(4, 4));
        assertThat(late(all)).isEqualTo(PRODUCERS);
    }

    /** Tests that each producer sees to its own partition when it is connected anew, though no reader runs. */
    @EachRedis(isOneEnough = true)
    void redis_startedEmpty_isReadUpToTheHighestPartition(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        change(config, 4);
        List<Centralog> producers = producers(config);
        redis.cli("FLUSHALL");
        redis.cli("HSET", "{cl.2}:meta", "partitions", "1", "protocol", "2"); // by one who knows no others
        redis.cli("CLIENT", "KILL", "TYPE", "normal");

        logLate(producers);

        Logs all = Logs.gatherAll(config);
        assertThat(late(all)).isEqualTo(PRODUCERS);
    }

    @EachRedis(isOneEnough = true)
    void number_thatNobodyHasWritten_isRefusedWithWhatIsAllowed(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        change(config, 2);
        redis.cli("HSET", "{cl.2}:meta", "drawn", "many");

        assertThatThrownBy(() -> EventSource.open(config, (severity, message, cause) -> {}))
                .hasMessageContaining("the field 'drawn' of the key 'meta' in Redis is 'many'; allowed is 1 to 256");
    }
}
