// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import dev.centralog.internal.files.OwnerOnly;
import dev.centralog.internal.spill.Segment.Reading;
import dev.centralog.internal.spill.SpillJournal.Damage;
import dev.centralog.internal.spill.SpillRecordFormat.Header;
import dev.centralog.internal.wire.Window.Signal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The records of one process: a directory of segments, read from the first and written at the last.
 *
 * <p>Thread-safety: none.
 */
final class SpillDirectory {
    private static final String ENDING = ".spill";

    private final Path directory;
    private final SpillLock lock;
    private final SpillJournal journal;
    private final CrashPoint.Hook hook;
    private final TreeMap<Long, Segment> segments = new TreeMap<>();
    private final List<Segment> undeleted = new ArrayList<>();
    private final Deque<Place> read = new ArrayDeque<>();
    private final boolean isOwn;
    private @Nullable Segment writing;
    private long bytes;
    private long lastNumber;
    private long readSegment;
    private long readOffset;
    private boolean isDirty;
    private boolean isNew;

    /** The place of a record that was read, and what follows it. */
    private record Place(Segment segment, long at, long next, SpillRecord record) {}

    private SpillDirectory(Path directory, SpillLock lock, boolean isOwn, CrashPoint.Hook hook) throws IOException {
        this.isOwn = isOwn;
        this.directory = directory;
        this.lock = lock;
        this.hook = hook;
        this.journal = SpillJournal.of(directory);
    }

    /** Creates the directory, and locks it. */
    static SpillDirectory create(Path directory, CrashPoint.Hook hook) throws IOException {
        hook.reached(CrashPoint.BEFORE_DIRECTORY);
        SpillLock lock = SpillLock.take(directory);
        if (lock == null) {
            throw new FileAlreadyExistsException(directory.toString());
        }
        boolean isMade = false;
        try {
            hook.reached(CrashPoint.AFTER_LOCK);
            Files.createDirectory(directory, OwnerOnly.directory(directory));
            SpillDirectory queue = new SpillDirectory(directory, lock, true, hook);
            isMade = true;
            return queue;
        } finally {
            if (!isMade) {
                lock.discard();
            }
        }
    }

    /**
     * Adopts the directory of a process that has died; returns null if that lives, or the directory was shipped by another
     * process.
     */
    static @Nullable SpillDirectory adopt(Path directory, CrashPoint.Hook hook) throws IOException {
        SpillLock lock = SpillLock.take(directory);
        if (lock == null) {
            return null;
        }
        boolean isTaken = false;
        try {
            hook.reached(CrashPoint.WHILE_ADOPTING);
            if (!Files.isDirectory(directory)) { // another process has shipped it meanwhile
                lock.delete();
                return null;
            }
            SpillDirectory queue = new SpillDirectory(directory, lock, false, hook);
            queue.find();
            isTaken = true;
            return queue;
        } finally {
            if (!isTaken) {
                lock.release();
            }
        }
    }

    private void find() throws IOException {
        try (var files = Files.newDirectoryStream(directory, "*" + ENDING)) {
            for (Path file : files) {
                if (!Files.isRegularFile(file)) {
                    continue; // not Centralog's
                }
                String name = file.getFileName().toString();
                try {
                    long number = Long.parseLong(name.substring(0, name.length() - ENDING.length()));
                    Segment segment = Segment.existing(file, number);
                    segments.put(number, segment);
                    bytes += segment.length();
                } catch (NumberFormatException ignored) {
                    // It stays.
                }
            }
        }
        for (Damage each : journal.damages()) {
            Segment segment = segments.get(each.segment());
            if (segment != null) {
                segment.noteDamaged(each.offset(), each.what());
            }
        }
        rewind();
    }

    Path directory() {
        return directory;
    }

    /** Whether this process writes it, or has written it. */
    boolean isOwn() {
        return isOwn;
    }

    long bytes() {
        return bytes;
    }

    /** Whether there are records in it that are not confirmed. */
    boolean hasSegments() {
        return !segments.isEmpty();
    }

    /** Whether a record that is appended now could not be found: the directory or its last file was deleted or moved away. */
    boolean isTakenAway() {
        return writing == null ? Files.notExists(directory) : writing.isTakenAway();
    }

    /** Passes on the segments whose files were taken away: what is in them ends with this process. */
    void forEachTakenAway(Consumer<Segment> gone) {
        segments.values().stream().filter(Segment::isTakenAway).forEach(gone);
    }

    /** Appends a record, to another segment if the last one has that size already. */
    void append(SpillRecord record, long segmentBytes) throws IOException {
        Segment last = writing;
        if (last == null || last.length() >= segmentBytes) {
            last = begin();
        }
        hook.reached(CrashPoint.BEFORE_WRITE);
        try {
            last.append(record, hook);
        } catch (IOException e) {
            writing = null; // it may end in a torn record, behind which nothing is written
            leave(last);
            throw e;
        }
        bytes += SpillRecordFormat.bytes(record);
        isDirty = true;
        hook.reached(CrashPoint.AFTER_WRITE);
    }

    /**
     * Closes a segment that has refused a record, and deletes it if it is empty: else each try on a full disk would leave an
     * open file behind.
     */
    private void leave(Segment refused) {
        try {
            refused.close();
            if (refused.length() == 0) {
                segments.remove(refused.number());
                Files.deleteIfExists(refused.path());
            }
        } catch (IOException ignored) {
            // The reason why the record was refused is reported instead.
        }
    }

    private Segment begin() throws IOException {
        force();
        if (writing != null) {
            writing.close();
            writing = null;
        }
        long number = ++lastNumber;
        Segment next = Segment.create(directory.resolve(String.format(Locale.ROOT, "%012d" + ENDING, number)), number);
        segments.put(number, next);
        writing = next;
        isNew = true;
        return next;
    }

    /** Forces what was appended to the disk, so that it survives a crash of the machine. */
    void force() throws IOException {
        Segment last = writing;
        if (last == null || !isDirty) {
            return;
        }
        hook.reached(CrashPoint.BEFORE_FORCE);
        last.force();
        isDirty = false;
        if (isNew) {
            isNew = false;
            forceNames();
        }
        hook.reached(CrashPoint.AFTER_FORCE);
    }

    /** Forces the names of new files to the disk: these are in their directory, which is a file of its own. */
    private void forceNames() {
        for (Path each : List.of(directory, directory.resolveSibling("."))) {
            try (FileChannel names = FileChannel.open(each, StandardOpenOption.READ)) {
                names.force(true);
            } catch (IOException ignored) {
                // Not every system can; the files survive the process all the same.
            }
        }
    }

    /** Reads the next record that was not read, under its present name; returns null if there is none. */
    @Nullable
    SpillRecord next() throws IOException {
        for (Segment segment = reading(); segment != null; segment = reading()) {
            boolean isLast = segment.number() == segments.lastKey();
            Reading found;
            try {
                found = segment.read(readOffset, isLast);
            } catch (IOException e) {
                segment.readFailed(e);
                found = Reading.nothing(segment.length());
            }
            if (found.damaged() != null) {
                noteDamaged(segment, readOffset, found.damaged());
            }
            long at = readOffset;
            readOffset = found.next();
            SpillRecord record = found.record();
            if (record != null) {
                segment.parcelRead();
                SpillRecord named = journal.current(record);
                read.add(new Place(segment, at, readOffset, named));
                hook.reached(CrashPoint.AFTER_READ);
                return named;
            }
        }
        return null;
    }

    private void noteDamaged(Segment segment, long at, Header what) {
        if (segment.noteDamaged(at, what)) {
            try {
                journal.damaged(segment.number(), at, what);
            } catch (IOException ignored) {
                // This process counts it all the same.
            }
        }
    }

    /** Treats the record that was read last as damaged, as it can't be used. */
    void rejectLast() {
        Place place = read.removeLast();
        place.segment.parcelRejected();
        noteDamaged(place.segment, place.at, Header.counting(place.record.signal(), place.record.counted()));
    }

    /** Returns the segment to read from; null if all are read. */
    private @Nullable Segment reading() {
        var at = segments.ceilingEntry(readSegment);
        while (at != null) {
            if (at.getKey() != readSegment) {
                readSegment = at.getKey();
                readOffset = 0;
            }
            if (readOffset < at.getValue().length()) {
                return at.getValue();
            }
            at = segments.higherEntry(at.getKey());
        }
        return null;
    }

    boolean hasUnread() {
        return reading() != null;
    }

    /** Treats all records that were read and are not confirmed as unread. */
    void rewind() {
        read.clear();
        segments.values().forEach(Segment::forgetRead);
        readSegment = Math.max(journal.segment(), segments.isEmpty() ? 0 : segments.firstKey());
        readOffset = readSegment == journal.segment() ? journal.offset() : 0;
    }

    /** Confirms the first of the records that were read. */
    void confirmFirst() throws IOException {
        hook.reached(CrashPoint.BEFORE_CONFIRM);
        Place place = read.remove();
        place.segment.recordConfirmed(place.record);
        journal.confirmed(place.segment.number(), place.next);
        hook.reached(CrashPoint.AFTER_CONFIRM);
    }

    /** Gives records of a producer another one's name. */
    void rename(SpillJournal.Renaming renaming) throws IOException {
        hook.reached(CrashPoint.BEFORE_RENAME);
        journal.renamed(renaming);
        hook.reached(CrashPoint.AFTER_RENAME);
    }

    /** Keeps a note of a producer. */
    void note(String producer, byte[] note) throws IOException {
        journal.noted(producer, note);
    }

    /** Returns the last note of a producer; null for none. */
    byte @Nullable [] noteOf(String producer) {
        return journal.noteOf(producer);
    }

    /**
     * Takes out the segments that are read to their end and confirmed. They are deleted, or put aside if something in them is
     * damaged. A segment for which that fails is remembered, and tried again each time: nothing waits for it.
     *
     * @throws IOException if a file could not be deleted, or put aside
     */
    void deleteDone(Consumer<Segment> done) throws IOException {
        IOException failure = deleteUndeleted();
        reading(); // goes to a segment that has something unread, or to the last one
        while (!segments.isEmpty()) {
            Segment segment = segments.firstEntry().getValue();
            boolean isRead = segment.number() < readSegment
                    || (segment.number() == readSegment && readOffset >= segment.length());
            if (!isRead || segment.hasUnconfirmed()) {
                break;
            }
            try {
                delete(segment);
            } catch (IOException e) {
                undeleted.add(segment);
                failure = e;
            }
            if (segment == writing) {
                writing = null;
                isDirty = false;
            }
            segments.remove(segment.number());
            done.accept(segment);
            hook.reached(CrashPoint.AFTER_DELETE);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private @Nullable IOException deleteUndeleted() {
        IOException failure = null;
        for (Segment each : List.copyOf(undeleted)) {
            try {
                delete(each);
                undeleted.remove(each);
            } catch (IOException e) {
                failure = e;
            }
        }
        return failure;
    }

    /** Deletes a segment, or puts it aside if it is damaged; one that was taken away counts as deleted. */
    private void delete(Segment segment) throws IOException {
        hook.reached(CrashPoint.BEFORE_DELETE);
        segment.close();
        if (!segment.isDamaged() || segment.isTakenAway()) {
            Files.deleteIfExists(segment.path());
        } else {
            Files.move(segment.path(), putAside(segment), StandardCopyOption.REPLACE_EXISTING);
        }
        bytes -= segment.length();
    }

    /** Returns the path to which a damaged segment is moved. */
    Path putAside(Segment segment) {
        return directory.resolveSibling(directory.getFileName() + "-" + segment.number() + ".damaged");
    }

    /** Returns how much this process wrote to it that is not confirmed, by signal. */
    Map<Signal, Long> written() {
        Map<Signal, Long> sum = new EnumMap<>(Signal.class);
        segments.values()
                .forEach(each -> each.written().forEach((signal, count) -> sum.merge(signal, count, Long::sum)));
        return sum;
    }

    /** Closes the directory. It is deleted if it has no files, else it stays for the next process. */
    void close() throws IOException {
        try {
            for (Segment segment : segments.values()) {
                segment.close();
            }
            if (segments.isEmpty() && undeleted.isEmpty()) {
                hook.reached(CrashPoint.BEFORE_DIRECTORY_DELETE);
                journal.delete();
                Files.deleteIfExists(directory);
                hook.reached(CrashPoint.IN_MID_DIRECTORY_DELETE);
                lock.delete();
            } else {
                journal.close();
            }
        } finally {
            lock.release();
        }
    }

    /** Closes files and lock as the end of the process would: nothing is written, nothing deleted. For tests. */
    void die() throws IOException {
        for (Segment segment : segments.values()) {
            segment.close();
        }
        journal.close();
        lock.release();
    }
}
