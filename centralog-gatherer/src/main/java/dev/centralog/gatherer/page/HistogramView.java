// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.Level;
import dev.centralog.gatherer.sink.CappedSum;
import dev.centralog.gatherer.stored.LevelCounts;
import dev.centralog.gatherer.stored.LevelCounts.Only;
import dev.centralog.gatherer.stored.Slices;
import dev.centralog.gatherer.stored.StoredReader;
import dev.centralog.gatherer.stored.StoredRelease;
import dev.centralog.gatherer.stored.TimeRange;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The view {@code histogram}: events by level over time, and when releases began. */
final class HistogramView implements View {
    private static final int SLICES = 120;
    private static final int MOST_LEVELS = 500;
    private static final int MOST_RELEASES = 100;

    private record Asked(Slices slices, Only only, @Nullable Level level) {
        boolean isAll() {
            return level == null
                    && only.apps().isEmpty()
                    && only.environments().isEmpty()
                    && only.releases().isEmpty();
        }
    }

    @Override
    public Function<StoredReader, JsonLine> of(Parameters parameters) {
        parameters.allowOnly(List.of("since", "until", "app", "environment", "level", "release"));
        TimeRange range = parameters.range();
        Instant now = parameters.times().now();
        Instant until = Objects.requireNonNullElse(range.until(), now);
        Instant since = Objects.requireNonNullElseGet(range.since(), () -> Slices.startOfLastDay(until));
        boolean areOfHours = since.isBefore(now.minus(Slices.MINUTES_ARE_KEPT));
        Slices slices = areOfHours ? Slices.ofHours(since, until, SLICES) : Slices.of(since, until, now, SLICES);
        String level = parameters.one("level");
        Only only = new Only(parameters.all("app"), parameters.all("environment"), parameters.all("release"));
        Asked asked = new Asked(slices, only, level == null ? null : Level.of(level));
        return stored -> read(stored, asked);
    }

    private static JsonLine read(StoredReader stored, Asked asked) {
        Map<String, Integer> severities = new TreeMap<>();
        stored.overview().levels(MOST_LEVELS).forEach(each -> severities.put(each.name(), each.severity()));
        LevelCounts counts = stored.levels();
        JsonLine levels = new JsonLine();
        long repeats = 0;
        List<Map.Entry<String, List<Long>>> sorted = counts.read(asked.slices, asked.only).entrySet().stream()
                .filter(each -> isAsked(asked.level, each.getKey(), severities))
                .sorted(Comparator.comparing(
                                (Map.Entry<String, List<Long>> each) -> -severity(each.getKey(), severities))
                        .thenComparing(Map.Entry::getKey))
                .toList();
        for (Map.Entry<String, List<Long>> each : sorted) {
            levels.put(each.getKey(), each.getValue());
            repeats = each.getValue().stream().reduce(repeats, CappedSum::of);
        }
        return Ranges.put(new JsonLine(), asked.slices)
                .put("levels", levels.fields())
                .put("releases", releases(stored, asked))
                .put("repeats", repeats)
                .put("rows", asked.isAll() ? counts.rows(asked.slices.range()) : null);
    }

    private static boolean isAsked(@Nullable Level least, String level, Map<String, Integer> severities) {
        return least == null
                || (least.severity() > 0
                        ? severity(level, severities) >= least.severity()
                        : level.equals(least.name()));
    }

    private static int severity(String level, Map<String, Integer> severities) {
        return severities.getOrDefault(level, Level.of(level).severity());
    }

    private static List<Map<String, Object>> releases(StoredReader stored, Asked asked) {
        return stored.changes().releases(null, null).stream()
                .filter(each -> isIn(asked.slices, each.from()))
                .filter(each -> isOf(asked.only.apps(), each.app()))
                .filter(each -> isOf(asked.only.environments(), each.environment()))
                .filter(each -> isOf(asked.only.releases(), each.release()))
                .sorted(Comparator.comparing(StoredRelease::from).reversed())
                .limit(MOST_RELEASES)
                .map(each -> new JsonLine()
                        .put("app", each.app())
                        .put("environment", each.environment())
                        .put("release", each.release())
                        .put("at", Times.UTC.iso(each.from()))
                        .fields())
                .toList();
    }

    private static boolean isIn(Slices slices, Instant time) {
        return !time.isBefore(slices.since()) && time.isBefore(slices.until());
    }

    private static boolean isOf(List<String> only, String name) {
        return only.isEmpty() || only.contains(name);
    }
}
