// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.internal.spill.SpillRecordFormat.Header;
import dev.centralog.internal.wire.Window.Signal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a directory: how far its records are confirmed, which of them are sent under another producer's name, which
 * are damaged, and notes of producers. It is a file that grows by an entry each time. It ends at an entry that can't be read:
 * then more records are sent again, under numbers that Redis knows. An entry of an unknown kind is skipped.
 *
 * <pre>
 * 0  length of the rest  4  CRC32C of the rest
 * 8  the rest: 1, segment (8 bytes), offset (8)
 *    or        2, first number (8), its new number (8), length of the old name (2), the old name, the new name
 *    or        3, segment (8), offset (8), signal (4), number of events or actions (8)
 *    or        4, length of a producer's name (2), the name, the note
 * </pre>
 */
final class SpillJournal {
    private static final int HEAD_BYTES = 8;
    private static final int PLACE_BYTES = 17;
    private static final byte CONFIRMED = 1;
    private static final byte RENAMED = 2;
    private static final byte DAMAGED = 3;
    private static final byte NOTED = 4;
    private static final int DAMAGE_BYTES = 29;

    private final Path path;
    private final List<Renaming> renamings = new ArrayList<>();
    private final List<Damage> damages = new ArrayList<>();
    private final Map<String, byte[]> notes = new HashMap<>();
    private long segment = -1;
    private long offset;
    private long length;
    private @Nullable RandomAccessFile file;

    /** The renaming of a producer's records, from number {@code first} on, to another one's, numbered from {@code start}. */
    record Renaming(String producer, long first, String other, long start) {}

    /** The damage at a place that was found by a process that has died. */
    record Damage(long segment, long offset, Header what) {}

    private SpillJournal(Path path) {
        this.path = path;
    }

    /** Returns the journal of a directory, with the entries of its file if there is one. */
    static SpillJournal of(Path directory) throws IOException {
        SpillJournal journal = new SpillJournal(directory.resolve("marks"));
        if (Files.exists(journal.path)) {
            journal.read(Files.readAllBytes(journal.path));
        }
        return journal;
    }

    private void read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.remaining() > HEAD_BYTES) {
            int size = in.getInt();
            int checksum = in.getInt();
            if (size <= 0 || size > in.remaining()) {
                return;
            }
            int at = in.position();
            if (checksum != SpillRecordFormat.checksum(bytes, at, size)) {
                return;
            }
            if (!take(in.slice(at, size))) {
                return;
            }
            in.position(at + size);
            length = in.position();
        }
    }

    /** Takes an entry; returns whether it has the form of its kind. */
    private boolean take(ByteBuffer entry) {
        return switch (entry.get()) {
            case CONFIRMED -> entry.remaining() == PLACE_BYTES - 1 && takeConfirmed(entry);
            case RENAMED -> entry.remaining() >= 2 * Long.BYTES && takeRenamed(entry);
            case NOTED -> takeNote(entry);
            case DAMAGED -> entry.remaining() == DAMAGE_BYTES - 1 && takeDamaged(entry);
            default -> true;
        };
    }

    private boolean takeConfirmed(ByteBuffer entry) {
        segment = entry.getLong();
        offset = Math.max(0, entry.getLong());
        return true;
    }

    private boolean takeRenamed(ByteBuffer entry) {
        long first = entry.getLong();
        long start = entry.getLong();
        String producer = name(entry);
        if (producer == null) {
            return false;
        }
        renamings.add(new Renaming(producer, first, new String(rest(entry), UTF_8), start));
        return true;
    }

    private boolean takeNote(ByteBuffer entry) {
        String producer = name(entry);
        if (producer != null) {
            notes.put(producer, rest(entry));
        }
        return producer != null;
    }

    /** Reads a name behind its length; returns null if fewer bytes are left. */
    private static @Nullable String name(ByteBuffer entry) {
        int bytes = entry.remaining() < Short.BYTES ? -1 : entry.getShort();
        if (bytes < 0 || bytes > entry.remaining()) {
            return null;
        }
        byte[] name = new byte[bytes];
        entry.get(name);
        return new String(name, UTF_8);
    }

    private static byte[] rest(ByteBuffer entry) {
        byte[] rest = new byte[entry.remaining()];
        entry.get(rest);
        return rest;
    }

    private boolean takeDamaged(ByteBuffer entry) {
        long number = entry.getLong();
        long at = entry.getLong();
        Signal signal = SpillRecordFormat.signal(entry.getInt());
        if (signal != null) {
            damages.add(new Damage(number, at, Header.counting(signal, entry.getLong())));
        }
        return signal != null;
    }

    /** Returns the segment that is confirmed in part; -1 if nothing is known. */
    long segment() {
        return segment;
    }

    /** Returns the offset up to which that segment is confirmed. */
    long offset() {
        return offset;
    }

    /** Returns the damages that were found before, by processes that have died. */
    List<Damage> damages() {
        return damages;
    }

    /** Notes that what stands at a place is damaged: the next process may begin behind it, and counts it all the same. */
    void damaged(long inSegment, long at, Header what) throws IOException {
        append(ByteBuffer.allocate(DAMAGE_BYTES)
                .put(DAMAGED)
                .putLong(inSegment)
                .putLong(at)
                .putInt(SpillRecordFormat.numberOf(what.signal()))
                .putLong(what.counted())
                .array());
    }

    /**
     * Notes that everything before a place is confirmed. The note survives this process, and need not survive a crash of the
     * machine.
     */
    void confirmed(long upToSegment, long upToOffset) throws IOException {
        segment = upToSegment;
        offset = upToOffset;
        append(ByteBuffer.allocate(PLACE_BYTES)
                .put(CONFIRMED)
                .putLong(segment)
                .putLong(offset)
                .array());
    }

    /** Notes that records have another name from now on. The note survives a crash of the machine. */
    void renamed(Renaming renaming) throws IOException {
        byte[] old = renaming.producer.getBytes(UTF_8);
        byte[] next = renaming.other.getBytes(UTF_8);
        renamings.add(renaming); // also if it can't be written
        append(ByteBuffer.allocate(1 + 2 * Long.BYTES + Short.BYTES + old.length + next.length)
                .put(RENAMED)
                .putLong(renaming.first)
                .putLong(renaming.start)
                .putShort((short) old.length)
                .put(old)
                .put(next)
                .array());
        file().getFD().sync();
    }

    /** Keeps a note of a producer. The note survives a crash of the machine. */
    void noted(String producer, byte[] note) throws IOException {
        byte[] name = producer.getBytes(UTF_8);
        notes.put(producer, note); // also if it can't be written
        append(ByteBuffer.allocate(1 + Short.BYTES + name.length + note.length)
                .put(NOTED)
                .putShort((short) name.length)
                .put(name)
                .put(note)
                .array());
        file().getFD().sync();
    }

    /** Returns the last note of a producer; null for none. */
    byte @Nullable [] noteOf(String producer) {
        return notes.get(producer);
    }

    /** Returns the record under the name and number that it has by now. */
    SpillRecord current(SpillRecord record) {
        SpillRecord named = record;
        for (Renaming each : renamings) {
            if (each.producer.equals(named.producer()) && named.sequence() >= each.first) {
                named = named.named(each.other, named.sequence() - each.first + each.start);
            }
        }
        return named;
    }

    private void append(byte[] entry) throws IOException {
        byte[] bytes = ByteBuffer.allocate(HEAD_BYTES + entry.length)
                .putInt(entry.length)
                .putInt(SpillRecordFormat.checksum(entry, 0, entry.length))
                .put(entry)
                .array();
        RandomAccessFile out = file();
        out.seek(length);
        out.write(bytes);
        length += bytes.length;
    }

    private RandomAccessFile file() throws IOException {
        RandomAccessFile open = file;
        if (open == null) {
            open = new RandomAccessFile(path.toFile(), "rw");
            open.setLength(length); // an entry that can't be read must not stand before one that can
            file = open;
        }
        return open;
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(path);
    }

    void close() throws IOException {
        RandomAccessFile open = file;
        file = null;
        if (open != null) {
            open.close();
        }
    }
}
