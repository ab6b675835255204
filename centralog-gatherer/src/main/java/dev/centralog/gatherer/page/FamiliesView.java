// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.LogEvent;
import dev.centralog.Thrown;
import dev.centralog.gatherer.stored.EventFilter;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.FamilyInfo;
import dev.centralog.gatherer.stored.ListedFamily;
import dev.centralog.gatherer.stored.Slices;
import dev.centralog.gatherer.stored.StoredGroups;
import dev.centralog.gatherer.stored.StoredGroups.Order;
import dev.centralog.gatherer.stored.StoredReader;
import dev.centralog.gatherer.stored.TimeRange;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import dev.centralog.gatherer.triage.FamilyTriage;
import dev.centralog.gatherer.triage.TriageJson;
import dev.centralog.gatherer.triage.TriageState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** The view {@code families}: what has occurred most, last, or newly. */
final class FamiliesView implements View {
    private static final List<String> ORDERS = List.of("total", "last", "first", "trend");
    private static final String STATE = "state";
    private static final List<String> STATES = Stream.concat(
                    Stream.of(TriageState.values()).map(TriageState::label), Stream.of(FamilyTriage.REGRESSED))
            .toList();
    private static final int USUAL = 50;
    private static final int MOST = 500;

    /** The most slices of a range: as many as the commands show. */
    private static final int SLICES = 24;

    @Override
    public Function<StoredReader, JsonLine> of(Parameters parameters) {
        List<String> allowed =
                new ArrayList<>(List.of("since", "until", "sort", "limit", "release", STATE, "-" + STATE));
        allowed.addAll(Filters.ofGroups());
        parameters.allowOnly(allowed);
        EventQuery query = withStates(withStates(new Filters(parameters).query(), parameters, false), parameters, true);
        parameters.one("release"); // sums are of one release, or of all
        Instant now = parameters.times().now();
        Slices slices = slices(parameters.range(), now, isOfRelease(query));
        Order order = Order.valueOf(parameters.choice("sort", ORDERS).toUpperCase(Locale.ROOT));
        int limit = parameters.number("limit", USUAL, MOST);
        return stored -> read(stored.groups(), query.within(slices.range()), new Asked(slices, order, limit));
    }

    /** Adds the filter of the states that are asked for, or that are not. */
    private static EventQuery withStates(EventQuery query, Parameters parameters, boolean isExcluding) {
        String name = (isExcluding ? "-" : "") + STATE;
        List<String> states = parameters.all(name);
        for (String each : states) {
            if (!STATES.contains(each)) {
                throw BadRequestException.wrong(
                        name + " is '" + Parameters.shown(each) + "'; allowed is one of " + String.join(", ", STATES));
            }
        }
        return states.isEmpty() ? query : query.with(new EventFilter(Kind.STATE, states, isExcluding));
    }

    private record Asked(Slices slices, Order order, int limit) {}

    private static boolean isOfRelease(EventQuery query) {
        return query.filters().stream().map(EventFilter::kind).anyMatch(Kind.RELEASE::equals);
    }

    private static Slices slices(TimeRange range, Instant now, boolean isOfHours) {
        Instant until = Objects.requireNonNullElse(range.until(), now);
        Instant since = Objects.requireNonNullElseGet(range.since(), () -> Slices.startOfLastDay(until));
        return isOfHours ? Slices.ofHours(since, until, SLICES) : Slices.of(since, until, now, SLICES);
    }

    private static JsonLine read(StoredGroups groups, EventQuery query, Asked asked) {
        List<ListedFamily> found = groups.mostFamilies(query, asked.slices, asked.order, asked.limit + 1);
        List<Map<String, Object>> families =
                found.stream().limit(asked.limit).map(FamiliesView::family).toList();
        JsonLine line = Ranges.put(new JsonLine(), asked.slices);
        line.put("families", families).put("more", found.size() > asked.limit);
        line.put("why", found.isEmpty() ? Why.of(groups, query) : List.of());
        return line.put(
                "notes", isOfRelease(query) ? List.of("the counts of a release are those of whole hours") : List.of());
    }

    private static Map<String, Object> family(ListedFamily listed) {
        FamilyInfo family = listed.family();
        JsonLine line = new JsonLine();
        if (family == null) {
            addGroup(line, listed);
        } else {
            line.put("family", family.id())
                    .put("is_place", family.isPlace())
                    .put("level", family.level().name())
                    .put("app", family.app())
                    .put("logger", family.logger())
                    .put("template", family.template())
                    .put("thrown_classes", family.thrownClasses())
                    .put("method", family.method());
        }
        return line.put("repeats", listed.repeats())
                .put("slices", listed.slices())
                .put("first_seen", Times.UTC.iso(listed.firstSeen()))
                .put("last_seen", Times.UTC.iso(listed.lastSeen()))
                .put("hosts", listed.hosts())
                .put("releases", listed.releases())
                .put("groups", listed.groups())
                .put("triage", new TriageJson(Times.UTC).of(listed.triage()))
                .fields();
    }

    private static void addGroup(JsonLine line, ListedFamily listed) {
        LogEvent event = listed.group().event();
        Thrown thrown = event.thrown();
        line.put("family", null)
                .put("group", listed.group().groupId())
                .put("is_place", false)
                .put("level", event.level().name())
                .put("app", event.origin().app())
                .put("logger", event.logger())
                .put("template", event.template() == null ? event.message() : event.template())
                .put("thrown_classes", thrown == null ? null : thrown.className())
                .put("method", null);
    }
}
