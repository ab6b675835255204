// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static dev.centralog.internal.ship.Producers.report;
import static dev.centralog.internal.ship.Producers.secondsAgo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.Action;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.ConfigException;
import dev.centralog.DropReason;
import dev.centralog.Settings;
import dev.centralog.internal.fold.TestEvent;
import dev.centralog.internal.ship.MemoryTransport.Fault;
import dev.centralog.internal.spill.MortalSpill;
import dev.centralog.internal.spill.SpillStore;
import dev.centralog.testkit.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The spill of what a Redis that is unavailable can't take: it goes to disk, and from there to Redis, all of it, once, first.
 */
class SpillingIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final MemoryTransport store = new MemoryTransport();

    @TempDir
    private Path directory;

    private CentralogConfig config() {
        return Producers.config()
                .with(Settings.ACTION_FLUSH_INTERVAL, Duration.ofMillis(10))
                .with(Settings.SPILL_DIRECTORY, directory.toString());
    }

    private Producer start() {
        return Producers.start(config(), store);
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(5))
                .dontCatchUncaughtExceptions() // a shipper that is killed ends by an uncaught error
                .ignoreException(UncheckedIOException.class) // files that vanish while they are listed
                .until(condition);
    }

    /** Logs events of {@code count} groups, and as many actions of as many pairs. */
    private static void logBoth(Producer producer, String name, int count) {
        for (int i = 0; i < count; i++) {
            report(producer, TestEvent.of(name + " " + i, secondsAgo(5 + i % 4)));
            String user = name + i;
            producer.count(() -> Action.of(user, "buy").withValue(2));
        }
    }

    private static long secured(CentralogStats stats) {
        return stats.acknowledged() + stats.spilled();
    }

    private static void awaitSecured(Producer producer) {
        await(() -> producer.stats().waiting() + producer.actionStats().waiting() == 0);
        assertThat(secured(producer.stats()) + producer.stats().totalDropped())
                .isEqualTo(producer.stats().logged());
    }

    private static void assertLaw(CentralogStats stats) {
        assertThat(stats.acknowledged() + stats.waiting() + stats.spilled() + stats.totalDropped())
                .as("%s", stats)
                .isEqualTo(stats.logged());
    }

    private List<Path> files(String ending) {
        return SpillingFiles.below(directory, ending);
    }

    @Test
    void store_away_allIsOnDiskAndMemoryIsFree_thenAllArrivesInOrder() {
        store.away(true);
        Producer producer = start();
        logBoth(producer, "event", 500);
        awaitSecured(producer);

        assertThat(producer.stats().spilled()).isEqualTo(500);
        assertThat(producer.actionStats().spilled()).isEqualTo(500);
        await(() -> producer.stats().bufferedBytes() == 0);
        assertThat(files(".spill")).isNotEmpty();

        store.away(false);
        await(() -> producer.stats().acknowledged() + producer.actionStats().acknowledged() == 1000);
        assertThat(producer.close(LONG)).isZero();
        Producers.assertLaw(producer, store);
        assertThat(store.actions()).isEqualTo(500);
        assertThat(store.rowsWithoutPayload()).isZero();
        // On a busy machine some are sent again; what counts is in which order they come first.
        assertThat(store.calls().stream().map(Batch::sequence).distinct()).isSorted();
        assertThat(producer.stats().spilled()).isZero();
        assertThat(producer.stats().windows()).isEqualTo(store.rows() - 500);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void calls_thatWait_haveTheirEventsOnDiskWhenTheyReturn() throws InterruptedException {
        store.away(true);
        Producer producer = Producers.start(
                config().with(Settings.AWAIT_DURABLE_TIMEOUT, LONG)
                        .with(Settings.FLUSH_INTERVAL, Duration.ofSeconds(10)),
                store);
        Producers.onThreads(4, thread -> {
            for (int i = 0; i < 50; i++) {
                report(producer, TestEvent.of("event " + thread, secondsAgo(i % 3)));
                producer.count(thread, null, i % 3, null);
            }
        });

        assertThat(producer.stats().spilled()).isEqualTo(200);
        assertThat(producer.actionStats().spilled()).isEqualTo(200);
        producer.close(LONG);
    }

    @Test
    void process_thatLogsNothing_withNothingLeft_doesNotEvenConnect() {
        Producer producer = start();

        assertThat(producer.close(LONG)).isZero();

        assertThat(store.connects()).isZero();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void batches_underWayWhenTheStoreGoes_countOnce() {
        AtomicInteger calls = new AtomicInteger();
        store.faults(() -> calls.getAndIncrement() % 2 == 0 ? Fault.ANSWER_LOST : Fault.REQUEST_LOST);
        Producer producer = start();
        logBoth(producer, "event", 300);
        awaitSecured(producer);
        assertThat(store.events() + store.actions()).isPositive();

        store.faults(() -> Fault.NONE);
        await(() -> producer.stats().acknowledged() + producer.actionStats().acknowledged() == 600);
        assertThat(producer.close(LONG)).isZero();
        Producers.assertLaw(producer, store);
        assertThat(store.actions()).isEqualTo(300);
    }

    @Test
    void room_onDiskTaken_memoryGoesOn_thenIsDropped_andTheLawHolds() {
        store.away(true);
        Producer producer = Producers.start(
                config().with(Settings.SPILL_BYTES, 1L << 20).with(Settings.BUFFER_BYTES, 256L << 10), store);
        for (int i = 0; i % 1000 != 0 || !isFull(producer); i++) {
            report(producer, TestEvent.of("event " + i, secondsAgo(3)));
            String user = "user " + i;
            producer.count(() -> Action.of(user, "buy").withPayload("a book"));
        }
        assertThat(producer.stats().spilled()).isPositive();
        assertLaw(producer.stats());

        store.away(false);
        await(() -> producer.stats().waiting() + producer.stats().spilled() == 0);
        await(() -> producer.actionStats().waiting() + producer.actionStats().spilled() == 0);
        assertThat(producer.close(LONG)).isZero();
        Producers.assertLaw(producer, store);
        assertThat(store.actions()).isEqualTo(producer.actionStats().acknowledged());
        assertThat(store.drops())
                .isEqualTo(
                        producer.stats().totalDropped() + producer.actionStats().totalDropped());
    }

    private boolean isFull(Producer producer) {
        long bytes = files(".spill").stream()
                .mapToLong(file -> file.toFile().length())
                .sum();
        return bytes > 900_000 && producer.stats().dropped().getOrDefault(DropReason.BUFFER_FULL, 0L) > 100;
    }

    @Test
    void closing_whileTheStoreIsAway_leavesAllToTheNextProcess() {
        store.away(true);
        Producer first = start();
        logBoth(first, "first", 40);
        assertThat(first.close(LONG)).isZero();
        assertThat(first.stats().spilled()).isEqualTo(40);
        assertThat(first.stats().totalDropped()).isZero();
        assertLaw(first.stats());
        assertLaw(first.actionStats());

        store.away(false);
        Producer idle = start();
        await(() -> idle.stats().recovered() == 40 && idle.actionStats().recovered() == 40);
        assertThat(idle.close(LONG)).isZero();
        assertThat(store.events()).isEqualTo(40);
        assertThat(store.actions()).isEqualTo(40);
        assertThat(idle.stats().acknowledged()).isZero();
        assertThat(idle.stats().logged()).isZero();
    }

    /** Tests a shipper that is interrupted when its time is up: what it holds gets to disk all the same. */
    @Test
    void closing_whileTheStoreIsFrozen_bringsToDiskWhatIsLeft() {
        store.faults(() -> Fault.NEVER_ANSWERED);
        Producer producer = Producers.start(config().with(Settings.COMMAND_TIMEOUT, Duration.ofMinutes(1)), store);
        logBoth(producer, "event", 40);
        await(() -> !store.calls().isEmpty());
        logBoth(producer, "later", 40);

        assertThat(producer.close(Duration.ofMillis(200))).isZero();

        assertThat(producer.stats().spilled()).isEqualTo(80);
        assertThat(producer.actionStats().spilled()).isEqualTo(80);
        store.faults(() -> Fault.NONE);
        Producer next = start();
        await(() -> next.stats().recovered() == 80 && next.actionStats().recovered() == 80);
        next.close(LONG);
        assertThat(store.events()).isEqualTo(80);
    }

    @Test
    void exit_whileTheStoreIsAway_waitsForTheDiskAlone() {
        store.away(true);
        Producer producer = start();
        logBoth(producer, "event", 40);

        producer.drainForExit(EndLimits.always(Duration.ofMinutes(10)));

        assertThat(producer.stats().spilled()).isEqualTo(40);
        assertThat(producer.actionStats().spilled()).isEqualTo(40);
        producer.close(LONG);
    }

    @Test
    void events_loggedWhileABacklogIsShipped_comeBehindIt() {
        store.away(true);
        Producer first = start();
        logBoth(first, "first", 2000);
        first.close(LONG);

        AtomicReference<@Nullable Producer> second = new AtomicReference<>();
        AtomicInteger logged = new AtomicInteger();
        store.faults(() -> {
            Producer ours = second.get();
            if (ours != null && logged.get() < 200) {
                logBoth(ours, "second " + logged.incrementAndGet(), 1);
            }
            return Fault.NONE;
        });
        store.away(false);
        Producer producer = start();
        second.set(producer);
        await(() ->
                producer.stats().recovered() == 2000 && producer.actionStats().recovered() == 2000);
        await(() -> producer.stats().acknowledged() == logged.get());
        assertThat(producer.close(LONG)).isZero();
        assertThat(store.events()).isEqualTo(2000 + logged.get());
        assertThat(store.actions()).isEqualTo(2000 + logged.get());
        assertLaw(producer.stats());
        assertThat(directory).isEmptyDirectory();
    }

    /** Tests a backlog whose numbers are forgotten: it goes under new ones, which a second death must not change. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void store_forgetsItsNumbers_backlogGoesUnderANewName(boolean isReplaced) {
        Producer first = start();
        logBoth(first, "before", 1);
        await(() -> first.stats().acknowledged() == 1 && first.actionStats().acknowledged() == 1);
        store.away(true);
        logBoth(first, "backlog", 50);
        first.close(LONG);
        long before = store.events();
        if (isReplaced) {
            store.forgetAll();
            before = 0;
        } else {
            store.forgetProducers();
        }

        store.away(false);
        AtomicInteger calls = new AtomicInteger();
        store.faults(() -> calls.getAndIncrement() < 3 ? Fault.NONE : Fault.ANSWER_LOST);
        Producer second = start();
        await(() -> calls.get() > 6);
        second.close(Duration.ofMillis(50));
        store.faults(() -> Fault.NONE);
        Producer third = start();
        await(() -> store.events() >= 50 + (isReplaced ? 0 : 1));
        assertThat(third.close(LONG)).isZero();

        assertThat(store.events()).isEqualTo(before + 50);
    }

    @Test
    void damagedFile_isCountedAsDroppedAndReported() throws IOException {
        store.away(true);
        Producer first = start();
        logBoth(first, "first", 5);
        first.close(LONG);
        Path segment = files(".spill").get(0);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[40]++; // in the first batch, of events or of actions
        Files.write(segment, bytes);

        store.away(false);
        Producer second = start();
        await(() -> store.events() + store.actions() + store.drops() == 10);
        second.close(LONG);
        assertThat(store.drops()).isPositive();
        assertThat(second.stats().recovered() + second.actionStats().recovered())
                .isEqualTo(store.events() + store.actions());
        assertThat(files(".damaged")).hasSize(1);
    }

    @Test
    void directory_thatCannotBe_isAWrongSetting() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        CentralogConfig config = config().with(Settings.SPILL_DIRECTORY, file.toString());

        assertThatThrownBy(() -> Producers.start(config, store))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'spillDirectory'")
                .hasMessageContaining(file.toString())
                .hasMessageContaining("allowed is a directory");
    }

    @Test
    void directory_thatBecomesAFile_costsNothingThatMemoryHolds() throws IOException {
        store.away(true);
        Producer producer = start();
        Files.delete(directory);
        Files.writeString(directory, "in the way");
        logBoth(producer, "event", 100);
        await(() -> store.connects() > 2);
        assertThat(producer.stats().waiting()).isEqualTo(100);

        store.away(false);
        await(() ->
                producer.stats().acknowledged() == 100 && producer.actionStats().acknowledged() == 100);
        assertThat(producer.close(LONG)).isZero();
        Producers.assertLaw(producer, store);
    }

    static List<String> points() {
        return MortalSpill.points();
    }

    /** Numbers each event and action: those that a producer reported as durable before it died are stored once. */
    @ParameterizedTest
    @MethodSource("points")
    void process_diesAtThePoint_thenAgain_whatWasSecuredIsStoredOnce(String point) {
        Set<String> all = new HashSet<>();
        Set<String> secured = new HashSet<>();
        for (int life = 1; life <= Faults.times(2, 8); life++) {
            live("life " + life + " ", MortalSpill.at(point, 1 + life % 3), all, secured);
        }
        store.faults(() -> Fault.NONE);
        store.away(false);
        Producer last = start();
        await(() -> files(".spill").isEmpty());
        assertThat(last.close(LONG)).isZero();

        for (String user : all) {
            assertThat(store.actions(user.length() + ":" + user + "buy"))
                    .as(user)
                    .isBetween(secured.contains(user) ? 1L : 0L, 1L);
        }
        assertThat(store.events()).isBetween((long) secured.size(), (long) all.size());
        assertThat(store.repeats()).as("no event twice").containsOnly(1L);
    }

    private void live(String name, MortalSpill fate, Set<String> all, Set<String> secured) {
        AtomicReference<@Nullable SpillStore> spill = new AtomicReference<>();
        Producer producer =
                // Confirmed batches are not sent again: the store has lost their numbers, but not their counts.
                new Producer(
                        config().with(Settings.REPLAY_BYTES, 0L),
                        store,
                        (severity, message, cause) -> {},
                        Producers.CLOCK,
                        listener -> {
                            SpillStore opened = fate.open(directory, 1 << 20, listener);
                            spill.set(opened);
                            return opened;
                        });
        store.away(true);
        producer.start();
        List<String> logged = new ArrayList<>();
        for (int i = 0; i < 6 && !fate.isDead(); i++) {
            String user = name + i;
            logged.add(user);
            report(producer, TestEvent.of(user, secondsAgo(5)));
            producer.count(() -> Action.of(user, "buy"));
            int count = i + 1;
            await(() ->
                    fate.isDead() || (secured(producer.stats()) == count && secured(producer.actionStats()) == count));
            if (secured(producer.stats()) == count && secured(producer.actionStats()) == count) {
                secured.addAll(logged);
            }
            if (i == 3) {
                store.away(false);
                await(() -> fate.isDead() || files(".spill").isEmpty());
                if (!fate.isDead()) { // otherwise it may forget what the next process has to know
                    store.forgetProducers();
                }
                store.away(true);
            }
        }
        all.addAll(logged);
        store.away(fate.isDead());
        // A process that dies in this attempt would wait for all of its time, as the dead disk takes nothing.
        producer.close(fate.isDead() ? Duration.ZERO : Duration.ofSeconds(1));
        MortalSpill.bury(Objects.requireNonNull(spill.get()));
    }

    @Test
    void faults_atRandom_leaveTheLawWhole() throws InterruptedException {
        for (int run = 0; run < Faults.times(2, 100); run++) {
            long seed = new Random().nextLong();
            System.out.println("SpillingIT: seed " + seed);
            Random random = new Random(seed);
            MemoryTransport shaky = new MemoryTransport();
            shaky.faults(() -> switch (random.nextInt(8)) {
                case 0 -> Fault.ANSWER_LOST;
                case 1 -> Fault.REQUEST_LOST;
                case 2 -> Fault.OVERTAKEN;
                default -> Fault.NONE;
            });
            Producer producer =
                    Producers.start(config().with(Settings.SPILL_BYTES, 1L << (20 + random.nextInt(3))), shaky);
            Producers.onThreads(3, thread -> {
                for (int i = 0; i < 3000; i++) {
                    report(producer, TestEvent.of("event " + i % 700, secondsAgo(i % 5)));
                    int pair = i % 300;
                    producer.count(() -> Action.of(pair, "buy").withValue(1));
                    if (thread == 0 && i % 200 == 0) {
                        shaky.away(i % 400 == 0);
                    }
                }
            });
            shaky.away(false).faults(() -> Fault.NONE);
            await(() -> producer.linkStats().awaySince() == null); // a late failed attempt would leave all to the disk
            assertThat(producer.close(LONG)).isZero();
            Producers.assertLaw(producer, shaky);
            assertThat(shaky.actions()).isEqualTo(producer.actionStats().acknowledged());
            assertLaw(producer.actionStats());
        }
    }
}
