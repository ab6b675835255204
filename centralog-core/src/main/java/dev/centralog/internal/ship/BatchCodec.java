// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.spill.SpillRecord;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch as a record and back. Its content: the format's version, the window's start and length, how many lines are the first
 * of their group and window, how many lines, and each line's group, repeats and payload, texts behind their lengths.
 */
final class BatchCodec {
    /** The version of the content; it grows with any change of that. */
    private static final byte VERSION = 1;

    private static final int HEAD_BYTES = 1 + 3 * Long.BYTES + Integer.BYTES;
    private static final int LINE_BYTES = Long.BYTES + 2 * Integer.BYTES;

    private BatchCodec() {}

    /**
     * A batch that was read back.
     *
     * @param counted the events or actions that it counts
     * @param firsts the lines that are the first of their group and window
     */
    record Decoded(Batch batch, long counted, long firsts) {}

    static SpillRecord encode(Batch batch, long counted, long firsts) {
        int bytes = HEAD_BYTES;
        for (BatchLine line : batch.lines()) {
            bytes += LINE_BYTES + line.group().length + line.payload().length;
        }
        ByteBuffer content = ByteBuffer.allocate(bytes)
                .put(VERSION)
                .putLong(batch.window().start())
                .putLong(batch.window().seconds())
                .putLong(firsts)
                .putInt(batch.lines().size());
        for (BatchLine line : batch.lines()) {
            content.putInt(line.group().length).put(line.group()).putLong(line.repeats());
            content.putInt(line.payload().length).put(line.payload());
        }
        return new SpillRecord(batch.window().signal(), counted, batch.producer(), batch.sequence(), content.array());
    }

    /** Null if the record holds something else: that of another version, say, or a batch that Redis would refuse for ever. */
    static @Nullable Decoded decode(SpillRecord record) {
        ByteBuffer content = ByteBuffer.wrap(record.content());
        if (record.sequence() < 1 || content.remaining() < HEAD_BYTES || content.get() != VERSION) {
            return null;
        }
        Window window = new Window(record.signal(), content.getLong(), content.getLong());
        long firsts = content.getLong();
        int count = content.getInt();
        if (!isPossible(window) || count < 1 || count > Math.min(Batch.MAX_LINES, content.remaining() / LINE_BYTES)) {
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
        Batch batch = new Batch(record.producer(), record.sequence(), window, lines);
        boolean isWhole = !content.hasRemaining() && firsts >= 0 && firsts <= count;
        return isWhole && record.counted() <= batch.repeats() ? new Decoded(batch, record.counted(), firsts) : null;
    }

    private static boolean isPossible(Window window) {
        return window.signal() == Signal.EVENTS
                ? window.seconds() == 1
                : window.seconds() > 0 && Math.floorMod(window.start(), window.seconds()) == 0;
    }

    private static @Nullable BatchLine line(ByteBuffer content) {
        byte[] group = text(content);
        if (group == null || content.remaining() < Long.BYTES) {
            return null;
        }
        long repeats = content.getLong();
        byte[] payload = text(content);
        return payload == null || repeats < 0 ? null : new BatchLine(group, repeats, payload);
    }

    /** Null if less is there than its length says. */
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
