// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.fold.EventSample;
import dev.centralog.internal.fold.LineSamples;
import dev.centralog.internal.spill.DiskQueue.ReadRecord;
import dev.centralog.internal.spill.SpillRecord;
import dev.centralog.internal.wire.Window;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Batches as records: what was written comes back, and what is something else is not taken for a batch. */
class BatchCodecTest {
    private static final int LINES_AT = 89;

    private static final UUID US = new UUID(1, 2);
    private static final Standing STANDING = new Standing("0123456789abcdef", 1_800_000_000_123L);

    private static Batch batch(long sequence, Window window, List<BatchLine> lines) {
        return new Batch(new BatchNumber(US, sequence, sequence - 1, sequence), 99, window, lines);
    }

    private static SpillRecord encode(Batch batch, long counted, long firsts) {
        BatchCodec.Decoded parts = new BatchCodec.Decoded(batch, counted, firsts, STANDING);
        return BatchCodec.encode(PendingBatch.readBack(parts, PendingBatch.BatchLocation.DISK), STANDING);
    }

    private static BatchCodec.@Nullable Decoded decode(SpillRecord record) {
        return BatchCodec.decode(new ReadRecord(record, true, null));
    }

    private static SpillRecord record(Window window) {
        List<EventSample> further = List.of(new EventSample(6, "second".getBytes(UTF_8)));
        LineSamples samples = new LineSamples(new EventSample(5, "own".getBytes(UTF_8)), further, 1);
        List<BatchLine> lines = List.of(
                new BatchLine(new byte[16], 3, "payload".getBytes(UTF_8), samples),
                new BatchLine(new byte[0], 4, new byte[0]));
        return encode(batch(7, window, lines), 5, 1);
    }

    private static SpillRecord record() {
        return record(Window.second(1_800_000_000));
    }

    private static BatchCodec.@Nullable Decoded decode(SpillRecord like, byte[] content) {
        return decode(new SpillRecord(like.signal(), like.counted(), US.toString(), 7, content));
    }

    private static SpillRecord with(int at, int value) {
        SpillRecord record = record();
        ByteBuffer.wrap(record.content()).putInt(at, value);
        return record;
    }

    @Test
    void batch_isReadBackAsItWas() {
        List<Window> all = List.of(
                Window.second(-5),
                Window.slice(1_800_000_000, 600),
                new Window(Window.Signal.EVENTS, Window.UNCHECKED + 1_800_000_001, 1),
                new Window(Window.Signal.ACTIONS, Window.UNCHECKED + 1_800_000_001, 600));
        for (Window window : all) {
            BatchCodec.Decoded found = decode(record(window));

            assertThat(found).isNotNull();
            assertThat(found.counted()).isEqualTo(5);
            assertThat(found.firsts()).isEqualTo(1);
            assertThat(found.batch().producer()).isEqualTo(US);
            assertThat(found.batch().number()).isEqualTo(new BatchNumber(US, 7, 6, 7));
            assertThat(found.batch().process()).isEqualTo(99);
            assertThat(found.standing()).isEqualTo(STANDING);
            assertThat(found.batch().window()).isEqualTo(window);
            assertThat(found.batch().lines()).extracting(BatchLine::repeats).containsExactly(3L, 4L);
            assertThat(found.batch().lines())
                    .extracting(line -> line.group().length)
                    .containsExactly(16, 0);
            assertThat(found.batch().lines())
                    .extracting(line -> line.payload().length)
                    .containsExactly(7, 0);
            LineSamples samples = found.batch().lines().get(0).samples();
            assertThat(samples.own()).isNotNull();
            assertThat(samples.own().sequence()).isEqualTo(5);
            assertThat(samples.own().content()).asString(UTF_8).isEqualTo("own");
            assertThat(samples.further()).extracting(EventSample::sequence).containsExactly(6L);
            assertThat(samples.further().get(0).content()).asString(UTF_8).isEqualTo("second");
            assertThat(samples.leftOut()).isEqualTo(1);
            assertThat(found.batch().lines().get(1).samples()).isEqualTo(LineSamples.NONE);
        }
    }

    /** Returns the content behind the producer id, which may be another one than the record has by now. */
    private static byte[] tail(byte[] content) {
        return Arrays.copyOfRange(content, LINES_AT - 3 * Long.BYTES, content.length);
    }

    @Test
    void batch_underAnotherId_standsNowhere_unlessThatIsNoted() {
        SpillRecord written = record();
        UUID other = new UUID(3, 4);
        for (long sequence : new long[] {1, 2}) {
            SpillRecord named =
                    new SpillRecord(written.signal(), written.counted(), other.toString(), sequence, written.content());

            BatchCodec.Decoded found = BatchCodec.decode(new ReadRecord(named, true, null));
            assertThat(found).isNotNull();
            assertThat(found.standing()).isEqualTo(Standing.NONE);
            assertThat(found.batch().number()).isEqualTo(new BatchNumber(other, sequence, sequence == 1 ? 0 : 6, 7));

            Standing noted = new Standing("fedcba9876543210", 5);
            found = BatchCodec.decode(new ReadRecord(named, true, BatchCodec.encode(noted)));
            assertThat(found).isNotNull();
            assertThat(found.standing()).isEqualTo(noted);
        }
    }

    @Test
    void content_ofAnyLengthButItsOwn_isNone() {
        byte[] whole = record().content();
        for (int length = 0; length < whole.length + 20; length++) {
            if (length != whole.length) {
                assertThat(decode(record(), Arrays.copyOf(whole, length)))
                        .as("%s", length)
                        .isNull();
            }
        }
    }

    @Test
    void content_ofAnotherVersion_isNone() {
        for (int version = 0; version < 256; version++) {
            byte[] content = record().content();
            content[0] = (byte) version;
            assertThat(decode(record(), content) == null)
                    .as("version %s", version)
                    .isEqualTo(version != 3);
        }
    }

    @Test
    void counts_beyondWhatIsThere_areNone_andTakeNoMemory() {
        for (int count : new int[] {Integer.MIN_VALUE, -1, 0, 1, 3, 1000, Integer.MAX_VALUE}) {
            assertThat(decode(with(LINES_AT, count))).as("lines: %s", count).isNull();
            assertThat(decode(with(LINES_AT + 8, count))).as("bytes: %s", count).isNull();
        }
    }

    /** Tests the limit of Redis: a batch with more lines would be refused for ever. */
    @Test
    void lines_moreThanABatchMayHave_areNone() {
        BatchLine line = new BatchLine(new byte[16], 1, new byte[0]);
        List<BatchLine> lines = new ArrayList<>(Collections.nCopies(Batch.MAX_LINES, line));
        assertThat(decode(encode(batch(1, Window.second(5), lines), 0, 0))).isNotNull();
        lines.add(line);
        assertThat(decode(encode(batch(1, Window.second(5), lines), 0, 0))).isNull();
    }

    @Test
    void figures_thatNoBatchHas_areNone() {
        Window second = Window.second(5);
        List<BatchLine> lines = List.of(new BatchLine(new byte[16], 3, new byte[0]));
        assertThat(decode(encode(batch(0, second, lines), 3, 1))).isNull();
        assertThat(decode(encode(batch(1, second, lines), 4, 1))).isNull();
        assertThat(decode(encode(batch(1, second, lines), 3, 2))).isNull();
        for (Window window : List.of(
                new Window(Window.Signal.EVENTS, 5, 2),
                new Window(Window.Signal.ACTIONS, 600, 0),
                new Window(Window.Signal.ACTIONS, 601, 600))) {
            assertThat(decode(encode(batch(1, window, lines), 3, 1)))
                    .as("%s", window)
                    .isNull();
        }
        List<BatchLine> negative = List.of(new BatchLine(new byte[16], -3, new byte[0]));
        assertThat(decode(encode(batch(1, second, negative), 0, 1))).isNull();
    }

    @Test
    void content_atRandom_throwsNothing() {
        long seed = new Random().nextLong();
        System.out.println("BatchCodecTest: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] content = record().content();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                content[random.nextInt(content.length)] = (byte) random.nextInt();
            }
            BatchCodec.Decoded found = decode(record(), content);
            if (found != null) {
                SpillRecord again = BatchCodec.encode(
                        PendingBatch.readBack(found, PendingBatch.BatchLocation.DISK), found.standing());
                assertThat(tail(again.content())).isEqualTo(tail(content));
            }
        }
    }
}
