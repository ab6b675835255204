// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.ProcessInfo;
import dev.centralog.SourceLocation;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.EventWindow.Processes;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Windows;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import dev.centralog.gatherer.stored.StoredGroups.Order;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of the counts of groups within a time, and of what is read of one group. */
class StoredGroupsIT {
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
    private static final Instant NOW = START.plus(Duration.ofDays(2));
    private static final int WINDOWS = 100;

    private static final Map<String, ProcessInfo> KNOWN = Map.of(
            process(1), new ProcessInfo("shop", "test", "1.4.1", "host-1", 101, "pod-1"),
            process(2), new ProcessInfo("shop", "test", "1.4.2", "host-2", 102, "pod-2"));

    @TempDir
    Path directory = Path.of("");

    private static String process(long number) {
        return String.format("%016x", number);
    }

    /** The repeats of a group in a second by a process. */
    private record Counted(int group, Instant second, long process, long repeats) {}

    /** Returns counts of a group that goes on, of one that stops after half of the time, and of one that begins then. */
    private static List<Counted> counts() {
        List<Counted> counts = new ArrayList<>();
        for (int n = 0; n < WINDOWS; n++) {
            Instant second = START.plusSeconds(97L * n);
            counts.add(new Counted(1, second, 1, 1 + n % 5));
            counts.add(new Counted(1, second, 2, 1));
            counts.add(new Counted(n < WINDOWS / 2 ? 2 : 3, second, 2, 2));
        }
        return counts;
    }

    private static GatheredEvent row(Instant second, int group, ProcessCounts counts) {
        LogEvent event = Windows.event("order " + group).toBuilder()
                .time(second)
                .level(group == 2 ? Level.WARN : Level.ERROR)
                .template(group == 3 ? "100%_done {}" : "order {} failed")
                .arguments(group)
                .location(new SourceLocation("com.example.Shop", "pay", "Shop.java", 88))
                .thrown(group == 1 ? new IllegalStateException("outer", new Exception("the \"inner\" \u00e4")) : null)
                .build();
        return new GatheredEvent(second, Windows.group(group), Windows.FIRST, counts, event, Flag.NONE);
    }

    private SinkTarget filled(Databases.Kind kind) {
        SinkTarget target = Databases.target(Databases.shared().empty(kind, directory));
        try (Sinks sinks = Sinks.open(target)) {
            for (int n = 0; n < WINDOWS; n++) {
                Instant second = START.plusSeconds(97L * n);
                List<GatheredEvent> rows = new ArrayList<>();
                for (int group = 1; group <= 3; group++) {
                    ProcessCounts.Builder byProcess = ProcessCounts.builder();
                    int of = group;
                    counts().stream()
                            .filter(each -> each.group == of && each.second.equals(second))
                            .forEach(each -> byProcess.add(each.process, each.repeats));
                    if (byProcess.build().total() > 0) {
                        rows.add(row(second, group, byProcess.build()));
                    }
                }
                sinks.events()
                        .store(new SealedWindow(
                                Windows.FIRST,
                                1,
                                new EventWindow.Content(rows, List.of(), List.of(), new Processes(KNOWN, List.of()))));
            }
        }
        return target;
    }

    private static long sum(Predicate<Counted> of) {
        return counts().stream().filter(of).mapToLong(Counted::repeats).sum();
    }

    private static boolean isIn(Slices slices, Instant second) {
        return !second.isBefore(slices.since()) && second.isBefore(slices.until());
    }

    private static List<Slices> ranges() {
        List<Slices> ranges = new ArrayList<>();
        for (String since : List.of("11:00", "12:00", "12:13", "13:00", "13:59")) {
            for (String until : List.of("14:00", "14:17", "23:59")) {
                ranges.add(Slices.of(
                        Instant.parse("2026-01-31T" + since + ":00Z"),
                        Instant.parse("2026-01-31T" + until + ":00Z"),
                        NOW));
            }
        }
        ranges.add(Slices.of(START.minus(Duration.ofDays(3)), START.plus(Duration.ofDays(1)), NOW));
        return ranges;
    }

    @ParameterizedTest
    @EnumSource
    void most_anyRangeAndHost_isExactInTotalAndBySlice(Databases.Kind kind) {
        try (StoredGroups stored = StoredGroups.open(filled(kind))) {
            for (Slices slices : ranges()) {
                for (String host : new String[] {"", "host-1", "host-2"}) {
                    EventQuery query = EventQuery.ALL.with(Kind.HOST, host.isEmpty() ? null : host);
                    List<GroupCounts> most = stored.most(query, slices, Order.TOTAL, 9);

                    assertThat(most)
                            .isNotEmpty()
                            .isSortedAccordingTo((left, right) -> Long.compare(right.repeats(), left.repeats()));
                    for (GroupCounts each : most) {
                        Predicate<Counted> isOf = counted ->
                                Windows.group(counted.group).equals(each.group().groupId())
                                        && (host.isEmpty() || host.equals("host-" + counted.process));
                        assertThat(each.repeats()).isEqualTo(sum(isOf.and(counted -> isIn(slices, counted.second))));
                        for (int n = 0; n < slices.count(); n++) {
                            int slice = n;
                            assertThat(each.slices().get(n))
                                    .isEqualTo(sum(isOf.and(counted ->
                                            isIn(slices, counted.second) && slices.index(counted.second) == slice)));
                        }
                    }
                }
            }
        }
    }

    private static List<Integer> numbers(List<GroupCounts> groups) {
        return groups.stream()
                .map(each -> Integer.parseInt(each.group().groupId(), 16))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void most_orderAndLimit_areThoseAskedFor(Databases.Kind kind) {
        Slices slices = Slices.of(START, START.plusSeconds(97L * WINDOWS), NOW);
        try (StoredGroups stored = StoredGroups.open(filled(kind))) {
            assertThat(numbers(stored.most(EventQuery.ALL, slices, Order.TOTAL, 1)))
                    .containsExactly(1);
            assertThat(numbers(stored.most(EventQuery.ALL, slices, Order.FIRST, 1)))
                    .containsExactly(3);
            assertThat(numbers(stored.most(EventQuery.ALL, slices, Order.TREND, 9)))
                    .containsExactly(3, 1, 2);
            assertThat(numbers(stored.most(EventQuery.ALL, slices, Order.LAST, 9))
                            .get(2))
                    .isEqualTo(2);
            assertThat(stored.most(EventQuery.ALL, slices, Order.TOTAL, 0)).isEmpty();
            assertThat(stored.most(EventQuery.ALL, slices, Order.TOTAL, 9))
                    .extracting(GroupCounts::hosts)
                    .containsExactly(List.of("host-1", "host-2"), List.of("host-2"), List.of("host-2"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void most_filters_takeEveryCharacterAsItStands(Databases.Kind kind) {
        Slices slices = Slices.of(START, START.plusSeconds(97L * WINDOWS), NOW);
        try (StoredGroups stored = StoredGroups.open(filled(kind))) {
            assertThat(found(stored, slices, Kind.LEVEL, "ERROR")).containsExactlyInAnyOrder(1, 3);
            assertThat(found(stored, slices, Kind.LOGGER, "com.exa")).hasSize(3);
            assertThat(found(stored, slices, Kind.APP, "shop")).hasSize(3);
            assertThat(found(stored, slices, Kind.ENVIRONMENT, "test")).hasSize(3);
            assertThat(found(stored, slices, Kind.GREP, "ORDER {}")).containsExactlyInAnyOrder(1, 2);
            assertThat(found(stored, slices, Kind.GREP, "%_")).containsExactly(3);
            assertThat(found(stored, slices, Kind.GREP, "the \"Inner\"")).containsExactly(1);
            assertThat(found(stored, slices, Kind.GREP, "IllegalState")).containsExactly(1);
            for (String none :
                    List.of("%%", "__", "!", "'", "\\", "\"cause\"", "message\":", "r%f", "\u0000", "\ud800")) {
                assertThat(found(stored, slices, Kind.GREP, none)).as(none).isEmpty();
            }
            for (Kind each : List.of(Kind.LOGGER, Kind.APP, Kind.ENVIRONMENT, Kind.HOST)) {
                for (String none : List.of("%", "'; DROP TABLE groups; --", "\u202e", "\u0000")) {
                    assertThat(found(stored, slices, each, none)).isEmpty();
                }
            }
        }
    }

    private static List<Integer> found(StoredGroups stored, Slices slices, Kind kind, String value) {
        return numbers(stored.most(EventQuery.ALL.with(kind, value), slices, Order.TOTAL, 9));
    }

    @ParameterizedTest
    @EnumSource
    void find_startOfAnId_returnsThoseThatBeginWithIt(Databases.Kind kind) {
        try (StoredGroups stored = StoredGroups.open(filled(kind))) {
            assertThat(stored.find(Windows.group(1).substring(0, 31)))
                    .extracting(GroupInfo::groupId)
                    .containsExactly(Windows.group(1), Windows.group(2), Windows.group(3));
            assertThat(stored.find(Windows.group(2))).singleElement().satisfies(group -> {
                assertThat(group.firstSeen()).isEqualTo(START);
                assertThat(group.lastSeen()).isEqualTo(START.plusSeconds(97L * (WINDOWS / 2 - 1)));
                assertThat(group.event().location())
                        .isEqualTo(new SourceLocation("com.example.Shop", "pay", "Shop.java", 88));
            });
            for (String none : List.of("ffff", "%", "____", "'", "\u202e")) {
                assertThat(stored.find(none)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void processes_ofAGroup_addUpToItsRepeats(Databases.Kind kind) {
        Slices slices = Slices.of(START, START.plusSeconds(97L * WINDOWS), NOW);
        try (StoredGroups stored = StoredGroups.open(filled(kind))) {
            StoredGroup group = stored.of(stored.find(Windows.group(1)));

            assertThat(group.rows(slices.range()).processes())
                    .containsExactly(
                            new ProcessCount(process(1), info(1), 300, START, START.plusSeconds(97L * (WINDOWS - 1))),
                            new ProcessCount(process(2), info(2), 100, START, START.plusSeconds(97L * (WINDOWS - 1))));
            assertThat(group.repeats()).isEqualTo(400);
            assertThat(group.repeats(slices).stream().mapToLong(each -> each).sum())
                    .isEqualTo(400);
            assertThat(group.rows(new TimeRange(START.minusSeconds(9), START)).processes())
                    .isEmpty();
        }
    }

    private static ProcessInfo info(long process) {
        return Objects.requireNonNull(KNOWN.get(process(process)));
    }

    @ParameterizedTest
    @EnumSource
    void most_countsBeyondALong_areTheLargestOne(Databases.Kind kind) {
        SinkTarget target = Databases.target(Databases.shared().empty(kind, directory));
        try (Sinks sinks = Sinks.open(target)) {
            for (int n = 0; n < 3; n++) {
                sinks.events()
                        .store(Windows.of(
                                Windows.FIRST,
                                row(START.plusSeconds(3600L * n), 1, ProcessCounts.of(1, Long.MAX_VALUE))));
            }
        }
        Slices slices = Slices.of(START, START.plusSeconds(4 * 3600), NOW);

        try (StoredGroups stored = StoredGroups.open(target)) {
            assertThat(stored.most(EventQuery.ALL, slices, Order.TREND, 9))
                    .singleElement()
                    .returns(Long.MAX_VALUE, GroupCounts::repeats);
            assertThat(stored.of(stored.find(Windows.group(1))).repeats()).isEqualTo(Long.MAX_VALUE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whyNone_filtersThatMatchNothing_areNamedWithWhatThereIs(Databases.Kind kind) {
        try (StoredGroups stored = StoredGroups.open(filled(kind))) {
            assertThat(stored.whyNone(EventQuery.ALL
                            .with(Kind.APP, "shopp")
                            .with(Kind.HOST, "host-3")
                            .with(Kind.GREP, "none")))
                    .hasSize(3)
                    .anyMatch(why -> why.equals("no stored events match --app shopp; the latest rows have: shop"))
                    .anyMatch(why -> why.endsWith("--host host-3; the latest rows have: host-2, host-1"))
                    .anyMatch(why -> why.contains("--grep none; "));
            assertThat(stored.whyNone(EventQuery.in(new TimeRange(NOW, null))))
                    .singleElement()
                    .asString()
                    .startsWith("no stored events match --since " + NOW + "; the latest rows have: 2026-01-31");
        }
    }
}
