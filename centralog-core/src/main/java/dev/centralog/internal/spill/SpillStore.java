// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import dev.centralog.internal.wire.Window.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/*
 * The files in the directory of the setting:
 *
 *   cl-<random>/000000000001.spill     segments: records behind one another, appended to and read, never changed
 *   cl-<random>/marks                  how far they are confirmed, which go out under another name, and which are damaged
 *   cl-<random>.lock                   locked by the process whose directory that is
 *   cl-<random>-3.damaged              a segment in which something could not be read
 *
 * There is never half a record: a torn one is cut off at once, or, if the process died while writing it, fails its checksum
 * and counts as never written. A record that is on disk stays there until Redis has confirmed it. If the process dies between
 * Redis's confirmation and the deletion, the record is sent again under its number, which Redis knows. So at each step either
 * the file has it, or Redis, or both.
 */

/**
 * Numbered batches on disk, in order: first those that processes left which have died, then this process's own.
 *
 * <p>Failures are reported to the listener, and only {@link #next} throws them: a record that does not get to disk stays
 * where it is.
 *
 * <p>Thread-safety: none; all of it may block for as long as the disk does. The lock on a directory is between processes.
 */
public final class SpillStore implements DiskQueue {
    private static final long MAX_SEGMENT_BYTES = 4L << 20;

    /** The least number of segments in a full spill, so that the room of a small spill is given back in pieces, too. */
    private static final int LEAST_SEGMENTS = 8;

    private static final Pattern RANDOM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Path root;
    private final String keyPrefix;
    private final long maxBytes;
    private final SpillListener listener;
    private final CrashPoint.Hook hook;
    /** The adopted directories, and then this process's own: several if one was taken away meanwhile. */
    private final List<SpillDirectory> directories = new ArrayList<>();

    /** The directories that are shipped to the end, but could not be deleted completely. */
    private final List<SpillDirectory> undeletable = new ArrayList<>();

    private final Deque<SpillDirectory> readFrom = new ArrayDeque<>();

    /** The directory that is appended to. */
    private @Nullable SpillDirectory own;

    SpillStore(Path root, String keyPrefix, long maxBytes, SpillListener listener, CrashPoint.Hook hook) {
        this.root = root;
        this.keyPrefix = keyPrefix;
        this.maxBytes = maxBytes;
        this.listener = listener;
        this.hook = hook;
    }

    /**
     * Opens a spill, whose directory is made if need be; no record is written there yet.
     *
     * @param maxBytes the most bytes of all files that this process writes or adopts
     * @throws IOException if the directory can't be made or written to
     */
    public static SpillStore open(Path directory, String keyPrefix, long maxBytes, SpillListener listener)
            throws IOException {
        Path root = Files.createDirectories(directory.toAbsolutePath()).toRealPath();
        Files.delete(Files.createTempFile(root, "." + keyPrefix + "-", ".try"));
        return new SpillStore(root, keyPrefix, maxBytes, listener, point -> {});
    }

    @Override
    public void adopt() {
        for (Path directory : leftOnes()) {
            try {
                SpillDirectory queue = SpillDirectory.adopt(directory, hook);
                if (queue != null) {
                    directories.add(queue);
                }
            } catch (IOException e) {
                listener.trouble(
                        "spillAdopt",
                        "can't read " + directory + ", the spill directory of a process that has ended",
                        e);
            }
        }
        deleteDone();
    }

    /** Returns the directories of this prefix, the oldest first. */
    private Collection<Path> leftOnes() {
        List<Path> found = new ArrayList<>();
        String start = keyPrefix + "-";
        try (var all = Files.newDirectoryStream(root)) {
            for (Path each : all) {
                String name = each.getFileName().toString();
                if (name.startsWith(start)
                        && RANDOM.matcher(name.substring(start.length())).matches()) {
                    found.add(each);
                }
            }
        } catch (IOException e) {
            listener.trouble("spillAdopt", "can't list the spill directories in " + root, e);
        }
        found.sort(Comparator.comparing(SpillStore::changed).thenComparing(Comparator.naturalOrder()));
        return found;
    }

    private static FileTime changed(Path directory) {
        try {
            return Files.getLastModifiedTime(directory);
        } catch (IOException ignored) {
            return FileTime.fromMillis(0);
        }
    }

    @Override
    public boolean isEmpty() {
        return directories.isEmpty();
    }

    @Override
    public boolean hasUnread() {
        for (SpillDirectory each : directories) {
            if (each.hasUnread()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean append(SpillRecord record) {
        long bytes = bytes();
        if (bytes + SpillRecordFormat.bytes(record) > maxBytes) {
            listener.trouble(
                    "spillFull",
                    root + " is full: it holds " + bytes + " bytes" + undeletableBytes() + ", and the limit is "
                            + maxBytes
                            + " bytes (setting 'spillBytes'); events wait in memory, as long as there is room",
                    null);
            return false;
        }
        try {
            writeTo().append(record, Math.min(MAX_SEGMENT_BYTES, maxBytes / LEAST_SEGMENTS));
            return true;
        } catch (IOException e) {
            listener.trouble("spillRefused", "can't write to " + root + "; events wait in memory", e);
            return false;
        }
    }

    /** Returns the directory to write to. One that was taken away is still read, but not written to any more. */
    private SpillDirectory writeTo() throws IOException {
        SpillDirectory queue = own;
        if (queue != null && queue.isTakenAway()) {
            listener.trouble(
                    "spillGone",
                    queue.directory() + ", to which this process writes, was deleted or moved away; "
                            + inWords(queue.written())
                            + " in it are shipped when Redis is available again, and are lost if this process ends before"
                            + " that. A"
                            + " new directory is created (setting 'spillDirectory')",
                    null);
            own = null;
        }
        if (own == null) {
            Files.createDirectories(root);
            own = SpillDirectory.create(root.resolve(keyPrefix + "-" + UUID.randomUUID()), hook);
            directories.add(own);
        }
        return own;
    }

    private static String inWords(Map<Signal, Long> counts) {
        return counts.getOrDefault(Signal.EVENTS, 0L) + " events and " + counts.getOrDefault(Signal.ACTIONS, 0L)
                + " actions";
    }

    private long bytes() {
        return bytesOf(directories) + bytesOf(undeletable);
    }

    private static long bytesOf(List<SpillDirectory> some) {
        return some.stream().mapToLong(SpillDirectory::bytes).sum();
    }

    private String undeletableBytes() {
        return undeletable.isEmpty()
                ? ""
                : ", " + bytesOf(undeletable) + " of them in shipped files that can't be deleted";
    }

    @Override
    public void force() {
        try {
            if (own != null) {
                own.force();
            }
        } catch (IOException e) {
            listener.trouble("spillForce", "can't force to disk the batches in " + root, e);
        }
    }

    @Override
    public @Nullable ReadRecord next() {
        try {
            for (SpillDirectory each : directories) {
                SpillRecord record = each.next();
                if (record != null) {
                    readFrom.add(each);
                    return new ReadRecord(record, each.isOwn(), each.noteOf(record.producer()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the batches in " + root + ": " + e, e);
        }
        deleteDone(); // the directories that are left have nothing to read
        return null;
    }

    @Override
    public void rejectLast() {
        readFrom.removeLast().rejectLast();
        deleteDone();
    }

    @Override
    public void confirmFirst() {
        SpillDirectory queue = readFrom.remove();
        try {
            queue.confirmFirst();
        } catch (IOException e) { // it will be sent again, under its number, should the process die
            listener.trouble(
                    "spillMark",
                    "can't record in " + queue.directory()
                            + " how much of it is shipped; if the directory still exists when this process ends, the next"
                            + " process"
                            + " sends its batches again under the same numbers, which Redis recognizes for 30 days",
                    e);
        }
        deleteDone();
    }

    @Override
    public void rewind() {
        readFrom.clear();
        directories.forEach(SpillDirectory::rewind);
    }

    @Override
    public void rename(String producer, long first, String other, long start) {
        SpillJournal.Renaming renaming = new SpillJournal.Renaming(producer, first, other, start);
        for (SpillDirectory each : directories) { // the records may be in any of them
            try {
                each.rename(renaming);
            } catch (IOException e) {
                listener.trouble(
                        "spillMark", "can't record in " + each.directory() + " the new producer id of its batches", e);
            }
        }
    }

    @Override
    public void note(String producer, byte[] note) {
        for (SpillDirectory each : directories) {
            try {
                each.note(producer, note);
            } catch (IOException e) {
                listener.trouble(
                        "spillMark", "can't record in " + each.directory() + " which Redis its batches are for", e);
            }
        }
    }

    private void deleteDone() {
        undeletable.removeIf(this::isDeleted);
        for (SpillDirectory each : List.copyOf(directories)) {
            boolean isDeleted = isDeleted(each);
            if (!each.hasSegments()) {
                directories.remove(each);
                own = each == own ? null : own;
                if (!isDeleted) {
                    undeletable.add(each);
                }
            }
        }
    }

    private boolean isDeleted(SpillDirectory queue) {
        try {
            queue.deleteDone(segment -> sayDamaged(queue, segment));
        } catch (IOException e) {
            listener.trouble(
                    "spillDelete",
                    "can't delete a file in " + queue.directory()
                            + ", although Redis has all of it. Nothing is lost; the file takes up space until it can be"
                            + " deleted,"
                            + " which is tried again",
                    e);
            return false;
        }
        if (queue.hasSegments()) {
            return false;
        }
        try {
            queue.close();
        } catch (IOException e) {
            listener.trouble("spillDelete", "can't delete " + queue.directory() + ", although all of it is shipped", e);
        }
        return true;
    }

    private void sayDamaged(SpillDirectory queue, Segment segment) {
        Map<Signal, Long> lost = queue.isOwn() ? segment.written() : segment.lost();
        lost.forEach((signal, count) -> {
            if (count > 0) {
                listener.damaged(signal, count, queue.isOwn());
            }
        });
        if (segment.isDamaged()) {
            Path aside = queue.putAside(segment);
            String where = Files.exists(aside)
                    ? "it is kept as " + aside
                    : segment.isTakenAway() ? "it was deleted or moved away" : "it could not be moved to " + aside;
            listener.trouble(
                    "spillDamaged",
                    "a part of " + segment.path() + " is damaged, or was written by a later version of Centralog; "
                            + where
                            + "; what could be read of it was shipped; lost as far as is known: "
                            + inWords(lost),
                    null);
        }
    }

    private void sayTakenAway(Segment segment) {
        segment.written().forEach((signal, count) -> {
            if (count > 0) {
                listener.damaged(signal, count, true);
            }
        });
        listener.trouble(
                "spillGone",
                segment.path() + " was deleted or moved away before Redis had all of it; " + inWords(segment.written())
                        + " in it are lost",
                null);
    }

    /** Returns how much this process wrote that Redis has not confirmed, by signal. For tests. */
    Map<Signal, Long> written() {
        Map<Signal, Long> sum = new EnumMap<>(Signal.class);
        directories.forEach(each -> each.written().forEach((signal, count) -> sum.merge(signal, count, Long::sum)));
        return sum;
    }

    /** Closes the files: records that are not confirmed stay for the next process. */
    @Override
    public void close() {
        force();
        for (SpillDirectory each : all()) {
            if (each.isOwn()) {
                each.forEachTakenAway(segment -> sayTakenAway(segment));
            }
            try {
                each.close();
            } catch (IOException e) {
                listener.trouble("spillClose", "can't close " + each.directory(), e);
            }
        }
        directories.clear();
        undeletable.clear();
        readFrom.clear();
        own = null;
    }

    private List<SpillDirectory> all() {
        List<SpillDirectory> all = new ArrayList<>(directories);
        all.addAll(undeletable);
        return all;
    }

    /** Closes everything as the end of the process would: nothing more is written or deleted. For tests. */
    void die() throws IOException {
        for (SpillDirectory each : all()) {
            each.die();
        }
    }
}
