// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import dev.centralog.internal.files.OwnerOnly;
import dev.centralog.internal.spill.SpillRecordFormat.Header;
import dev.centralog.internal.wire.Window.Signal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One file of records, one behind the other. Only whole records are ever within its length.
 *
 * <p>It uses {@link RandomAccessFile}, since an interrupt closes a channel under the thread that uses it, and containers
 * interrupt.
 */
final class Segment {
    private static final int LAST_FAILURE = 10;

    /** The bytes that are in memory at a time while a header is looked for: a file may be of any size. */
    private static final int SEARCHED_BYTES = 64 << 10;

    private final Path path;
    private final long number;
    private final Map<Signal, Long> written = new EnumMap<>(Signal.class);
    private final Map<Long, Header> damaged = new TreeMap<>();
    private @Nullable RandomAccessFile file;
    private long length;
    private boolean isUnreadable;
    private int failures;

    /** The number of records that were read and are not confirmed. */
    private int unconfirmed;

    /**
     * The result of reading at a place.
     *
     * @param record the record; null if none can be read there
     * @param next the place to go on at; if there is no record, behind what is damaged or at the end
     * @param damaged the header of what is damaged there, as far as it is known; null if nothing is
     */
    record Reading(
            @Nullable SpillRecord record,
            long next,
            @Nullable Header damaged) {
        static Reading nothing(long next) {
            return new Reading(null, next, null);
        }
    }

    private Segment(Path path, long number, long length) {
        this.path = path;
        this.number = number;
        this.length = length;
    }

    /** Returns a segment whose file exists. */
    static Segment existing(Path path, long number) throws IOException {
        return new Segment(path, number, Files.size(path));
    }

    /** Creates a segment, to be written. */
    static Segment create(Path path, long number) throws IOException {
        Files.createFile(path, OwnerOnly.file(path));
        return new Segment(path, number, 0);
    }

    Path path() {
        return path;
    }

    long number() {
        return number;
    }

    long length() {
        return length;
    }

    /**
     * Returns the file, opened if need be. A caller that reads opens it for reading alone: the disk may have become
     * read-only, and a file that was deleted must not be made anew.
     */
    private RandomAccessFile file(String mode) throws IOException {
        RandomAccessFile open = file;
        if (open == null) {
            open = new RandomAccessFile(path.toFile(), mode);
            file = open;
        }
        return open;
    }

    /** Whether the file was deleted or moved away; a process that has it open can still read it. */
    boolean isTakenAway() {
        return Files.notExists(path);
    }

    /** Appends a record whole, or leaves the file as it was. */
    void append(SpillRecord record, CrashPoint.Hook hook) throws IOException {
        byte[] body = SpillRecordFormat.body(record);
        RandomAccessFile out = file("rw");
        try {
            out.seek(length);
            out.write(SpillRecordFormat.header(record, body));
            hook.reached(CrashPoint.IN_MID_RECORD);
            out.write(body);
        } catch (IOException e) {
            out.setLength(length);
            throw e;
        }
        length += SpillRecordFormat.HEADER_BYTES + body.length;
        written.merge(record.signal(), record.counted(), Long::sum);
    }

    void force() throws IOException {
        file("rw").getFD().sync();
    }

    /**
     * Reads what stands at {@code from}. A torn record at the end of a file counts as never written; everything else that
     * can't be read is damaged.
     *
     * @param isLast whether no segment was written behind this one
     */
    Reading read(long from, boolean isLast) throws IOException {
        if (length - from < SpillRecordFormat.HEADER_BYTES) {
            return Reading.nothing(length);
        }
        byte[] start = bytes(from, SpillRecordFormat.HEADER_BYTES);
        Header header = SpillRecordFormat.readHeader(start, 0);
        if (header == null) {
            long next = nextHeader(from + 1);
            boolean isTorn = next == length && isLast && SpillRecordFormat.mayBeTorn(start);
            return new Reading(null, next, isTorn ? null : Header.UNKNOWN);
        }
        long next = from + SpillRecordFormat.HEADER_BYTES + header.bodyBytes();
        if (next > length) {
            return Reading.nothing(length);
        }
        if (damaged.containsKey(from)) {
            return Reading.nothing(next);
        }
        SpillRecord record =
                SpillRecordFormat.readBody(header, bytes(from + SpillRecordFormat.HEADER_BYTES, header.bodyBytes()));
        boolean isTorn = record == null && isLast && nextHeader(next) == length;
        return new Reading(record, next, record != null || isTorn ? null : header);
    }

    /** Remembers what is damaged at a place, which is not read again; returns whether that is new. */
    boolean noteDamaged(long at, Header what) {
        return damaged.putIfAbsent(at, what) == null;
    }

    private byte[] bytes(long from, int count) throws IOException {
        byte[] bytes = new byte[count];
        RandomAccessFile in = file("r");
        in.seek(from);
        in.readFully(bytes);
        return bytes;
    }

    /** Returns the place of the next header that can be trusted; the end if there is none. */
    private long nextHeader(long from) throws IOException {
        if (length - from < SpillRecordFormat.HEADER_BYTES) {
            return length;
        }
        for (long start = from; length - start >= SpillRecordFormat.HEADER_BYTES; start += SEARCHED_BYTES) {
            byte[] some =
                    bytes(start, (int) Math.min(length - start, SEARCHED_BYTES + SpillRecordFormat.HEADER_BYTES - 1));
            for (int at = 0; at + SpillRecordFormat.HEADER_BYTES <= some.length; at++) {
                if (SpillRecordFormat.readHeader(some, at) != null) {
                    return start + at;
                }
            }
        }
        return length;
    }

    /**
     * Notes that reading failed, and throws the failure again the first few times, as it may pass: there may be too many open
     * files, for example. Then, or if the file was taken away, the rest counts as damaged, as other records wait behind it.
     */
    void readFailed(IOException failure) throws IOException {
        if (++failures < LAST_FAILURE && !isTakenAway()) {
            throw failure;
        }
        isUnreadable = true;
    }

    boolean isDamaged() {
        return isUnreadable || !damaged.isEmpty();
    }

    /** Returns how much this process wrote to it that has not been confirmed, by signal. */
    Map<Signal, Long> written() {
        return written;
    }

    /** Returns how much those records counted that can't be read, by signal, as far as their headers tell. */
    Map<Signal, Long> lost() {
        Map<Signal, Long> lost = new EnumMap<>(Signal.class);
        damaged.values().forEach(header -> lost.merge(header.signal(), header.counted(), Long::sum));
        return lost;
    }

    void parcelRead() {
        unconfirmed++;
    }

    /** Notes that the record that was read last can't be used. */
    void parcelRejected() {
        unconfirmed--;
    }

    void recordConfirmed(SpillRecord record) {
        unconfirmed--;
        written.computeIfPresent(record.signal(), (signal, count) -> count - record.counted());
    }

    /** Forgets which records were read, as they are to be read again. */
    void forgetRead() {
        unconfirmed = 0;
    }

    boolean hasUnconfirmed() {
        return unconfirmed > 0;
    }

    /** Closes the file; the segment may be used again. */
    void close() throws IOException {
        RandomAccessFile open = file;
        file = null;
        if (open != null) {
            open.close();
        }
    }
}
