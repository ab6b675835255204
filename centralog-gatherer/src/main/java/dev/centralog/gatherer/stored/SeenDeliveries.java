// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The deliveries that were seen: all up to the highest id, but for some. These may come later, as a transaction may take its id
 * earlier, and commit later, than another one.
 *
 * <p>Thread-safety: immutable.
 *
 * @param highest the highest id that was seen
 * @param missing the ids below it that were not, in their order, {@value #MOST_MISSING} ranges at most: the lowest ones count as seen
 */
public record SeenDeliveries(long highest, List<Range> missing) {
    /** The most ranges: they are part of a query, whose length databases limit. The lowest, oldest ones go first. */
    static final int MOST_MISSING = 300;

    private static final int MOST_CHARACTERS = 900;
    private static final int DIGITS = 36;
    private static final Pattern NUMBER = Pattern.compile("[0-9a-z]{1,12}");
    private static final Pattern RANGE = Pattern.compile("([0-9a-z]{1,12})(?:-([0-9a-z]{1,12}))?");

    /** A range of ids, both ends included. */
    public record Range(long from, long to) {
        boolean contains(long id) {
            return from <= id && id <= to;
        }
    }

    public SeenDeliveries {
        missing = List.copyOf(missing.subList(Math.max(0, missing.size() - MOST_MISSING), missing.size()));
    }

    /** Returns whether a delivery was seen. */
    public boolean contains(long id) {
        return id <= highest && missing.stream().noneMatch(each -> each.contains(id));
    }

    /** Returns whether all of the other deliveries were seen. */
    public boolean containsAll(SeenDeliveries other) {
        return equals(and(other));
    }

    /** Returns these and one more. */
    public SeenDeliveries and(long id) {
        List<Range> left = new ArrayList<>();
        for (Range each : missing) {
            if (!each.contains(id)) {
                left.add(each);
            } else {
                addRange(left, each.from, id - 1);
                addRange(left, id + 1, each.to);
            }
        }
        addRange(left, highest + 1, id - 1);
        return new SeenDeliveries(Math.max(highest, id), left);
    }

    /** Returns all up to an id as seen, and of the higher ones those that are among these. */
    public SeenDeliveries allUpTo(long id) {
        return and(new SeenDeliveries(id, List.of()));
    }

    /** Returns the deliveries that are among these or the others. */
    public SeenDeliveries and(SeenDeliveries other) {
        List<Range> left = new ArrayList<>();
        for (Range each : missing) {
            for (Range others : other.missingUpTo(highest)) {
                addRange(left, Math.max(each.from, others.from), Math.min(each.to, others.to));
            }
        }
        if (other.highest > highest) {
            for (Range each : other.missing) {
                addRange(left, Math.max(each.from, highest + 1), each.to);
            }
        }
        return new SeenDeliveries(Math.max(highest, other.highest), left);
    }

    /** Returns what is missing of all ids up to one. */
    private List<Range> missingUpTo(long id) {
        List<Range> all = new ArrayList<>(missing);
        addRange(all, highest + 1, id);
        return all;
    }

    private static void addRange(List<Range> into, long from, long to) {
        if (from <= to) {
            into.add(new Range(from, to));
        }
    }

    /** Returns them as letters, digits, {@code _} and {@code -}; of many missing ranges, only the highest ones. */
    public String text() {
        StringBuilder text = new StringBuilder(Long.toString(highest, DIGITS));
        for (int i = missing.size() - 1; i >= 0 && text.length() < MOST_CHARACTERS; i--) {
            Range each = missing.get(i);
            text.append('_').append(Long.toString(highest - each.from, DIGITS));
            if (each.to > each.from) {
                text.append('-').append(Long.toString(each.to - each.from, DIGITS));
            }
        }
        return text.toString();
    }

    /**
     * Reads a text that {@link #text} has made.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static SeenDeliveries read(String text) {
        String[] parts = text.split("_", -1);
        if (parts.length > MOST_MISSING + 1 || !NUMBER.matcher(parts[0]).matches()) {
            throw new IllegalArgumentException("no deliveries");
        }
        long highest = Long.parseLong(parts[0], DIGITS);
        List<Range> missing = new ArrayList<>();
        long below = highest;
        for (int i = 1; i < parts.length; i++) {
            Matcher range = RANGE.matcher(parts[i]);
            if (!range.matches()) {
                throw new IllegalArgumentException("no range of deliveries");
            }
            long from = highest - Long.parseLong(range.group(1), DIGITS);
            long to = from + Long.parseLong(Objects.requireNonNullElse(range.group(2), "0"), DIGITS);
            if (from < 0 || to >= below) {
                throw new IllegalArgumentException("no range below the one before");
            }
            missing.add(0, new Range(from, to));
            below = from;
        }
        return new SeenDeliveries(highest, missing);
    }
}
