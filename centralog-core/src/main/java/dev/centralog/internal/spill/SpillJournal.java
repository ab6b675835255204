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
 * How far a directory's records are confirmed, which of them go out under another producer's name, and which are damaged: a
 * file that grows by an entry each time. Where an entry can't be read, it ends: then more is sent again, under numbers that
 * Redis knows. An entry of a kind that is not known here is passed over.
 *
 * <pre>
 * 0  length of the rest  4  CRC32C of the rest
 * 8  the rest: 1, segment (8 bytes), offset (8)
 *    or        2, first number (8), what that becomes (8), length of the old name (2), the old name, the new name
 *    or        3, segment (8), offset (8), what it counts (4), how many (8)
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

    /** Records of a producer, from number {@code first} on, are those of another, numbered from {@code start}. */
    record Renaming(String producer, long first, String other, long start) {}

    /** What was damaged at a place, in the time of a process that has died. */
    record Damage(long segment, long offset, Header what) {}

    private SpillJournal(Path path) {
        this.path = path;
    }

    /** Those of a directory, if it has any. */
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

    /** Takes an entry; returns whether it is what its kind has to be. */
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

    /** A name behind its length; null if less is there. */
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

    /** The segment that is confirmed in part; -1 if nothing is known. */
    long segment() {
        return segment;
    }

    /** How far that one is confirmed. */
    long offset() {
        return offset;
    }

    /** What was found damaged before, by processes that have died. */
    List<Damage> damages() {
        return damages;
    }

    /** What stands at that place is damaged: the next process may begin behind it, and counts it all the same. */
    void damaged(long inSegment, long at, Header what) throws IOException {
        append(ByteBuffer.allocate(DAMAGE_BYTES)
                .put(DAMAGED)
                .putLong(inSegment)
                .putLong(at)
                .putInt(SpillRecordFormat.numberOf(what.signal()))
                .putLong(what.counted())
                .array());
    }

    /** All before that place is confirmed. Survives this process, and need not survive the machine. */
    void confirmed(long upToSegment, long upToOffset) throws IOException {
        segment = upToSegment;
        offset = upToOffset;
        append(ByteBuffer.allocate(PLACE_BYTES)
                .put(CONFIRMED)
                .putLong(segment)
                .putLong(offset)
                .array());
    }

    /** Records have another name from now on. Survives the machine. */
    void renamed(Renaming renaming) throws IOException {
        byte[] old = renaming.producer.getBytes(UTF_8);
        byte[] next = renaming.other.getBytes(UTF_8);
        renamings.add(renaming); // also where that can't be written
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

    /** Keeps a note of a producer. Survives the machine. */
    void noted(String producer, byte[] note) throws IOException {
        byte[] name = producer.getBytes(UTF_8);
        notes.put(producer, note); // also where that can't be written
        append(ByteBuffer.allocate(1 + Short.BYTES + name.length + note.length)
                .put(NOTED)
                .putShort((short) name.length)
                .put(name)
                .put(note)
                .array());
        file().getFD().sync();
    }

    /** What was noted last of a producer; null for nothing. */
    byte @Nullable [] noteOf(String producer) {
        return notes.get(producer);
    }

    /** The record under the name and number that it has by now. */
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
            open.setLength(length); // what can't be read must not stand before what can
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
