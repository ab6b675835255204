// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The counts of one group by process: a process is 8 random bytes that a producer draws at its start, written as 16
 * hexadecimal digits. It is {@link #UNKNOWN} for producers that do not give theirs, or that add up all processes.
 *
 * <p>Counts are never negative. A process with the count 0 differs from a process that is not there.
 *
 * <p>Thread-safety: immutable.
 */
public final class ProcessCounts {
    /** The process, all zeros, of counts that came without a process. */
    public static final String UNKNOWN = "0000000000000000";

    /** The counts of no process at all. */
    public static final ProcessCounts NONE = new ProcessCounts(new long[0]);

    private static final Pattern ENTRY = Pattern.compile("\"([0-9a-f]{16})\":(\\d{1,19})");

    /** Pairs of a process and its count, in the order of the processes' digits. */
    private final long[] pairs;

    private ProcessCounts(long[] pairs) {
        this.pairs = pairs;
    }

    /** Returns the count of one process, which is given as its 8 bytes. */
    public static ProcessCounts of(long process, long count) {
        return new ProcessCounts(new long[] {process, checked(count)});
    }

    /** Returns a count without a process. */
    public static ProcessCounts ofUnknown(long count) {
        return of(0, count);
    }

    /** Returns a builder for the counts of several processes. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads the text that {@link #json} wrote.
     *
     * @throws UnreadableEventException if the text does not have that form
     */
    public static ProcessCounts ofJson(String json) {
        if (json.equals("{}")) {
            return NONE;
        }
        Builder counts = builder();
        Matcher entry = ENTRY.matcher(json);
        int at = 0;
        do {
            if (!json.startsWith(at == 0 ? "{" : ",", at)
                    || !entry.region(at + 1, json.length()).lookingAt()) {
                throw new UnreadableEventException("no counts of processes, from character " + at + " on");
            }
            counts.add(Long.parseUnsignedLong(entry.group(1), 16), count(entry.group(2)));
            at = entry.end();
        } while (!json.startsWith("}", at));
        if (at + 1 != json.length()) {
            throw new UnreadableEventException("more than counts of processes");
        }
        return counts.build();
    }

    private static long count(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new UnreadableEventException("a count of a process that is too large: " + digits);
        }
    }

    /** A builder that collects counts; those of the same process are added up. */
    public static final class Builder {
        private long[] pairs = new long[4];
        private int used;

        private Builder() {}

        /** Adds the count of a process, which is given as its 8 bytes. */
        public Builder add(long process, long count) {
            if (used == pairs.length) {
                pairs = Arrays.copyOf(pairs, 2 * used);
            }
            pairs[used++] = process;
            pairs[used++] = checked(count);
            return this;
        }

        /** Returns all counts that were added. */
        public ProcessCounts build() {
            long[][] sorted = new long[used / 2][];
            for (int i = 0; i < sorted.length; i++) {
                sorted[i] = new long[] {pairs[2 * i], pairs[2 * i + 1]};
            }
            Arrays.sort(sorted, (left, right) -> Long.compareUnsigned(left[0], right[0]));
            long[] summed = new long[used];
            int length = 0;
            for (long[] each : sorted) {
                if (length > 0 && summed[length - 2] == each[0]) {
                    summed[length - 1] = sum(summed[length - 1], each[1]);
                } else {
                    summed[length++] = each[0];
                    summed[length++] = each[1];
                }
            }
            return new ProcessCounts(Arrays.copyOf(summed, length));
        }
    }

    private static long checked(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("a count of " + count);
        }
        return count;
    }

    /** Returns the sum, limited to the largest long: strangers can write any counts, and no sum may become negative. */
    private static long sum(long some, long more) {
        long sum = some + more;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** Returns the number of processes. */
    public int size() {
        return pairs.length / 2;
    }

    /** Returns the sum over all processes. */
    public long total() {
        long total = 0;
        for (int i = 1; i < pairs.length; i += 2) {
            total = sum(total, pairs[i]);
        }
        return total;
    }

    /**
     * Returns both sides merged: all processes of either side, each with the larger of its counts. The result is the same
     * whichever side is called, and however often; no count ever falls.
     */
    public ProcessCounts larger(ProcessCounts other) {
        if (equals(other)) {
            return this;
        }
        long[] merged = new long[pairs.length + other.pairs.length];
        int length = 0;
        int mine = 0;
        int theirs = 0;
        while (mine < pairs.length || theirs < other.pairs.length) {
            int order = mine == pairs.length
                    ? 1
                    : theirs == other.pairs.length ? -1 : Long.compareUnsigned(pairs[mine], other.pairs[theirs]);
            long count = -1;
            long process = order <= 0 ? pairs[mine] : other.pairs[theirs];
            if (order <= 0) {
                count = pairs[mine + 1];
                mine += 2;
            }
            if (order >= 0) {
                count = Math.max(count, other.pairs[theirs + 1]);
                theirs += 2;
            }
            merged[length++] = process;
            merged[length++] = count;
        }
        return new ProcessCounts(Arrays.copyOf(merged, length));
    }

    /** Returns the counts by the processes' digits, in the order of the digits. */
    public Map<String, Long> asMap() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            counts.put(HexFormat.of().toHexDigits(pairs[i]), pairs[i + 1]);
        }
        return Collections.unmodifiableMap(counts);
    }

    /**
     * Returns the stored form: a JSON object of counts by the processes' digits, in the order of the digits, without blanks.
     */
    public String json() {
        StringBuilder json = new StringBuilder(2 + 24 * size()).append('{');
        for (int i = 0; i < pairs.length; i += 2) {
            json.append(i == 0 ? "\"" : ",\"");
            json.append(HexFormat.of().toHexDigits(pairs[i]));
            json.append("\":").append(pairs[i + 1]);
        }
        return json.append('}').toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProcessCounts counts && Arrays.equals(pairs, counts.pairs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pairs);
    }

    @Override
    public String toString() {
        return json();
    }
}
