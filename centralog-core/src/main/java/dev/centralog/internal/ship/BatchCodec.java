// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.fold.EventSample;
import dev.centralog.internal.fold.LineSamples;
import dev.centralog.internal.spill.DiskQueue.ReadRecord;
import dev.centralog.internal.spill.SpillRecord;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The conversion of batches to spill records and back. The content of a record: the format's version; the producer id, the
 * predecessor, the token and the process; the standing of the producer id; the window's start and length; the number of lines
 * that are the first of their group and window, the number of lines, what the process says of itself, and each line's group,
 * repeats, payload and samples. A text follows its length.
 *
 * <p>A record may be shipped under another producer id than the one that it was written under. Then its standing does not
 * count, and neither does its predecessor if it is the first batch there.
 */
final class BatchCodec {
    /** The version of the content's format; it grows with any change of that. */
    private static final byte VERSION = 3;

    private static final int STANDING_BYTES = Standing.REDIS_ID_LENGTH + Long.BYTES;
    private static final int HEAD_BYTES = 1 + 5 * Long.BYTES + STANDING_BYTES + 3 * Long.BYTES + Integer.BYTES;
    private static final int LINE_BYTES = Long.BYTES + 5 * Integer.BYTES;
    private static final int SAMPLE_BYTES = Long.BYTES + Integer.BYTES;

    private BatchCodec() {}

    /**
     * A batch that was read back.
     *
     * @param counted the events or actions that it counts
     * @param firsts the lines that are the first of their group and window
     * @param standing the standing of its producer id, as far as the disk knows
     */
    record Decoded(Batch batch, long counted, long firsts, Standing standing) {}

    static SpillRecord encode(PendingBatch pending, Standing standing) {
        Batch batch = pending.batch();
        BatchNumber number = batch.number();
        int bytes = HEAD_BYTES + Integer.BYTES + batch.sender().info().length;
        for (BatchLine line : batch.lines()) {
            bytes += LINE_BYTES + line.group().length + line.contentBytes();
            bytes += SAMPLE_BYTES * line.samples().kept();
        }
        ByteBuffer content = ByteBuffer.allocate(bytes)
                .put(VERSION)
                .putLong(number.producer().getMostSignificantBits())
                .putLong(number.producer().getLeastSignificantBits())
                .putLong(number.predecessor())
                .putLong(number.token())
                .putLong(batch.process())
                .put(encode(standing))
                .putLong(batch.window().start())
                .putLong(batch.window().seconds())
                .putLong(pending.firsts())
                .putInt(batch.lines().size())
                .putInt(batch.sender().info().length)
                .put(batch.sender().info());
        for (BatchLine line : batch.lines()) {
            content.putInt(line.group().length).put(line.group()).putLong(line.repeats());
            content.putInt(line.payload().length).put(line.payload());
            put(content, line.samples());
        }
        return new SpillRecord(
                batch.window().signal(),
                pending.counted(),
                number.producer().toString(),
                number.sequence(),
                content.array());
    }

    private static void put(ByteBuffer content, LineSamples samples) {
        EventSample own = samples.own();
        content.putInt(samples.leftOut()).putInt(own == null ? 0 : 1).putInt(samples.kept());
        if (own != null) {
            put(content, own);
        }
        samples.further().forEach(each -> put(content, each));
    }

    private static void put(ByteBuffer content, EventSample sample) {
        content.putLong(sample.sequence()).putInt(sample.content().length).put(sample.content());
    }

    /** Returns a standing as a note for the disk. */
    static byte[] encode(Standing standing) {
        return ByteBuffer.allocate(STANDING_BYTES)
                .put(standing.redisId().getBytes(US_ASCII))
                .putLong(standing.seenMillis())
                .array();
    }

    /**
     * Returns the batch of a record. Null if the record holds something else, such as the content of another version, or a
     * batch that Redis would refuse for ever.
     */
    static @Nullable Decoded decode(ReadRecord found) {
        SpillRecord record = found.record();
        ByteBuffer content = ByteBuffer.wrap(record.content());
        UUID producer = id(record.producer());
        if (producer == null || record.sequence() < 1 || content.remaining() < HEAD_BYTES || content.get() != VERSION) {
            return null;
        }
        UUID writtenUnder = new UUID(content.getLong(), content.getLong());
        long predecessor = content.getLong();
        long token = content.getLong();
        long process = content.getLong();
        Standing written = standing(content);
        Standing noted = found.note() == null ? null : noted(found.note());
        Window window = new Window(record.signal(), content.getLong(), content.getLong());
        long firsts = content.getLong();
        int count = content.getInt();
        byte[] info = text(content);
        List<BatchLine> lines = info == null ? null : lines(content, count);
        if (token == 0 || written == null || !isPossible(window) || info == null || lines == null) {
            return null;
        }
        BatchNumber number =
                new BatchNumber(producer, record.sequence(), record.sequence() == 1 ? 0 : predecessor, token);
        Batch batch = new Batch(number, new Sender(process, info), window, lines);
        if (firsts < 0 || firsts > lines.size() || record.counted() > batch.repeats()) {
            return null;
        }
        Standing standing = noted == null ? writtenUnder.equals(producer) ? written : Standing.NONE : noted;
        return new Decoded(batch, record.counted(), firsts, standing);
    }

    private static @Nullable UUID id(String name) {
        try {
            return UUID.fromString(name);
        } catch (IllegalArgumentException ignored) {
            return null;
        }
    }

    private static @Nullable Standing noted(byte[] note) {
        return note.length == STANDING_BYTES ? standing(ByteBuffer.wrap(note)) : null;
    }

    private static @Nullable Standing standing(ByteBuffer content) {
        byte[] id = new byte[Standing.REDIS_ID_LENGTH];
        content.get(id);
        String redisId = new String(id, US_ASCII);
        long seen = content.getLong();
        return Standing.isRedisId(redisId) && seen >= 0 ? new Standing(redisId, seen) : null;
    }

    private static boolean isPossible(Window window) {
        return window.signal() == Signal.EVENTS
                ? window.seconds() == 1
                : window.seconds() > 0 && (!window.isChecked() || Math.floorMod(window.start(), window.seconds()) == 0);
    }

    private static @Nullable List<BatchLine> lines(ByteBuffer content, int count) {
        if (count < 1 || count > Math.min(Batch.MAX_LINES, content.remaining() / LINE_BYTES)) {
            return null;
        }
        List<BatchLine> lines = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            BatchLine line = line(content);
            if (line == null) {
                return null;
            }
            lines.add(line);
        }
        return content.hasRemaining() ? null : lines;
    }

    private static @Nullable BatchLine line(ByteBuffer content) {
        byte[] group = text(content);
        if (group == null || content.remaining() < Long.BYTES) {
            return null;
        }
        long repeats = content.getLong();
        byte[] payload = text(content);
        LineSamples samples = payload == null ? null : samples(content);
        return payload == null || samples == null || repeats < samples.taken()
                ? null
                : new BatchLine(group, repeats, payload, samples);
    }

    private static @Nullable LineSamples samples(ByteBuffer content) {
        if (content.remaining() < 3 * Integer.BYTES) {
            return null;
        }
        int leftOut = content.getInt();
        int owns = content.getInt();
        int count = content.getInt();
        boolean isPossible = leftOut >= 0 && owns >= 0 && owns <= Math.min(1, count);
        if (!isPossible || count > Math.min(Batch.MAX_SAMPLES, content.remaining() / SAMPLE_BYTES)) {
            return null;
        }
        List<EventSample> samples = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long sequence = content.remaining() < Long.BYTES ? 0 : content.getLong();
            byte[] text = text(content);
            if (text == null) {
                return null;
            }
            samples.add(new EventSample(sequence, text));
        }
        return new LineSamples(owns == 1 ? samples.get(0) : null, samples.subList(owns, count), leftOut);
    }

    /** Returns the next text; null if fewer bytes are left than its length says. */
    private static byte @Nullable [] text(ByteBuffer content) {
        int length = content.remaining() < Integer.BYTES ? -1 : content.getInt();
        if (length < 0 || length > content.remaining()) {
            return null;
        }
        byte[] text = new byte[length];
        content.get(text);
        return text;
    }
}
