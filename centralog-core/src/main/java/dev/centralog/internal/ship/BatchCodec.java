// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.spill.SpillRecord;
import dev.centralog.internal.wire.Window;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch as a record and back. Its content: the window's start and length, how many lines are the first of their group and
 * window, how many lines, and each line's group, repeats and payload, texts behind their lengths.
 */
final class BatchCodec {
    private static final int HEAD_BYTES = 3 * Long.BYTES + Integer.BYTES;
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

    static Decoded decode(SpillRecord record) {
        ByteBuffer content = ByteBuffer.wrap(record.content());
        Window window = new Window(record.signal(), content.getLong(), content.getLong());
        long firsts = content.getLong();
        int count = content.getInt();
        List<BatchLine> lines = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] group = text(content);
            long repeats = content.getLong();
            lines.add(new BatchLine(group, repeats, text(content)));
        }
        return new Decoded(new Batch(record.producer(), record.sequence(), window, lines), record.counted(), firsts);
    }

    private static byte[] text(ByteBuffer content) {
        byte[] text = new byte[content.getInt()];
        content.get(text);
        return text;
    }
}
