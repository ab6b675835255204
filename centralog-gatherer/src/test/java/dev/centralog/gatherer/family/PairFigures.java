// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The agreement of families with those that are expected, by pairs of lines: of those that share a family, the part that should
 * (precision), and of those that should share one, the part that does (recall).
 */
final class PairFigures {
    private static final int SHOWN = 10;

    private final Map<String, Map<String, Long>> byExpected = new HashMap<>();
    private final Map<String, Map<String, Long>> byFound = new HashMap<>();

    void add(String expected, String message) {
        String found = FamilyText.whole(message);
        byExpected.computeIfAbsent(expected, key -> new HashMap<>()).merge(found, 1L, Long::sum);
        byFound.computeIfAbsent(found, key -> new HashMap<>()).merge(expected, 1L, Long::sum);
    }

    double precision() {
        return (double) sum(byFound, PairFigures::together) / sum(byFound, PairFigures::pairs);
    }

    double recall() {
        return (double) sum(byExpected, PairFigures::together) / sum(byExpected, PairFigures::pairs);
    }

    int lines() {
        return Math.toIntExact(sum(byFound, PairFigures::lines));
    }

    /** Returns the figures, and the families with the most wrong pairs. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d lines, %d families (%d expected), precision %.4f, recall %.4f%nsplit though one:%n%s%none though several:%n%s",
                lines(),
                byFound.size(),
                byExpected.size(),
                precision(),
                recall(),
                worst(byExpected),
                worst(byFound));
    }

    private static String worst(Map<String, Map<String, Long>> all) {
        return all.entrySet().stream()
                .filter(each -> each.getValue().size() > 1)
                .sorted((one, other) -> Long.compare(wrong(other.getValue()), wrong(one.getValue())))
                .limit(SHOWN)
                .map(each -> "  " + wrong(each.getValue()) + " pairs: " + each.getKey() + "\n    "
                        + String.join(
                                "\n    ",
                                each.getValue().keySet().stream().limit(SHOWN).toList()))
                .collect(Collectors.joining("\n"));
    }

    private static long wrong(Map<String, Long> family) {
        return pairs(family) - together(family);
    }

    private static long lines(Map<String, Long> family) {
        return family.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long pairs(Map<String, Long> family) {
        long lines = lines(family);
        return lines * (lines - 1) / 2;
    }

    private static long together(Map<String, Long> family) {
        return family.values().stream()
                .mapToLong(lines -> lines * (lines - 1) / 2)
                .sum();
    }

    private static long sum(Map<String, Map<String, Long>> all, Function<Map<String, Long>, Long> figure) {
        return List.copyOf(all.values()).stream().mapToLong(figure::apply).sum();
    }
}
