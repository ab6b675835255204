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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/*
 * What lies in the directory of the setting:
 *
 *   cl-<random>/000000000001.spill     segments: records behind one another, appended to and read, never changed
 *   cl-<random>/marks                  how far they are confirmed, and what goes out under another name
 *   cl-<random>.lock                   locked by the process whose directory that is
 *   cl-<random>-3.damaged              a segment in which something could not be read
 *
 * Of a record there is never a half: a torn one is cut off at once, or if the process died over it, it fails its checksum
 * and was never there. A record that is on disk is there until Redis has confirmed it; dying between the two sends it
 * again under its number, which Redis knows. So at each step either the file has it, or Redis, or both.
 */

/**
 * Numbered batches on disk, in order: first those that processes left which have died, then this process's own.
 *
 * <p>What fails is told to the listener, and never thrown: what does not get to disk stays where it is.
 *
 * <p>Thread-safety: none; all of it may block for as long as the disk does. The lock on a directory is between processes.
 */
public final class SpillStore implements DiskQueue {
    private static final long MAX_SEGMENT_BYTES = 4L << 20;

    /** So that a small spill is given back in pieces too. */
    private static final int LEAST_SEGMENTS = 8;

    private static final Pattern RANDOM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Path root;
    private final String keyPrefix;
    private final long maxBytes;
    private final SpillListener listener;
    private final CrashPoint.Hook hook;
    private final List<SpillDirectory> adopted = new ArrayList<>();
    private final Deque<SpillDirectory> readFrom = new ArrayDeque<>();
    private @Nullable SpillDirectory own;

    SpillStore(Path root, String keyPrefix, long maxBytes, SpillListener listener, CrashPoint.Hook hook) {
        this.root = root;
        this.keyPrefix = keyPrefix;
        this.maxBytes = maxBytes;
        this.listener = listener;
        this.hook = hook;
    }

    /**
     * A spill whose directory is made if need be; nothing is written there yet.
     *
     * @param maxBytes of all files that this process writes or takes over
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
                    adopted.add(queue);
                }
            } catch (IOException e) {
                listener.trouble("spillAdopt", "what a process left in " + directory + " can't be read", e);
            }
        }
        deleteDone();
    }

    /** The directories of this prefix, the oldest first. */
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
            listener.trouble("spillAdopt", "what processes left in " + root + " can't be listed", e);
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
        return own == null && adopted.isEmpty();
    }

    @Override
    public boolean hasUnread() {
        for (SpillDirectory each : adopted) {
            if (each.hasUnread()) {
                return true;
            }
        }
        return own != null && own.hasUnread();
    }

    @Override
    public boolean append(SpillRecord record) {
        long bytes = bytes();
        if (bytes + SpillRecordFormat.bytes(record) > maxBytes) {
            listener.trouble(
                    "spillFull",
                    bytes + " bytes wait in " + root + ", and more than " + maxBytes
                            + " are not allowed (setting 'spillBytes'): events wait in memory, as far as there is room",
                    null);
            return false;
        }
        try {
            SpillDirectory queue = own;
            if (queue == null) {
                queue = SpillDirectory.create(root.resolve(keyPrefix + "-" + UUID.randomUUID()), hook);
                own = queue;
            }
            queue.append(record, Math.min(MAX_SEGMENT_BYTES, maxBytes / LEAST_SEGMENTS));
            return true;
        } catch (IOException e) {
            listener.trouble("spillRefused", "can't write to " + root + ": events wait in memory", e);
            return false;
        }
    }

    private long bytes() {
        long sum = own == null ? 0 : own.bytes();
        for (SpillDirectory each : adopted) {
            sum += each.bytes();
        }
        return sum;
    }

    @Override
    public void force() {
        try {
            if (own != null) {
                own.force();
            }
        } catch (IOException e) {
            listener.trouble("spillForce", "can't force to disk what was written to " + root, e);
        }
    }

    @Override
    public @Nullable ReadRecord next() {
        try {
            for (SpillDirectory each : adopted) {
                SpillRecord record = each.next();
                if (record != null) {
                    readFrom.add(each);
                    return new ReadRecord(record, false);
                }
            }
            SpillDirectory last = own;
            SpillRecord record = last == null ? null : last.next();
            if (last != null && record != null) {
                readFrom.add(last);
                return new ReadRecord(record, true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't read what waits in " + root + ": " + e, e);
        }
        deleteDone(); // what is left had nothing to be read
        return null;
    }

    @Override
    public void confirmFirst() {
        SpillDirectory queue = readFrom.remove();
        try {
            queue.confirmFirst();
        } catch (IOException e) { // it will be sent again, under its number, should the process die
            listener.trouble("spillMark", "can't write how far " + queue.directory() + " is shipped", e);
        }
        deleteDone();
    }

    @Override
    public void rewind() {
        readFrom.clear();
        adopted.forEach(SpillDirectory::rewind);
        if (own != null) {
            own.rewind();
        }
    }

    @Override
    public void rename(String producer, long first, String other) {
        for (SpillDirectory each : all()) { // wherever they are
            try {
                each.rename(producer, first, other);
            } catch (IOException e) {
                listener.trouble("spillMark", "can't write that " + each.directory() + " has a new name", e);
            }
        }
    }

    private void deleteDone() {
        for (Iterator<SpillDirectory> each = adopted.iterator(); each.hasNext(); ) {
            if (isGone(each.next(), false)) {
                each.remove();
            }
        }
        if (own != null && isGone(own, true)) {
            own = null;
        }
    }

    private boolean isGone(SpillDirectory queue, boolean isOwn) {
        try {
            queue.deleteDone(segment -> sayDamaged(queue, segment, isOwn));
            if (queue.hasSegments()) {
                return false;
            }
            queue.close();
            return true;
        } catch (IOException e) {
            listener.trouble("spillDelete", "can't delete what is shipped of " + queue.directory(), e);
            return !queue.hasSegments();
        }
    }

    private void sayDamaged(SpillDirectory queue, Segment segment, boolean isOwn) {
        Map<Signal, Long> lost = isOwn ? segment.written() : segment.lost();
        lost.forEach((signal, count) -> {
            if (count > 0) {
                listener.damaged(signal, count, isOwn);
            }
        });
        if (segment.isDamaged()) {
            listener.trouble(
                    "spillDamaged",
                    "a part of " + segment.path() + " is damaged; it is kept as " + queue.directory() + "-"
                            + segment.number()
                            + ".damaged, what could be read of it was shipped, and as far as is known"
                            + " this is lost: " + lost,
                    null);
        }
    }

    /** What this process wrote and Redis has not confirmed. For tests. */
    Map<Signal, Long> written() {
        return own == null ? new EnumMap<>(Signal.class) : own.written();
    }

    /** Lets go: what is not confirmed stays for the next process. */
    @Override
    public void close() {
        force();
        for (SpillDirectory each : all()) {
            try {
                each.close();
            } catch (IOException e) {
                listener.trouble("spillClose", "can't close " + each.directory(), e);
            }
        }
        adopted.clear();
        readFrom.clear();
        own = null;
    }

    private List<SpillDirectory> all() {
        List<SpillDirectory> all = new ArrayList<>(adopted);
        if (own != null) {
            all.add(own);
        }
        return all;
    }

    /** As the end of the process would: nothing more is written or deleted. For tests. */
    void die() throws IOException {
        for (SpillDirectory each : all()) {
            each.die();
        }
    }
}
