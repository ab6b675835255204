// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.internal.spill.MortalSpill.Killed;
import dev.centralog.internal.wire.Window.Signal;
import dev.centralog.testkit.Faults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The death of a process at each point, each time that it comes there; the next process dies there again while it recovers.
 * Records that had been on disk are applied once, others at most once.
 */
class SpillCrashIT {
    private static final long ROOM = 2048;
    private static final int PARCELS = 8;

    @TempDir
    private Path root;

    private final Redis redis = new Redis();
    private final Set<String> onDisk = new HashSet<>();
    private int processes;
    private boolean forgets = true;

    /** The work of the script with numbers, and what it has counted. */
    private static final class Redis {
        private final Map<String, Long> last = new HashMap<>();
        private final List<String> applied = new ArrayList<>();

        /** Applies a record if its number is the next one; returns false if that is neither the next one nor applied before. */
        boolean apply(SpillRecord record) {
            long before = last.getOrDefault(record.producer(), 0L);
            if (record.sequence() > before + 1) {
                return false;
            }
            if (record.sequence() == before + 1) {
                last.put(record.producer(), record.sequence());
                applied.add(new String(record.content(), UTF_8).strip());
            }
            return true;
        }

        void forgetNumbers() {
            last.clear();
        }
    }

    /** Adopts, spills, ships half, spills, has its numbers forgotten, ships the rest. */
    private void live(MortalSpill fate) {
        String producer = "p" + ++processes;
        SpillStore spill = fate.open(root, ROOM, new SpillRecords());
        boolean isOver = false;
        try {
            spill.adopt();
            append(spill, producer, 1, PARCELS);
            ship(spill, PARCELS / 2);
            append(spill, producer, PARCELS + 1, PARCELS + 2);
            if (forgets) {
                redis.forgetNumbers();
            }
            ship(spill, Integer.MAX_VALUE);
            spill.close();
            isOver = true;
        } finally {
            if (!isOver) {
                MortalSpill.bury(spill);
            }
        }
    }

    private void append(SpillStore spill, String producer, long first, long last) {
        for (long sequence = first; sequence <= last; sequence++) {
            String text = producer + "#" + sequence;
            byte[] content = (text + " ".repeat(100)).getBytes(UTF_8);
            if (spill.append(new SpillRecord(Signal.EVENTS, 1, producer, sequence, content))) {
                onDisk.add(text);
            }
        }
        spill.force();
    }

    /** Ships as the shipper does: a refused record is sent under a new name, which is on disk before. */
    private void ship(SpillStore spill, int records) {
        for (int i = 0; i < records; i++) {
            DiskQueue.ReadRecord found = spill.next();
            if (found == null) {
                return;
            }
            SpillRecord record = found.record();
            if (!redis.apply(record)) {
                spill.rename(
                        record.producer(), record.sequence(), "n" + redis.applied.size() + "-" + record.producer(), 1);
                spill.rewind();
            } else {
                spill.confirmFirst();
            }
        }
    }

    private void assertNothingLostNothingTwice() {
        assertThat(redis.applied).doesNotHaveDuplicates().containsAll(onDisk);
        assertThat(SpillRecords.files(root, ".spill")).isEmpty();
        assertThat(SpillRecords.files(root, "").stream().filter(Files::isDirectory))
                .containsExactly(root);
    }

    private int occurrences(CrashPoint point) {
        MortalSpill immortal = new MortalSpill(point, 0);
        live(immortal);
        int times = Collections.frequency(immortal.reached(), point);
        assertNothingLostNothingTwice();
        return times;
    }

    @ParameterizedTest
    @EnumSource
    void process_diesAtThePointEachTimeItIsThere_thenAgain(CrashPoint point) {
        if (point == CrashPoint.WHILE_ADOPTING) {
            leaveSomething();
        }
        // A Redis that forgets a number, and is not asked for it again, counts it twice: no file can help there.
        forgets = point != CrashPoint.BEFORE_CONFIRM;
        int times = occurrences(point);
        assertThat(times).isPositive();

        int step = Faults.times(Math.max(1, times - 1), 1); // the first and the last, or each
        for (int occurrence = 1; occurrence <= times; occurrence += step) {
            for (int again = 1; again <= Faults.times(1, 3); again++) {
                if (point == CrashPoint.WHILE_ADOPTING) {
                    leaveSomething();
                }
                MortalSpill first = new MortalSpill(point, occurrence);
                assertThatThrownBy(() -> live(first)).isInstanceOf(Killed.class);
                try {
                    live(new MortalSpill(point, again));
                    assertThat(again).as("the first time is always reached").isNotEqualTo(1);
                } catch (Killed ignored) {
                    // As it should. How often the process comes there depends on what the first has left.
                }
                live(new MortalSpill(point, 0));
                assertNothingLostNothingTwice();
            }
        }
    }

    /** Leaves the records of processes that could write and no more. */
    private void leaveSomething() {
        for (int i = 0; i < 2; i++) {
            String producer = "left" + ++processes;
            SpillStore spill = new MortalSpill(CrashPoint.AFTER_WRITE, 0).open(root, ROOM, new SpillRecords());
            append(spill, producer, 1, 3);
            MortalSpill.bury(spill);
        }
    }

    @Test
    void death_afterReadingOnly_isAsIfNothingWasRead() {
        leaveSomething();
        SpillStore spill = new MortalSpill(CrashPoint.AFTER_WRITE, 0).open(root, ROOM, new SpillRecords());
        spill.adopt();
        SpillRecords.read(spill);
        MortalSpill.bury(spill);

        live(new MortalSpill(CrashPoint.AFTER_WRITE, 0));
        assertNothingLostNothingTwice();
    }
}
