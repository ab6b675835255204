// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import dev.centralog.bench.volume.SliceUsage.Sums;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The counts of each slice, counted independently of the library. Not thread-safe. */
final class Usage {
    private final TreeMap<Long, SliceUsage> slices = new TreeMap<>();
    private long dropped;

    void add(long slice, int pair, Sums more) {
        slices.computeIfAbsent(slice, start -> new SliceUsage()).add(pair, more);
    }

    void add(Usage other) {
        other.slices.forEach((slice, usage) ->
                slices.computeIfAbsent(slice, start -> new SliceUsage()).add(usage));
        dropped += other.dropped;
    }

    void setDropped(long count) {
        dropped = count;
    }

    /** Returns how much the library reports as dropped. */
    long dropped() {
        return dropped;
    }

    Sums sums() {
        return slices.values().stream().map(SliceUsage::sums).reduce(Sums.NONE, Sums::plus);
    }

    /** Returns the slices, by the second in which each begins. */
    SortedMap<Long, SliceUsage> slices() {
        return Collections.unmodifiableSortedMap(slices);
    }

    /** Returns the number of different triples of user, action and slice. */
    long triples() {
        return slices.values().stream().mapToLong(SliceUsage::activePairs).sum();
    }

    void write(Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeLong(dropped);
            out.writeInt(slices.size());
            for (var slice : slices.entrySet()) {
                out.writeLong(slice.getKey());
                slice.getValue().write(out);
            }
        }
    }

    static Usage read(Path file) throws IOException {
        Usage usage = new Usage();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            usage.dropped = in.readLong();
            for (int count = in.readInt(); count > 0; count--) {
                usage.slices.put(in.readLong(), SliceUsage.read(in));
            }
        }
        return usage;
    }
}
