// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Level;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import dev.centralog.gatherer.stored.StoredGroups.Order;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of the families of ranges that are made of sums by day, hour and minute. */
class FamilyListIT {
    private static final Instant FIRST = Instant.parse("2026-01-20T07:13:20Z");
    private static final List<String> WHAT = List.of("paid", "sent", "lost", "kept", "found");
    private static final int EVENTS = 160;
    private static final long STEP_SECONDS = 9_877;
    private static final Instant NOW = FIRST.plusSeconds(STEP_SECONDS * EVENTS);

    @TempDir
    Path directory = Path.of("");

    /** Events of a family in a second. */
    private record Logged(Instant time, String what, String release, long repeats) {}

    private static List<Logged> logged() {
        List<Logged> all = new ArrayList<>();
        for (int n = 0; n < EVENTS; n++) {
            // The last family comes in the first half alone.
            String what = WHAT.get(n % (n < EVENTS / 2 ? 5 : 4));
            all.add(new Logged(FIRST.plusSeconds(STEP_SECONDS * n), what, "1." + n % 2, 1 + n % 7));
        }
        return all;
    }

    private StoredGroups filled(Databases.Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        try (StoredLog log = new StoredLog(url)) {
            logged().forEach(each -> log.log(
                    each.time,
                    StoredLog.process(each.release.equals("1.0") ? 1 : 2, "test", each.release),
                    StoredLog.event(each.what.equals("lost") ? Level.ERROR : Level.INFO, "order {} was " + each.what),
                    each.repeats));
            log.store();
            log.label();
        }
        return StoredGroups.open(Databases.target(url));
    }

    private static List<Slices> ranges() {
        List<Slices> ranges = new ArrayList<>();
        for (Duration from : List.of(Duration.ofHours(-50), Duration.ofMinutes(187), Duration.ofHours(41))) {
            for (int minutes : new int[] {1_300, 2_900, 8_641, 25_000}) {
                Instant since = FIRST.plus(from);
                ranges.add(Slices.of(since, since.plus(Duration.ofMinutes(minutes)), NOW));
            }
        }
        // Of whole days, and so without any other sum.
        ranges.add(Slices.of(Instant.parse("2026-01-22T00:00:00Z"), Instant.parse("2026-01-31T00:00:00Z"), NOW));
        return ranges;
    }

    /** Returns the repeats by slice, by families. */
    private static Map<String, List<Long>> expected(Slices slices, List<Logged> logged) {
        Map<String, List<Long>> counts = new TreeMap<>();
        for (Logged each : logged) {
            if (!each.time.isBefore(slices.since()) && each.time.isBefore(slices.until())) {
                List<Long> ofFamily = counts.computeIfAbsent(each.what, key -> new ArrayList<>(zeros(slices)));
                int slice = slices.index(each.time);
                ofFamily.set(slice, ofFamily.get(slice) + each.repeats);
            }
        }
        return counts;
    }

    private static List<Long> zeros(Slices slices) {
        return Collections.nCopies(slices.count(), 0L);
    }

    private static Map<String, List<Long>> slices(List<ListedFamily> families) {
        Map<String, List<Long>> counts = new LinkedHashMap<>();
        families.forEach(each -> counts.put(what(each), each.slices()));
        return counts;
    }

    private static String what(ListedFamily listed) {
        String template = String.valueOf(listed.group().event().template());
        return template.substring(template.lastIndexOf(' ') + 1);
    }

    private static long sum(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    @ParameterizedTest
    @EnumSource
    void families_ofAnyRange_areExactInTotalAndBySlice(Databases.Kind kind) {
        try (StoredGroups stored = filled(kind)) {
            for (Slices slices : ranges()) {
                for (Order order : Order.values()) {
                    List<ListedFamily> families = stored.mostFamilies(EventQuery.ALL, slices, order, 9);

                    assertThat(slices(families))
                            .as("%s, %s", slices, order)
                            .containsExactlyInAnyOrderEntriesOf(expected(slices, logged()));
                    assertThat(families).allSatisfy(each -> {
                        assertThat(each.repeats()).isEqualTo(sum(each.slices()));
                        assertThat(each.groups()).isEqualTo(1);
                        assertThat(each.firstSeen())
                                .isEqualTo(FIRST.plusSeconds(STEP_SECONDS * WHAT.indexOf(what(each))));
                    });
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void families_ofDays_areInTheOrderAskedFor(Databases.Kind kind) {
        Slices slices = Slices.of(FIRST.minus(Duration.ofHours(30)), NOW, NOW);
        try (StoredGroups stored = filled(kind)) {
            assertThat(stored.mostFamilies(EventQuery.ALL, slices, Order.TOTAL, 9))
                    .isSortedAccordingTo((left, right) -> Long.compare(right.repeats(), left.repeats()))
                    .hasSize(WHAT.size());
            assertThat(stored.mostFamilies(EventQuery.ALL, slices, Order.FIRST, 2))
                    .extracting(FamilyListIT::what)
                    .containsExactly("found", "kept");
            // The last ones are of one day.
            assertThat(stored.mostFamilies(EventQuery.ALL, slices, Order.LAST, 2))
                    .extracting(FamilyListIT::what)
                    .containsExactly("kept", "lost");
            assertThat(stored.mostFamilies(EventQuery.ALL, slices, Order.TREND, 9)
                            .get(4))
                    .satisfies(each -> assertThat(what(each)).isEqualTo("found"));
            assertThat(stored.mostFamilies(EventQuery.ALL.with(Kind.LEVEL, "ERROR"), slices, Order.TOTAL, 9))
                    .extracting(FamilyListIT::what)
                    .containsExactly("lost");
        }
    }

    @ParameterizedTest
    @EnumSource
    void families_ofAReleaseInDays_areExact(Databases.Kind kind) {
        Slices slices = Slices.ofHours(FIRST.plus(Duration.ofHours(41)), NOW, Slices.MOST);
        List<Logged> ofRelease =
                logged().stream().filter(each -> each.release.equals("1.1")).toList();
        try (StoredGroups stored = filled(kind)) {
            for (Order order : Order.values()) {
                assertThat(slices(stored.mostFamilies(EventQuery.ALL.with(Kind.RELEASE, "1.1"), slices, order, 9)))
                        .as("%s", order)
                        .containsExactlyInAnyOrderEntriesOf(expected(slices, ofRelease));
            }
        }
    }
}
