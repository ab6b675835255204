// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static dev.centralog.internal.ship.Producers.report;
import static dev.centralog.internal.ship.Producers.secondsAgo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.DropReason;
import dev.centralog.Settings;
import dev.centralog.internal.fold.TestEvent;
import dev.centralog.internal.spill.DiskQueue;
import dev.centralog.internal.spill.SpillRecord;
import dev.centralog.internal.spill.SpillRecords;
import dev.centralog.internal.wire.Window.Signal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records on disk that are whole, and hold something else than a batch, as one of a later format does. */
class OtherContentIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final MemoryTransport store = new MemoryTransport();
    private final List<String> told = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private Producer start() {
        CentralogConfig config = Producers.config().with(Settings.SPILL_DIRECTORY, directory.toString());
        Producer producer =
                new Producer(config, store, (severity, message, cause) -> told.add(message), Producers.CLOCK);
        producer.start();
        return producer;
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(5)).until(condition);
    }

    /** Leaves these records, after one that is fine, as a process does that has died. */
    private void leave(List<byte[]> contents) throws IOException {
        store.away(true);
        Producer first = start();
        report(first, TestEvent.of("before", secondsAgo(5)));
        await(() -> first.stats().spilled() == 1);
        first.close(LONG);
        SpillRecords told = new SpillRecords();
        try (DiskQueue spill = told.open(directory)) {
            for (int i = 0; i < contents.size(); i++) {
                spill.append(new SpillRecord(Signal.EVENTS, 100, "they", 1 + i, contents.get(i)));
            }
        }
        store.away(false);
    }

    private void assertGoOn(List<byte[]> contents) throws IOException {
        leave(contents);
        for (int process = 0; process < 2; process++) {
            Producer producer = start();
            report(producer, TestEvent.of("event", secondsAgo(5)));
            await(() -> producer.stats().acknowledged() == 1);
            assertThat(producer.close(LONG)).isZero();
        }
        assertThat(store.events()).isEqualTo(1 + 2);
        assertThat(store.drops()).isEqualTo(100L * contents.size());
        assertThat(told)
                .anyMatch(message ->
                        message.contains("later version") && message.contains(100L * contents.size() + " events"));
        assertThat(SpillingFiles.below(directory, ".damaged")).hasSize(1);
        assertThat(SpillingFiles.below(directory, ".spill")).isEmpty();
    }

    @Test
    void content_of77Bytes_isPutAsideAndCounted() throws IOException {
        byte[] other = new byte[77];
        new Random(77).nextBytes(other);

        assertGoOn(List.of(other));
    }

    @Test
    void content_thatNamesMoreThanIsThere_takesNoMemory() throws IOException {
        byte[] lines = ByteBuffer.allocate(29)
                .put((byte) 1)
                .putLong(1)
                .putLong(1)
                .putLong(0)
                .putInt(Integer.MAX_VALUE)
                .array();
        byte[] unversioned = Arrays.copyOfRange(lines, 1, lines.length);
        byte[] text = ByteBuffer.allocate(45)
                .put((byte) 1)
                .putLong(1)
                .putLong(1)
                .putLong(0)
                .putInt(1)
                .putInt(Integer.MAX_VALUE)
                .array();

        assertGoOn(List.of(lines, unversioned, text, new byte[0], new byte[200]));
    }

    /** Tests a damaged record: those that follow it go under another name, as Redis has not seen the missing one. */
    @Test
    void record_ofALivingProcess_thatIsDamaged_doesNotKeepBackWhatFollows() throws IOException {
        store.away(true);
        Producer producer = start();
        for (int i = 1; i <= 5; i++) {
            report(producer, TestEvent.of("event " + i, secondsAgo(5)));
            int spilled = i;
            await(() -> producer.stats().spilled() == spilled);
        }
        Path segment = SpillingFiles.below(directory, ".spill").get(0);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2]++; // in the third of five similar records
        Files.write(segment, bytes);

        store.away(false);
        await(() -> producer.stats().acknowledged() == 4);
        report(producer, TestEvent.of("event", secondsAgo(5)));
        await(() -> producer.stats().acknowledged() == 5);
        assertThat(producer.close(LONG)).isZero();
        assertThat(producer.stats().dropped()).isEqualTo(Map.of(DropReason.SPILL_DAMAGED, 1L));
        Producers.assertLaw(producer, store);
    }
}
