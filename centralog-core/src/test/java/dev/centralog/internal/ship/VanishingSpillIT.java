// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static dev.centralog.internal.ship.Producers.report;
import static dev.centralog.internal.ship.Producers.secondsAgo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.DropReason;
import dev.centralog.Settings;
import dev.centralog.internal.fold.TestEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spill directory that is taken away, or whose files can't be deleted, under a producer that lives. */
class VanishingSpillIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final MemoryTransport store = new MemoryTransport();
    private final List<String> told = new CopyOnWriteArrayList<>();

    @TempDir
    private Path root;

    private Path directory = Path.of("");

    @BeforeEach
    void inside() {
        directory = root.resolve("spill");
    }

    private Producer start() {
        CentralogConfig config = Producers.config()
                .with(Settings.AWAIT_DURABLE_TIMEOUT, LONG)
                .with(Settings.SPILL_DIRECTORY, directory.toString());
        Producer producer =
                new Producer(config, store, (severity, message, cause) -> told.add(message), Producers.CLOCK);
        producer.start();
        return producer;
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(5)).until(condition);
    }

    private static void log(Producer producer, int count) {
        for (int i = 0; i < count; i++) {
            report(producer, TestEvent.of("event " + i, secondsAgo(5 + i % 4)));
        }
    }

    private List<Path> segments() {
        return SpillingFiles.below(directory, ".spill");
    }

    private static void deleteTree(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder())
                    .forEach(each -> assertThat(each.toFile().delete()).isTrue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a directory that is not empty in a file's place. */
    private static Path makeUndeletable(Path file) throws IOException {
        Files.delete(file);
        Files.createDirectories(file.resolve("full"));
        return file;
    }

    /** Asserts that the shipper goes on: if a flush never came to its end, neither would calls nor the producer's close. */
    private void assertGoesOn(Producer producer, long logged) {
        log(producer, 1);
        assertThat(producer.stats().acknowledged()).isEqualTo(logged + 1);
        assertThat(told).noneMatch(message -> message.contains("neither in Redis nor on disk"));
    }

    @Test
    void directory_thatIsDeletedWhileAllIsInIt_isShippedFromItsOpenFile_andTheNextOutageMakesAnother() {
        store.away(true);
        Producer producer = start();
        log(producer, 40);
        deleteTree(directory);

        store.away(false);
        await(() -> producer.stats().acknowledged() == 40);
        assertGoesOn(producer, 40);

        store.away(true);
        log(producer, 5);
        assertThat(producer.stats().spilled()).isEqualTo(5);
        assertThat(segments()).hasSize(1);
        assertThat(producer.close(LONG)).isZero();
        assertThat(segments()).hasSize(1);

        store.away(false);
        Producer next = start();
        await(() -> next.stats().recovered() == 5);
        next.close(LONG);
        assertThat(store.events()).isEqualTo(46);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void directory_thatIsDeletedInAnOutage_getsNothingMore_andAnotherIsMade() {
        store.away(true);
        Producer producer = start();
        log(producer, 40);
        deleteTree(directory);
        log(producer, 3);
        assertThat(producer.stats().spilled()).isEqualTo(43);
        assertThat(segments()).hasSize(1);
        assertThat(told).anyMatch(message -> message.contains("40 events"));

        assertThat(producer.close(LONG)).isZero();
        assertThat(producer.stats().dropped()).containsEntry(DropReason.SPILL_DAMAGED, 40L);
        assertThat(producer.stats().spilled()).isEqualTo(3);
        store.away(false);
        Producer next = start();
        await(() -> next.stats().recovered() == 3);
        next.close(LONG);
        assertThat(store.events()).isEqualTo(3);
    }

    /** Tests a file in an immutable directory, or on a disk that became read-only. */
    @Test
    void file_thatCannotBeDeleted_isNotWaitedFor() throws IOException {
        store.away(true);
        Producer producer = start();
        log(producer, 40);
        Path inTheWay = makeUndeletable(segments().get(0));

        store.away(false);
        await(() -> producer.stats().acknowledged() == 40);
        assertGoesOn(producer, 40);
        assertThat(told)
                .anyMatch(message -> message.contains("can't delete") && message.contains("Redis has all of it"));

        store.away(true);
        log(producer, 5);
        assertThat(SpillingFiles.below(directory, ".lock")).hasSize(2);
        deleteTree(inTheWay);
        store.away(false);
        await(() -> producer.stats().acknowledged() == 46);
        assertThat(producer.close(LONG)).isZero();
        Producers.assertLaw(producer, store);
        assertThat(directory).isEmptyDirectory();
    }

    /** Tests a file that can't be deleted: it is not sent again, as the marks say that it was sent. */
    @Test
    void file_thatCannotBeDeleted_keepsNoLaterProcessFromItsWork() throws IOException {
        store.away(true);
        Producer first = start();
        log(first, 40);
        makeUndeletable(segments().get(0));
        store.away(false);
        await(() -> first.stats().acknowledged() == 40);
        assertThat(first.close(LONG)).isZero();

        Producer second = start();
        assertGoesOn(second, 0);
        assertThat(second.close(LONG)).isZero();
        assertThat(second.stats().recovered()).isZero();
        assertThat(store.events()).isEqualTo(41);
    }
}
