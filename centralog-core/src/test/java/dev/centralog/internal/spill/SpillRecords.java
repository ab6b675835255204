// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.internal.wire.Window.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records to spill, those that are read back, and the troubles that were reported. */
public final class SpillRecords implements SpillListener {
    static final long ROOM = 1 << 20;

    final List<String> troubles = new ArrayList<>();
    long damaged;
    long damagedOfOurs;

    @Override
    public void trouble(String kind, String message, @Nullable Throwable cause) {
        troubles.add(kind);
    }

    @Override
    public void damaged(Signal signal, long counted, boolean ours) {
        damaged += counted;
        damagedOfOurs += ours ? counted : 0;
    }

    /** Creates it without reports. */
    public SpillRecords() {}

    /** Returns a record that counts as many as its number says, of events and actions in turn. */
    static SpillRecord record(String producer, long sequence) {
        Signal signal = sequence % 2 == 0 ? Signal.ACTIONS : Signal.EVENTS;
        String text = producer + "'s " + "x".repeat((int) sequence) + sequence;
        return new SpillRecord(signal, sequence, producer, sequence, text.getBytes(UTF_8));
    }

    static String text(SpillRecord record) {
        return record.signal() + " " + record.counted() + " " + record.producer() + " " + record.sequence() + " "
                + new String(record.content(), UTF_8);
    }

    /** Returns the {@link #text} of each {@link #record} from one number to another. */
    static List<String> texts(String producer, long first, long last) {
        List<String> texts = new ArrayList<>();
        for (long sequence = first; sequence <= last; sequence++) {
            texts.add(text(record(producer, sequence)));
        }
        return texts;
    }

    /** Opens a spill with the prefix {@code cl}. */
    public SpillStore open(Path root) {
        return open(root, ROOM);
    }

    SpillStore open(Path root, long maxBytes) {
        try {
            return SpillStore.open(root, "cl", maxBytes, this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a spill as a process does that starts: with what others left. */
    SpillStore start(Path root) {
        SpillStore spill = open(root);
        spill.adopt();
        return spill;
    }

    static void append(SpillStore spill, String producer, long first, long last) {
        for (long sequence = first; sequence <= last; sequence++) {
            if (!spill.append(record(producer, sequence))) {
                throw new IllegalStateException("refused " + sequence);
            }
        }
        spill.force();
    }

    /** Reads everything that was not read yet. */
    static List<String> read(SpillStore spill) {
        List<String> texts = new ArrayList<>();
        for (DiskQueue.ReadRecord found = spill.next(); found != null; found = spill.next()) {
            texts.add(text(found.record()));
        }
        return texts;
    }

    static void confirm(SpillStore spill, int records) {
        for (int i = 0; i < records; i++) {
            spill.confirmFirst();
        }
    }

    /** Returns the files below a directory with that ending, in the order of their names. */
    static List<Path> files(Path root, String ending) {
        try (var all = Files.walk(root)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
