// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import static dev.centralog.internal.spill.SpillRecords.append;
import static dev.centralog.internal.spill.SpillRecords.confirm;
import static dev.centralog.internal.spill.SpillRecords.files;
import static dev.centralog.internal.spill.SpillRecords.read;
import static dev.centralog.internal.spill.SpillRecords.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.wire.Window.Signal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were torn at any byte, or in which any byte has changed. */
class DamagedSpillIT {
    private static final int PARCELS = 5;

    @TempDir
    private Path root;

    private Path file = Path.of("");
    private byte[] whole = {};
    private final List<Integer> ends = new ArrayList<>();

    /** Writes a segment of some records, and notes where each of them ends. */
    @BeforeEach
    void write() throws IOException {
        try (SpillStore spill = new SpillRecords().open(root)) {
            for (int sequence = 1; sequence <= PARCELS; sequence++) {
                append(spill, "they", sequence, sequence);
                file = files(root, ".spill").get(0);
                ends.add(Math.toIntExact(Files.size(file)));
            }
        }
        whole = Files.readAllBytes(file);
    }

    private static List<String> readBack(SpillRecords told, Path root) {
        SpillStore spill = told.start(root);
        List<String> texts = read(spill);
        MortalSpill.bury(spill);
        return texts;
    }

    @Test
    void segment_tornAtAnyByte_hasTheWholeParcelsBeforeThat() throws IOException {
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            int end = length;
            long records = ends.stream().filter(each -> each <= end).count();
            SpillRecords told = new SpillRecords();

            if (records == 0) {
                SpillStore spill = told.start(root);
                assertThat(read(spill)).isEmpty();
                spill.close();
                assertThat(root).as("torn at %s", length).isEmptyDirectory();
                Files.createDirectories(file.getParent());
            } else {
                assertThat(readBack(told, root)).as("torn at %s", length).isEqualTo(texts("they", 1, records));
            }
            assertThat(told.troubles).isEmpty();
        }
    }

    /** Tests a file that ends in zeros, as from a file system that has made room for what it has not written yet. */
    @Test
    void segment_endingInZeros_hasTheWholeParcelsBeforeThat() throws IOException {
        for (int end = ends.get(1); end < ends.get(2); end++) {
            Files.write(file, Arrays.copyOf(Arrays.copyOf(whole, end), end + 5000));
            SpillRecords told = new SpillRecords();

            assertThat(readBack(told, root)).as("zeros from %s", end).isEqualTo(texts("they", 1, 2));
            assertThat(told.troubles).isEmpty();
        }
    }

    @Test
    void segment_withAnyByteChanged_yieldsNoParcelThatWasNotWritten() throws IOException {
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= (byte) (1 << at % 8);
            Files.write(file, changed);
            Files.deleteIfExists(file.resolveSibling("marks")); // in which the damage before this one is noted
            int place = at;
            int number = 1 + (int) ends.stream().filter(end -> end <= place).count();
            List<String> others = new ArrayList<>(texts("they", 1, PARCELS));
            others.remove(number - 1);

            SpillRecords told = new SpillRecords();
            assertThat(readBack(told, root)).as("byte %s", at).isEqualTo(others);
        }
    }

    @Test
    void damagedBody_isCountedAsItsHeaderSays_andItsFileKept() throws IOException {
        byte[] changed = whole.clone();
        changed[ends.get(2) - 1]++;
        Files.write(file, changed);
        SpillRecords told = new SpillRecords();

        try (SpillStore spill = told.start(root)) {
            List<String> others = new ArrayList<>(texts("they", 1, PARCELS));
            others.remove(2);
            assertThat(read(spill)).isEqualTo(others);
            spill.rewind();
            assertThat(read(spill)).isEqualTo(others);
            confirm(spill, 4);
            assertThat(spill.isEmpty()).isTrue();
        }

        assertThat(told.damaged).isEqualTo(3);
        assertThat(told.damagedOfOurs).isZero();
        assertThat(told.troubles).containsExactly("spillDamaged");
        assertThat(files(root, ".damaged")).hasSize(1).allSatisfy(kept -> assertThat(Files.readAllBytes(kept))
                .isEqualTo(changed));
        assertThat(files(root, ".spill")).isEmpty();
    }

    /** Tests a segment behind which another one was written, so that it was whole once. */
    @Test
    void damagedEnd_ofASegmentBeforeTheLast_isCounted() throws IOException {
        Path next = file.resolveSibling("000000000002.spill");
        Files.write(next, whole);
        byte[] changed = whole.clone();
        changed[changed.length - 1]++;
        Files.write(file, changed);
        SpillRecords told = new SpillRecords();

        try (SpillStore spill = told.start(root)) {
            List<String> expected = new ArrayList<>(texts("they", 1, PARCELS - 1));
            expected.addAll(texts("they", 1, PARCELS));
            assertThat(read(spill)).isEqualTo(expected);
            confirm(spill, expected.size());
        }
        assertThat(told.damaged).isEqualTo(PARCELS);
    }

    @Test
    void damaged_whileItsProcessLives_isKnownToTheLastEvent() throws IOException {
        SpillRecords told = new SpillRecords();
        try (SpillStore spill = told.open(root)) {
            append(spill, "us", 1, 4);
            Path ours = files(root, ".spill").stream()
                    .filter(each -> !each.equals(file))
                    .findFirst()
                    .orElseThrow();
            byte[] garbage = Files.readAllBytes(ours);
            Arrays.fill(garbage, 0, SpillRecordFormat.HEADER_BYTES, (byte) 7);
            Files.write(ours, garbage);

            assertThat(read(spill)).isEqualTo(texts("us", 2, 4));
            confirm(spill, 3);
            assertThat(spill.isEmpty()).isTrue();
        }
        assertThat(told.damagedOfOurs).isEqualTo(1);
    }

    /** Tests bodies whose checksums are right, so that they were neither torn nor changed. */
    @Test
    void body_withRightChecksums_thatIsNone_isDamaged() throws IOException {
        for (int nameBytes : new int[] {-1, 1, Short.MAX_VALUE}) {
            byte[] body = ByteBuffer.allocate(9).putShort((short) nameBytes).array();
            byte[] header = SpillRecordFormat.header(new SpillRecord(Signal.EVENTS, 70, "", 1, new byte[0]), body);
            Files.write(
                    file,
                    ByteBuffer.allocate(header.length + body.length + whole.length)
                            .put(header)
                            .put(body)
                            .put(whole)
                            .array());
            SpillRecords told = new SpillRecords();
            try (SpillStore spill = told.start(root)) {
                assertThat(read(spill)).isEqualTo(texts("they", 1, PARCELS));
                confirm(spill, PARCELS);
            }
            assertThat(told.damaged).isEqualTo(70);
            Files.createDirectories(file.getParent());
        }
    }

    /** Tests a segment that was not torn: it begins with bytes with which no record of Centralog begins. */
    @Test
    void segment_ofALaterFormat_isKept_whateverItsSize() throws IOException {
        byte[] later = Arrays.copyOf(whole, 200_000);
        Arrays.fill(later, (byte) 'x');
        System.arraycopy(whole, 0, later, 150_000, whole.length);
        later[3]++;
        for (byte[] content : List.of(later, Arrays.copyOf(later, 100_000))) {
            Files.write(file, content);
            SpillRecords told = new SpillRecords();
            try (SpillStore spill = told.start(root)) {
                List<String> found = read(spill);
                assertThat(found).isEqualTo(content == later ? texts("they", 1, PARCELS) : List.of());
                confirm(spill, found.size());
                assertThat(spill.isEmpty()).isTrue();
            }
            assertThat(told.troubles).containsExactly("spillDamaged");
            assertThat(files(root, ".damaged")).hasSize(1).allSatisfy(kept -> assertThat(Files.readAllBytes(kept))
                    .isEqualTo(content));
            Files.createDirectories(file.getParent());
        }
    }

    /** Lets the process that finds the damage die before it can count it, with the following records confirmed. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void damage_beforeTheMarks_isCountedByTheNextProcess(boolean isRejected) throws IOException {
        byte[] changed = whole.clone();
        changed[ends.get(1) - 1] += (byte) (isRejected ? 0 : 1);
        Files.write(file, changed);
        SpillRecords toldFirst = new SpillRecords();
        SpillStore dying = toldFirst.start(root);
        dying.next();
        if (isRejected) {
            dying.next();
            dying.rejectLast();
        }
        dying.next();
        dying.rewind();
        assertThat(dying.next()).isNotNull();
        assertThat(SpillRecords.text(Objects.requireNonNull(dying.next()).record()))
                .isEqualTo(texts("they", 3, 3).get(0));
        confirm(dying, 2);
        MortalSpill.bury(dying);
        assertThat(toldFirst.damaged).isZero();

        SpillRecords told = new SpillRecords();
        try (SpillStore spill = told.start(root)) {
            assertThat(read(spill)).isEqualTo(texts("they", 4, PARCELS));
            confirm(spill, PARCELS - 3);
        }
        assertThat(told.damaged).isEqualTo(2);
        assertThat(files(root, ".damaged")).hasSize(1);
    }

    /** Tests entries that are skipped, or end the marks: records whose entries come behind them are sent again. */
    @Test
    void marks_withRightChecksums_thatAreNone_keepNobodyFromReading() throws IOException {
        for (int kind = 0; kind < 5; kind++) {
            for (int size = 1; size < 40; size++) {
                byte[] entry = new byte[size];
                Arrays.fill(entry, (byte) 0xFF);
                entry[0] = (byte) kind;
                Files.write(
                        file.resolveSibling("marks"),
                        ByteBuffer.allocate(8 + size)
                                .putInt(size)
                                .putInt(SpillRecordFormat.checksum(entry, 0, size))
                                .put(entry)
                                .array());
                assertThat(readBack(new SpillRecords(), root))
                        .as("%s of %s", kind, size)
                        .isEqualTo(texts("they", 1, PARCELS));
            }
        }
    }

    /** Tests torn marks: records that they lack are sent again, under numbers that Redis knows. */
    @Test
    void marks_tornAtAnyByte_startNoLaterThanTheyDid() throws IOException {
        SpillStore dying = new SpillRecords().start(root);
        read(dying);
        confirm(dying, 1);
        dying.rename("they", 2, "new", 1);
        confirm(dying, 2);
        MortalSpill.bury(dying);
        Path marks = files(root, "marks").get(0);
        byte[] all = Files.readAllBytes(marks);

        for (int length = 0; length <= all.length; length++) {
            Files.write(marks, Arrays.copyOf(all, length));
            List<String> found = readBack(new SpillRecords(), root);
            assertThat(found.size()).isBetween(PARCELS - 3, PARCELS);
            assertThat(found.get(found.size() - 1)).endsWith("xxxxx5");
            assertThat(found).allMatch(text -> text.contains("they") || text.contains("new"));
        }
    }
}
