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

    /** A new one. */
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

    /** That of a process that has died; null if it has not. */
    static @Nullable SpillDirectory adopt(Path directory, CrashPoint.Hook hook) throws IOException {
        SpillLock lock = SpillLock.take(directory);
        if (lock == null) {
            return null;
        }
        boolean isTaken = false;
        try {
            hook.reached(CrashPoint.WHILE_ADOPTING);
            if (!Files.isDirectory(directory)) { // somebody else has shipped it meanwhile
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
                    continue; // not ours
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

    /** Whether this process writes it, or has. */
    boolean isOwn() {
        return isOwn;
    }

    long bytes() {
        return bytes;
    }

    /** Whether something is in it that is not confirmed. */
    boolean hasSegments() {
        return !segments.isEmpty();
    }

    /** Whether what is appended now would be found by nobody: somebody has taken the directory away, or its last file. */
    boolean isTakenAway() {
        return writing == null ? Files.notExists(directory) : writing.isTakenAway();
    }

    /** Tells of the segments whose files were taken away: what is in them ends with this process. */
    void forEachTakenAway(Consumer<Segment> gone) {
        segments.values().stream().filter(Segment::isTakenAway).forEach(gone);
    }

    /** Appends a record, to another segment if this one would become larger than that. */
    void append(SpillRecord record, long segmentBytes) throws IOException {
        Segment last = writing;
        if (last == null || last.length() >= segmentBytes) {
            last = begin();
        }
        hook.reached(CrashPoint.BEFORE_WRITE);
        try {
            last.append(record, hook);
        } catch (IOException e) {
            writing = null; // should it end in a torn record: nothing is written behind that
            leave(last);
            throw e;
        }
        bytes += SpillRecordFormat.bytes(record);
        isDirty = true;
        hook.reached(CrashPoint.AFTER_WRITE);
    }

    /** Or each try on a full disk would leave a file behind, and an open one. */
    private void leave(Segment refused) {
        try {
            refused.close();
            if (refused.length() == 0) {
                segments.remove(refused.number());
                Files.deleteIfExists(refused.path());
            }
        } catch (IOException ignored) {
            // Why the record was refused is what is told.
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

    /** Sees to it that what was appended survives the machine. */
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

    /** The names of new files are in their directory, which is a file of its own. */
    private void forceNames() {
        for (Path each : List.of(directory, directory.resolveSibling("."))) {
            try (FileChannel names = FileChannel.open(each, StandardOpenOption.READ)) {
                names.force(true);
            } catch (IOException ignored) {
                // Not every system can; the files survive the process all the same.
            }
        }
    }

    /** The next record that was not read, under its present name; null if there is none. */
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

    /** What was read last is none of ours: it is damaged. */
    void rejectLast() {
        Place place = read.removeLast();
        place.segment.parcelRejected();
        noteDamaged(place.segment, place.at, Header.counting(place.record.signal(), place.record.counted()));
    }

    /** The segment to read from; null if all are read. */
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

    /** All that was read and not confirmed is to be read again. */
    void rewind() {
        read.clear();
        segments.values().forEach(Segment::forgetRead);
        readSegment = Math.max(journal.segment(), segments.isEmpty() ? 0 : segments.firstKey());
        readOffset = readSegment == journal.segment() ? journal.offset() : 0;
    }

    /** The first of those that were read is confirmed. */
    void confirmFirst() throws IOException {
        hook.reached(CrashPoint.BEFORE_CONFIRM);
        Place place = read.remove();
        place.segment.recordConfirmed(place.record);
        journal.confirmed(place.segment.number(), place.next);
        hook.reached(CrashPoint.AFTER_CONFIRM);
    }

    /** Records of a producer are another one's. */
    void rename(SpillJournal.Renaming renaming) throws IOException {
        hook.reached(CrashPoint.BEFORE_RENAME);
        journal.renamed(renaming);
        hook.reached(CrashPoint.AFTER_RENAME);
    }

    /** Keeps a note of a producer. */
    void note(String producer, byte[] note) throws IOException {
        journal.noted(producer, note);
    }

    /** What was noted last of a producer; null for nothing. */
    byte @Nullable [] noteOf(String producer) {
        return journal.noteOf(producer);
    }

    /**
     * Takes out the segments that are read to their end and confirmed. They are deleted, or put aside if something in them
     * is damaged. Which can't be is remembered, and tried again each time: nothing waits for it.
     *
     * @throws IOException if a file could not be deleted, or put aside
     */
    void deleteDone(Consumer<Segment> done) throws IOException {
        IOException failure = deleteUndeleted();
        reading(); // is at a segment that has something unread, or at the last one
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

    /** What was taken away is deleted. */
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

    /** Returns the path to which a segment is moved in which something is damaged. */
    Path putAside(Segment segment) {
        return directory.resolveSibling(directory.getFileName() + "-" + segment.number() + ".damaged");
    }

    /** What this process wrote to it and is not confirmed. */
    Map<Signal, Long> written() {
        Map<Signal, Long> sum = new EnumMap<>(Signal.class);
        segments.values()
                .forEach(each -> each.written().forEach((signal, count) -> sum.merge(signal, count, Long::sum)));
        return sum;
    }

    /** Ends it: without files it goes, else it stays for the next process. */
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

    /** As the end of the process would: nothing is written, nothing deleted. For tests. */
    void die() throws IOException {
        for (Segment segment : segments.values()) {
            segment.close();
        }
        journal.close();
        lock.release();
    }
}
