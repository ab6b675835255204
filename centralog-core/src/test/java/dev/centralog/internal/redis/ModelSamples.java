// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.fold.EventSample;
import dev.centralog.internal.redis.ModelRedis.Counts;
import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.wire.ReservedGroups;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The samples in the model of Redis. */
public final class ModelSamples {
    private static final int MOST_BYTES = 1 << 20;

    private final Map<String, Index> indexes = new LinkedHashMap<>();

    /** The samples of one group. */
    private static final class Index {
        private boolean isBorrowed;
        private long bytes;
        private final Set<String> entries = new LinkedHashSet<>();

        private Index copy() {
            Index copy = new Index();
            copy.isBorrowed = isBorrowed;
            copy.bytes = bytes;
            copy.entries.addAll(entries);
            return copy;
        }
    }

    ModelSamples copy() {
        ModelSamples copy = new ModelSamples();
        indexes.forEach((group, index) -> copy.indexes.put(group, index.copy()));
        return copy;
    }

    private Index index(String group) {
        return indexes.computeIfAbsent(group, each -> new Index());
    }

    /** Whether the event of a group's payload is counted in this window. */
    public boolean isOwnCounted(String group) {
        Index index = indexes.get(group);
        return index == null || !index.isBorrowed;
    }

    /** Returns the processes and sequences of a group's samples, 16 characters each. */
    public Set<String> of(String group) {
        Index index = indexes.get(group);
        return index == null ? Set.of() : index.entries;
    }

    /**
     * Adds the samples of a batch.
     *
     * @param lines those that count, and those that won
     */
    void add(Batch batch, Counts to, Lines lines, int maxSamples) {
        long process = batch.process() == 0 ? batch.number().token() : batch.process();
        long leftOut = 0;
        for (BatchLine line : lines.won) {
            if (line.group().length == ReservedGroups.HASH_BYTES) {
                index(name(line)).isBorrowed = line.samples().own() == null;
            }
        }
        for (BatchLine line : batch.lines()) {
            EventSample own = line.samples().own();
            List<EventSample> further = line.samples().further();
            if (!contains(lines.counted, line)) {
                leftOut += line.samples().kept();
                continue;
            }
            if (own != null && !contains(lines.won, line)) {
                leftOut += isKept(to, line, own, new Terms(process, maxSamples)) ? 0 : 1;
            }
            for (EventSample each : further) {
                leftOut += isKept(to, line, each, new Terms(process, maxSamples)) ? 0 : 1;
            }
        }
        count(to, ReservedGroups.left(batch.process()), batch.samplesLeftOut());
        count(to, ReservedGroups.leftByRedis(batch.process()), leftOut);
        indexes.values().removeIf(index -> !index.isBorrowed && index.entries.isEmpty());
        indexes.forEach((group, index) -> to.payloads.put(group + "s", text(index)));
    }

    private record Terms(long process, int maxSamples) {}

    /** The lines of a batch that are counted under their own names, and those whose payload was kept. */
    record Lines(List<BatchLine> counted, List<BatchLine> won) {}

    /** Whether a line is among others: the same object, as equal ones may stand in a batch twice. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean contains(List<BatchLine> lines, BatchLine line) {
        return lines.stream().anyMatch(each -> each == line);
    }

    private boolean isKept(Counts to, BatchLine line, EventSample sample, Terms terms) {
        String entry = ModelRedis.name(Book.raw(terms.process)) + ModelRedis.name(Book.raw(sample.sequence()));
        Index index = index(name(line));
        if (index.entries.contains(entry)) {
            return true;
        }
        int length = sample.content().length;
        if (length == 0 || index.entries.size() >= terms.maxSamples || index.bytes + length > MOST_BYTES) {
            return false;
        }
        index.entries.add(entry);
        index.bytes += length;
        to.payloads.put(name(line) + entry, sample.content());
        return true;
    }

    private static byte[] text(Index index) {
        String head = (index.isBorrowed ? "b" : "o") + String.format(Locale.ROOT, "%08d", index.bytes);
        return (head + String.join("", index.entries)).getBytes(ISO_8859_1);
    }

    private static void count(Counts to, byte[] name, long more) {
        if (more > 0) {
            to.repeats.merge(ModelRedis.name(name), more, Long::sum);
        }
    }

    private static String name(BatchLine line) {
        return ModelRedis.name(line.group());
    }
}
