// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools.audit;

import java.io.Closeable;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/*
 * The file has a head of HEAD_BYTES, with the numbering as text and, once the ledger is closed, a mark. Records of
 * RECORD_BYTES follow; each is a run of calls of one thread in one second:
 *
 *   count (8)  first (8)  second (8)  seconds (4)  thread (4)
 *
 * A thread makes the calls thread, thread + threads, thread + 2 * threads...; a run consists of "count" of them, from the
 * one with the index "first" on. They began in the given second, and returned in the same one (seconds = 0) or a later one.
 * Records are only appended, but the count of each thread's latest record is incremented in place, in mapped memory. So
 * after a kill -9 the file has all calls that had returned, and a call costs neither a system call nor 32 bytes.
 */

/**
 * Records which numbered calls of a load have returned, and when. A recorded call survives even if the process is
 * killed right after it, but not if the machine fails.
 *
 * <p>Thread-safety: any thread, each with its own {@link CallWriter}.
 */
public final class Ledger implements Closeable {
    static final int HEAD_BYTES = 4096;
    static final int RECORD_BYTES = 32;
    static final int CLOSED_AT = HEAD_BYTES - 1;
    static final byte CLOSED = 1;
    private static final int SEGMENT_BYTES = RECORD_BYTES << 12;

    private final FileChannel channel;
    private final MappedByteBuffer head;
    private final List<MappedByteBuffer> segments = new ArrayList<>();
    private int records;

    private Ledger(FileChannel channel, MappedByteBuffer head) {
        this.channel = channel;
        this.head = head;
    }

    /**
     * Creates a new file.
     *
     * @param threads the number of writers
     * @throws IOException also if the file exists
     */
    public static Ledger create(Path file, Numbering numbering, int threads) throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        MappedByteBuffer head = channel.map(FileChannel.MapMode.READ_WRITE, 0, HEAD_BYTES);
        StringWriter text = new StringWriter();
        var properties = numbering.toProperties();
        properties.setProperty("threads", Integer.toString(threads));
        properties.store(text, "calls of a load that have returned; see dev.centralog.tools.audit.Ledger");
        head.put(text.toString().getBytes(StandardCharsets.UTF_8));
        return new Ledger(channel, head);
    }

    /** Returns the writer of the thread of that number. */
    public CallWriter writer(int thread) {
        return new CallWriter(thread);
    }

    private synchronized ByteBuffer nextRecord() {
        int at = records++ * RECORD_BYTES;
        int segment = at / SEGMENT_BYTES;
        if (segment == segments.size()) {
            try {
                segments.add(channel.map(
                        FileChannel.MapMode.READ_WRITE, HEAD_BYTES + (long) segment * SEGMENT_BYTES, SEGMENT_BYTES));
            } catch (IOException e) {
                throw new UncheckedIOException("the ledger can't grow", e);
            }
        }
        return segments.get(segment).slice(at % SEGMENT_BYTES, RECORD_BYTES);
    }

    /** Marks the ledger as complete: all calls were made, and none is under way. */
    @Override
    public void close() throws IOException {
        head.put(CLOSED_AT, CLOSED);
        channel.close();
    }

    /** The calls of one thread, in their order. Thread-safety: none. */
    public final class CallWriter {
        private final int thread;
        private long calls;
        private ByteBuffer run = ByteBuffer.allocate(0);
        private long runSecond;
        private int runSeconds = -1;
        private long runCount;

        private CallWriter(int thread) {
            this.thread = thread;
        }

        /** Makes the thread's next call, and records when it has returned. */
        public void call(Runnable call) {
            long second = second();
            call.run();
            int seconds = (int) (second() - second);
            if (second != runSecond || seconds != runSeconds) {
                runSecond = second;
                runSeconds = seconds;
                runCount = 0;
                run = nextRecord();
                run.putLong(8, calls).putLong(16, second).putInt(24, seconds).putInt(28, thread);
            }
            calls++;
            run.putLong(0, ++runCount);
        }

        /** Returns the number of calls that have returned. */
        public long calls() {
            return calls;
        }
    }

    private static long second() {
        return System.currentTimeMillis() / 1000;
    }
}
