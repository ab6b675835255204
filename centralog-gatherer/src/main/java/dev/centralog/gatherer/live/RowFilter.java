// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.live;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.gatherer.sink.StorableText;
import dev.centralog.gatherer.sink.TraceKeys;
import dev.centralog.gatherer.stored.EventFilter;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import dev.centralog.gatherer.stored.EventMatcher;
import dev.centralog.gatherer.stored.EventQuery;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The filters of a query, as the database applies them, for rows in memory.
 *
 * <p>Thread-safety: immutable.
 */
final class RowFilter {
    private final List<Predicate<LiveRow>> filters;
    private final Set<Need> needs = EnumSet.noneOf(Need.class);

    /** Data that must be read beside the rows. */
    enum Need {
        SAMPLES,
        PROCESSES,
        FAMILIES,
        TRACES
    }

    RowFilter(EventQuery query) {
        List<EventFilter> ofProcess = query.filters().stream()
                .filter(each -> (each.kind() == Kind.HOST || each.kind() == Kind.RELEASE) && !each.isExcluding())
                .toList();
        boolean isOfOneProcess =
                ofProcess.stream().map(EventFilter::kind).distinct().count() > 1;
        filters = new ArrayList<>();
        query.filters().stream()
                .filter(each -> !isOfOneProcess || !ofProcess.contains(each))
                .forEach(each -> filters.add(of(each)));
        if (isOfOneProcess) {
            filters.add(row -> row.processes().stream()
                    .anyMatch(process -> ofProcess.stream().allMatch(each -> each.values()
                            .contains(each.kind() == Kind.HOST ? process.host() : process.release()))));
        }
        query.filters().forEach(each -> needs.addAll(needs(each.kind())));
    }

    Set<Need> needs() {
        return needs;
    }

    boolean matches(LiveRow row) {
        return filters.stream().allMatch(each -> each.test(row));
    }

    private static Set<Need> needs(Kind kind) {
        return switch (kind) {
            case GREP, THREAD, MDC -> EnumSet.of(Need.SAMPLES);
            case HOST, RELEASE -> EnumSet.of(Need.PROCESSES);
            case FAMILY -> EnumSet.of(Need.FAMILIES);
            case TRACE -> EnumSet.of(Need.TRACES);
            case LEVEL, LOGGER, APP, ENVIRONMENT, THROWN, GROUP, STATE -> EnumSet.noneOf(Need.class);
        };
    }

    private static Predicate<LiveRow> of(EventFilter filter) {
        boolean isOfOneLevel = filter.kind() == Kind.LEVEL && filter.isExcluding();
        List<Predicate<LiveRow>> any = filter.values().stream()
                .map(value -> Objects.requireNonNull(StorableText.of(value)))
                .map(value ->
                        isOfOneLevel ? ofEvent(event -> event.level().name().equals(value)) : of(filter.kind(), value))
                .toList();
        return row -> any.stream().anyMatch(each -> each.test(row)) != filter.isExcluding();
    }

    private static Predicate<LiveRow> ofEvent(Predicate<LogEvent> predicate) {
        return row -> predicate.test(row.row().event());
    }

    /** Returns the condition that the row's own event or one of its samples meets one. */
    private static Predicate<LiveRow> ofAny(Predicate<LogEvent> predicate) {
        return row -> predicate.test(row.row().event())
                || row.samples().stream().anyMatch(each -> predicate.test(each.event()));
    }

    private static Predicate<LiveRow> of(Kind kind, String value) {
        return switch (kind) {
            case LEVEL -> ofLevel(Level.of(value));
            case LOGGER ->
                ofEvent(event -> event.logger() != null && event.logger().startsWith(value));
            case APP -> ofEvent(event -> event.origin().app().equals(value));
            case ENVIRONMENT -> ofEvent(event -> event.origin().environment().equals(value));
            case FAMILY -> row -> row.names().families().contains(value);
            case THROWN -> ofEvent(event -> event.thrown() != null);
            case GROUP -> row -> row.row().groupId().startsWith(value);
            case HOST -> row -> isOnHost(row, value);
            case RELEASE ->
                row -> row.processes().stream().anyMatch(each -> each.release().equals(value));
            case GREP, THREAD, MDC -> ofAny(EventMatcher.of(kind, value));
            case TRACE -> {
                String id = Objects.requireNonNull(StorableText.of(TraceKeys.start(value)));
                yield row -> row.names().traces().contains(id);
            }
            case STATE -> throw new IllegalArgumentException(kind.name()); // of families alone
        };
    }

    private static Predicate<LiveRow> ofLevel(Level level) {
        return level.severity() > 0
                ? ofEvent(event -> event.level().severity() >= level.severity())
                : ofEvent(event -> event.level().name().equals(level.name()));
    }

    private static boolean isOnHost(LiveRow row, String host) {
        boolean isOfOne = row.row().processes().size() == 1 && !row.processes().isEmpty();
        return row.processes().stream().anyMatch(each -> each.host().equals(host))
                || (!isOfOne && row.row().event().origin().host().equals(host));
    }
}
