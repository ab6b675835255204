// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.internal.wire.Window.Signal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a record: a header and a body. The header can be trusted by itself, so that a damaged body's count is known.
 *
 * <pre>
 * 0  magic, and the format's version
 * 4  length of the body
 * 8  the signal that it counts: 0 events, 1 actions
 * 12 the number of events or actions
 * 20 CRC32C of the body
 * 24 CRC32C of these 24 bytes
 * 28 body: length of the producer's name (2 bytes), the name, the number (8), the content
 * </pre>
 */
final class SpillRecordFormat {
    static final int HEADER_BYTES = 28;

    private static final int MAGIC = 0x434C5331; // CLS1
    private static final int CHECKED_HEADER_BYTES = 24;
    private static final Signal[] SIGNALS = {Signal.EVENTS, Signal.ACTIONS};

    private SpillRecordFormat() {}

    /** The content of a header. */
    record Header(int bodyBytes, Signal signal, long counted, int bodyChecksum) {
        /** The header that stands for one that can't be read. */
        static final Header UNKNOWN = new Header(0, Signal.EVENTS, 0, 0);

        /** Returns the header of a record whose body can't be used: only its count is known. */
        static Header counting(Signal signal, long counted) {
            return new Header(0, signal, counted, 0);
        }
    }

    /** Returns the number of bytes that a record takes. */
    static long bytes(SpillRecord record) {
        return (long) HEADER_BYTES + bodyBytes(record.producer().getBytes(UTF_8), record.content());
    }

    private static int bodyBytes(byte[] producer, byte[] content) {
        return Short.BYTES + producer.length + Long.BYTES + content.length;
    }

    /** Returns the bytes of a record's header. */
    static byte[] header(SpillRecord record, byte[] body) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES)
                .putInt(MAGIC)
                .putInt(body.length)
                .putInt(numberOf(record.signal()))
                .putLong(record.counted())
                .putInt(checksum(body, 0, body.length));
        return header.putInt(checksum(header.array(), 0, CHECKED_HEADER_BYTES)).array();
    }

    static byte[] body(SpillRecord record) {
        byte[] producer = record.producer().getBytes(UTF_8);
        return ByteBuffer.allocate(bodyBytes(producer, record.content()))
                .putShort((short) producer.length)
                .put(producer)
                .putLong(record.sequence())
                .put(record.content())
                .array();
    }

    /** Returns the header at a place; null if there is none. */
    static @Nullable Header readHeader(byte[] bytes, int at) {
        if (bytes.length - at < HEADER_BYTES) {
            return null;
        }
        ByteBuffer header = ByteBuffer.wrap(bytes, at, HEADER_BYTES);
        int magic = header.getInt();
        int bodyBytes = header.getInt();
        int signal = header.getInt();
        long counted = header.getLong();
        int bodyChecksum = header.getInt();
        if (magic != MAGIC
                || header.getInt() != checksum(bytes, at, CHECKED_HEADER_BYTES)
                || bodyBytes < 0
                || counted < 0
                || signal < 0
                || signal >= SIGNALS.length) {
            return null;
        }
        return new Header(bodyBytes, SIGNALS[signal], counted, bodyChecksum);
    }

    /**
     * Whether these may be the first bytes of a record whose writing was cut short: they are a header's, or zeros where a
     * file system had made room. All other bytes were written on purpose, such as by a later format.
     */
    static boolean mayBeTorn(byte[] start) {
        byte[] magic = ByteBuffer.allocate(Integer.BYTES).putInt(MAGIC).array();
        int at = 0;
        while (at < magic.length && start[at] == magic[at]) {
            at++;
        }
        boolean isEmpty = true;
        for (int i = at; i < start.length; i++) {
            isEmpty &= start[i] == 0;
        }
        return at == magic.length || isEmpty;
    }

    /** Returns the signal's number in files. */
    static int numberOf(Signal signal) {
        return Arrays.asList(SIGNALS).indexOf(signal);
    }

    /** Returns the signal of a number in files; null if there is none. */
    static @Nullable Signal signal(int number) {
        return number < 0 || number >= SIGNALS.length ? null : SIGNALS[number];
    }

    /** Returns the record of a body; null if it is damaged, or something else. */
    static @Nullable SpillRecord readBody(Header header, byte[] body) {
        if (body.length != header.bodyBytes || checksum(body, 0, body.length) != header.bodyChecksum) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(body);
        int nameBytes = in.remaining() < Short.BYTES ? -1 : in.getShort();
        if (nameBytes < 0 || in.remaining() < nameBytes + Long.BYTES) {
            return null;
        }
        byte[] producer = new byte[nameBytes];
        in.get(producer);
        long sequence = in.getLong();
        byte[] content = new byte[in.remaining()];
        in.get(content);
        return new SpillRecord(header.signal, header.counted, new String(producer, UTF_8), sequence, content);
    }

    static int checksum(byte[] bytes, int from, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, from, length);
        return (int) sum.getValue();
    }
}
