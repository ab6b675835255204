// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.internal.wire.Window.Signal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A record's bytes: a header that can be trusted by itself, so that what a damaged body counted is known, and a body.
 *
 * <pre>
 * 0  magic, and the format's version
 * 4  length of the body
 * 8  what it counts: 0 events, 1 actions
 * 12 how many
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

    /** What a header says. */
    record Header(int bodyBytes, Signal signal, long counted, int bodyChecksum) {
        /** The header of a record whose own can't be read. */
        static final Header UNKNOWN = new Header(0, Signal.EVENTS, 0, 0);

        /** What is known of a record whose body nobody can make anything of. */
        static Header counting(Signal signal, long counted) {
            return new Header(0, signal, counted, 0);
        }
    }

    /** How many a record takes. */
    static long bytes(SpillRecord record) {
        return (long) HEADER_BYTES + bodyBytes(record.producer().getBytes(UTF_8), record.content());
    }

    private static int bodyBytes(byte[] producer, byte[] content) {
        return Short.BYTES + producer.length + Long.BYTES + content.length;
    }

    /** The header's bytes. */
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

    /** The header that stands there; null if none does. */
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
     * Whether these may be the first bytes of a record whose writing was cut short: they are a header's, or zeros where a file
     * system had made room. All else is somebody's, such as a later format's.
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

    /** The signal's number in files. */
    static int numberOf(Signal signal) {
        return Arrays.asList(SIGNALS).indexOf(signal);
    }

    /** The signal of a number in files; null if there is none. */
    static @Nullable Signal signal(int number) {
        return number < 0 || number >= SIGNALS.length ? null : SIGNALS[number];
    }

    /** The record that a body is of; null if it is damaged, or something else. */
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
