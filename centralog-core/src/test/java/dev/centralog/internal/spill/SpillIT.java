// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import static dev.centralog.internal.spill.SpillRecords.append;
import static dev.centralog.internal.spill.SpillRecords.confirm;
import static dev.centralog.internal.spill.SpillRecords.files;
import static dev.centralog.internal.spill.SpillRecords.read;
import static dev.centralog.internal.spill.SpillRecords.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.internal.wire.Window.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spill on disk: its records come back whole, in order, and once. */
class SpillIT {
    private final SpillRecords told = new SpillRecords();

    @TempDir
    private Path root;

    @Test
    void directory_beforeTheFirstParcel_isEmpty() {
        try (SpillStore spill = told.start(root.resolve("made/too"))) {
            assertThat(spill.isEmpty()).isTrue();
            assertThat(spill.hasUnread()).isFalse();
        }
        assertThat(root.resolve("made/too")).isEmptyDirectory();
    }

    @Test
    void files_areTheirOwnersAlone() throws IOException {
        try (SpillStore spill = told.open(root)) {
            append(spill, "us", 1, 1);
            Path segment = files(root, ".spill").get(0);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(segment)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(segment.getParent())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void directory_thatIsAFile_isRefusedAtOnce() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "here already");

        assertThatThrownBy(() -> SpillStore.open(file, "cl", 1 << 20, told)).isInstanceOf(IOException.class);
    }

    @Test
    void parcels_ofManySegments_comeBackInOrder() {
        try (SpillStore spill = told.open(root, 64 << 10)) {
            append(spill, "us", 1, 200);
            assertThat(files(root, ".spill")).hasSizeGreaterThan(3);

            assertThat(read(spill)).isEqualTo(texts("us", 1, 200));
        }
    }

    @Test
    void segments_whoseParcelsAreConfirmed_areDeletedOneByOne() {
        try (SpillStore spill = told.open(root, 64 << 10)) {
            append(spill, "us", 1, 200);
            int all = files(root, ".spill").size();
            read(spill);

            confirm(spill, 150);
            assertThat(files(root, ".spill")).hasSizeBetween(1, all - 2);
            assertThat(spill.isEmpty()).isFalse();
            confirm(spill, 50);

            assertThat(spill.isEmpty()).isTrue();
            assertThat(root).isEmptyDirectory();
        }
    }

    @Test
    void parcels_writtenWhileOthersAreRead_comeBehindThem() {
        try (SpillStore spill = told.open(root)) {
            append(spill, "us", 1, 5);
            assertThat(read(spill)).isEqualTo(texts("us", 1, 5));
            append(spill, "us", 6, 8);
            confirm(spill, 5);

            assertThat(read(spill)).isEqualTo(texts("us", 6, 8));
            confirm(spill, 3);
            assertThat(spill.isEmpty()).isTrue();

            append(spill, "us", 9, 9);
            assertThat(read(spill)).isEqualTo(texts("us", 9, 9));
        }
    }

    @Test
    void rewound_isReadAgainFromTheFirstUnconfirmed() {
        try (SpillStore spill = told.open(root)) {
            append(spill, "us", 1, 9);
            read(spill);
            confirm(spill, 4);

            spill.rewind();

            assertThat(read(spill)).isEqualTo(texts("us", 5, 9));
            assertThat(spill.written()).isEqualTo(Map.of(Signal.EVENTS, 5L + 7 + 9, Signal.ACTIONS, 6L + 8));
        }
    }

    @Test
    void room_taken_refusesMoreUntilSomethingIsConfirmed() {
        try (SpillStore spill = told.open(root, 2000)) {
            long sequence = 0;
            while (spill.append(SpillRecords.record("us", ++sequence))) {
                // until it is full
            }
            assertThat(sequence).isGreaterThan(10);
            assertThat(told.troubles).containsOnly("spillFull");
            long bytes = files(root, ".spill").stream()
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            assertThat(bytes).isBetween(1800L, 2000L);

            read(spill);
            confirm(spill, 10);
            append(spill, "us", sequence, sequence);
            assertThat(read(spill)).isEqualTo(texts("us", sequence, sequence));
        }
    }

    @Test
    void process_thatDied_leavesItsParcelsToTheNext() {
        SpillStore dying = told.open(root);
        append(dying, "they", 1, 6);
        read(dying);
        confirm(dying, 2);
        MortalSpill.bury(dying);

        try (SpillStore spill = told.start(root)) {
            append(spill, "us", 1, 2);
            assertThat(spill.written()).isEqualTo(Map.of(Signal.EVENTS, 1L, Signal.ACTIONS, 2L));

            DiskQueue.ReadRecord first = spill.next();
            assertThat(first).isNotNull();
            assertThat(first.isOwn()).isFalse();
            assertThat(read(spill))
                    .isEqualTo(List.of(
                            texts("they", 4, 6).get(0),
                            texts("they", 4, 6).get(1),
                            texts("they", 4, 6).get(2),
                            texts("us", 1, 2).get(0),
                            texts("us", 1, 2).get(1)));
            confirm(spill, 4);
            assertThat(files(root, ".spill")).hasSize(1);
            confirm(spill, 2);
        }
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void process_thatEnded_leavesWhatIsNotConfirmed() {
        try (SpillStore spill = told.open(root)) {
            append(spill, "they", 1, 3);
        }
        try (SpillStore spill = told.start(root)) {
            assertThat(read(spill)).isEqualTo(texts("they", 1, 3));
        }
        try (SpillStore spill = told.start(root)) {
            assertThat(read(spill)).isEqualTo(texts("they", 1, 3));
        }
    }

    /** Tests two producers in one JVM, perhaps of two class loaders: a lock of the operating system alone would not do. */
    @Test
    void directory_ofALivingProducer_isNotTakenOver() {
        try (SpillStore first = told.start(root)) {
            append(first, "first", 1, 3);
            for (int i = 0; i < 3; i++) {
                try (SpillStore second = told.start(root)) {
                    assertThat(second.isEmpty()).isTrue();
                    append(second, "second", 1, 2);
                    assertThat(read(second)).isEqualTo(texts("second", 1, 2));
                    confirm(second, 2);
                }
            }
            assertThat(read(first)).isEqualTo(texts("first", 1, 3));
        }
    }

    @Test
    void directory_ofAnotherPrefix_isNotTakenOver() throws IOException {
        try (SpillStore other = SpillStore.open(root, "cl-2", 1 << 20, told)) {
            append(other, "others", 1, 3);
        }
        try (SpillStore spill = told.start(root)) {
            assertThat(spill.isEmpty()).isTrue();
        }
        assertThat(files(root, ".spill")).hasSize(1);
    }

    @Test
    void records_keepTheirNewNameAndItsNoteThroughADeath() {
        SpillStore dying = told.open(root);
        append(dying, "old", 1, 6);
        read(dying);
        confirm(dying, 2);
        dying.rename("old", 3, "new", 1);
        dying.rewind();
        assertThat(dying.next()).isNotNull();
        confirm(dying, 1);
        dying.rename("new", 2, "newer", 7);
        dying.note("old", new byte[] {1});
        dying.note("newer", new byte[] {2, 3});
        MortalSpill.bury(dying);

        try (SpillStore spill = told.start(root)) {
            for (long sequence = 1; sequence <= 3; sequence++) {
                DiskQueue.ReadRecord found = spill.next();
                assertThat(found).isNotNull();
                assertThat(found.record().producer()).isEqualTo("newer");
                assertThat(found.record().sequence()).isEqualTo(sequence + 6);
                assertThat(found.record().counted()).isEqualTo(sequence + 3);
                assertThat(found.note()).containsExactly(2, 3);
            }
        }
    }

    @Test
    void disk_thatRefusesInMidParcel_keepsNoHalfOfIt() throws IOException {
        boolean[] refuses = {false};
        CrashPoint.Hook hook = point -> {
            if (refuses[0] && point == CrashPoint.IN_MID_RECORD) {
                throw new IOException("no space left");
            }
        };
        try (SpillStore spill = new SpillStore(root, "cl", 1 << 20, told, hook)) {
            append(spill, "us", 1, 2);
            refuses[0] = true;
            assertThat(spill.append(SpillRecords.record("us", 3))).isFalse();
            assertThat(spill.append(SpillRecords.record("us", 3))).isFalse();
            assertThat(told.troubles).containsOnly("spillRefused");
            refuses[0] = false;
            append(spill, "us", 3, 5);

            assertThat(read(spill)).isEqualTo(texts("us", 1, 5));
            spill.rewind();
            confirmAll(spill);
        }
        assertThat(told.damaged).isZero();
        assertThat(root).isEmptyDirectory();
    }

    private static void confirmAll(SpillStore spill) {
        confirm(spill, read(spill).size());
    }

    @Test
    void directory_thatCannotBeMade_leavesNoLockBehind() {
        CrashPoint.Hook hook = point -> {
            if (point == CrashPoint.AFTER_LOCK) {
                throw new IOException("no space left");
            }
        };
        try (SpillStore spill = new SpillStore(root, "cl", 1 << 20, told, hook)) {
            for (int i = 0; i < 3; i++) {
                assertThat(spill.append(SpillRecords.record("us", 1))).isFalse();
            }
        }
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void root_thatIsGone_isMadeAgain() {
        Path there = root.resolve("there");
        try (SpillStore spill = told.open(there)) {
            files(there, "").forEach(file -> assertThat(file.toFile().delete()).isTrue());

            append(spill, "us", 1, 3);
            assertThat(read(spill)).isEqualTo(texts("us", 1, 3));
        }
        assertThat(files(there, ".spill")).hasSize(1);
    }

    @Test
    void root_thatIsAFileNow_refusesAndDoesNotThrow() throws IOException {
        Path there = root.resolve("there");
        try (SpillStore spill = told.open(there)) {
            Files.delete(there);
            Files.writeString(there, "in the way");

            assertThat(spill.append(SpillRecords.record("us", 1))).isFalse();
            spill.adopt();
            assertThat(spill.next()).isNull();
        }
        assertThat(told.troubles).contains("spillRefused", "spillAdopt");
    }

    /** Tests deleted files: those that are open are read on; records in the others are lost, and counted. */
    @Test
    void files_thatAreTakenAway_areCounted_andWhatFollowsIsInAnotherDirectory() throws IOException {
        try (SpillStore spill = told.open(root, 64 << 10)) {
            append(spill, "us", 1, 200);
            List<Path> own = files(root, ".spill");
            for (Path each : own) {
                Files.delete(each);
            }
            append(spill, "us", 201, 201);
            assertThat(files(root, ".spill")).hasSize(1).doesNotContainAnyElementsOf(own);

            List<String> left = read(spill);
            assertThat(left).hasSizeLessThan(100).isEqualTo(texts("us", 202 - left.size(), 201));
            confirm(spill, left.size());
            assertThat(spill.isEmpty()).isTrue();
            long gone = 201L - left.size();
            assertThat(told.damagedOfOurs).isEqualTo(gone * (gone + 1) / 2);
        }
        assertThat(told.troubles).containsOnly("spillGone", "spillDamaged");
        assertThat(root).isEmptyDirectory();
    }

    /** Tests records that end with the process, as the next process would find none of them. */
    @Test
    void files_thatAreTakenAway_areLostWithTheProcess_andCounted() throws IOException {
        try (SpillStore spill = told.open(root)) {
            append(spill, "us", 1, 4);
            read(spill);
            confirm(spill, 1);
            Files.delete(files(root, ".spill").get(0));
        }
        assertThat(told.damagedOfOurs).isEqualTo(2 + 3 + 4);
        assertThat(told.troubles).containsExactly("spillGone");
    }

    @Test
    void segment_thatCannotBeDeleted_isTriedAgain_andNothingWaitsForIt() throws IOException {
        boolean[] refuses = {true};
        CrashPoint.Hook hook = point -> {
            if (refuses[0] && point == CrashPoint.BEFORE_DELETE) {
                throw new IOException("not permitted");
            }
        };
        try (SpillStore spill = new SpillStore(root, "cl", 1 << 20, told, hook)) {
            append(spill, "us", 1, 3);
            confirmAll(spill);
            assertThat(spill.isEmpty()).isTrue();
            assertThat(told.troubles).containsOnly("spillDelete");
            assertThat(files(root, ".spill")).hasSize(1);

            append(spill, "us", 4, 6);
            assertThat(files(root, ".spill")).hasSize(2);
            refuses[0] = false;
            assertThat(read(spill)).isEqualTo(texts("us", 4, 6));
            confirm(spill, 1);
            assertThat(files(root, ".spill")).hasSize(1);
            confirm(spill, 2);
        }
        assertThat(root).isEmptyDirectory();
    }

    /** Tests a segment that is deleted by the next process that can, and not read again. */
    @Test
    void segment_thatCannotBeDeleted_isShippedOnce() {
        CrashPoint.Hook refusing = point -> {
            if (point == CrashPoint.BEFORE_DELETE) {
                throw new IOException("not permitted");
            }
        };
        try (SpillStore first = new SpillStore(root, "cl", 1 << 20, told, refusing)) {
            append(first, "us", 1, 3);
            confirmAll(first);
        }
        try (SpillStore second = new SpillStore(root, "cl", 1 << 20, told, refusing)) {
            second.adopt();
            assertThat(second.isEmpty()).isTrue();
            assertThat(second.next()).isNull();
        }
        try (SpillStore third = told.start(root)) {
            assertThat(third.isEmpty()).isTrue();
        }
        assertThat(root).isEmptyDirectory();
    }
}
