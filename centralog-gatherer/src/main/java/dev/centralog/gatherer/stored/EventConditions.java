// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.centralog.Level;
import dev.centralog.gatherer.sink.ColumnType;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.StorableText;
import dev.centralog.gatherer.sink.TraceKeys;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import dev.centralog.gatherer.stored.Misses.Filter;
import dev.centralog.gatherer.stored.Misses.Rows;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of queries for events in SQL: on columns that a row of groups and a row of events have in common, and on
 * {@value #ROWS}.
 */
final class EventConditions {
    /** The rows of events, by the name that conditions on them use. */
    static final String ROWS = "event_rows_joined e";

    /** The sums by hour, which tell when anything has occurred. */
    static final Rows HOURS = new Rows("group_hours", "hour");

    private static final String KEYS_OF_THROWN = "class message text cause suppressed";

    /** The filters of what each event has of its own. */
    private static final Set<Kind> OF_EVENT = EnumSet.of(Kind.THREAD, Kind.TRACE, Kind.MDC, Kind.GREP);

    /** The condition that a sample, {@code s}, is of a row of events, {@code e}. */
    static final String SAME_ROW =
            "s.window_start = e.window_start AND s.deliveries_id = e.deliveries_id AND s.groups_id = e.groups_id";

    /** The events that have a trace id. */
    private static final String TRACES =
            "(SELECT window_start, trace_id FROM event_rows WHERE trace_id IS NOT NULL UNION ALL"
                    + " SELECT window_start, trace_id FROM sample_rows WHERE trace_id IS NOT NULL) traced";

    private final String time;
    private final String groups;
    private final String release;

    EventConditions(Database database) {
        time = database.parameter(ColumnType.TIME);
        groups = database.quoted("groups");
        release = database.quoted("release");
    }

    /** Returns the condition on rows of events that all of a query holds. */
    Condition ofRows(EventQuery query) {
        List<Condition> all = new ArrayList<>();
        boolean isOfOneProcess = query.filter(Kind.HOST).isPresent()
                && query.filter(Kind.RELEASE).isPresent();
        query.filters().stream()
                .filter(each -> (!isOfOneProcess || !isOfProcess(each)) && !isOfEvent(each))
                .forEach(each -> all.add(ofRow(each)));
        List<EventFilter> ofEvent =
                query.filters().stream().filter(EventConditions::isOfEvent).toList();
        if (!ofEvent.isEmpty()) {
            all.add(ofOneEvent(ofEvent));
        }
        if (isOfOneProcess) {
            all.add(ofOneProcess(query.filters().stream()
                    .filter(EventConditions::isOfProcess)
                    .toList()));
        }
        all.addAll(ofTime(query.range(), "window_start"));
        return Condition.all(all);
    }

    private static boolean isOfEvent(EventFilter filter) {
        return OF_EVENT.contains(filter.kind()) && !filter.isExcluding();
    }

    /** Returns the condition that one event of a row which is stored in full meets all of these filters: the row's own, or a sample. */
    private static Condition ofOneEvent(List<EventFilter> filters) {
        Condition own = Condition.all(filters.stream()
                .map(each -> of(each, value -> ofOwn(each.kind(), value)))
                .toList());
        Condition sample = Condition.all(filters.stream()
                .map(each -> of(each, value -> ofSample(each.kind(), value)))
                .toList());
        List<Object> parameters = new ArrayList<>(own.parameters());
        parameters.addAll(sample.parameters());
        return new Condition(
                "(" + own.sql() + " OR EXISTS (SELECT 1 FROM sample_rows s WHERE " + SAME_ROW + " AND " + sample.sql()
                        + "))",
                parameters);
    }

    private static boolean isOfProcess(EventFilter filter) {
        return (filter.kind() == Kind.HOST || filter.kind() == Kind.RELEASE) && !filter.isExcluding();
    }

    /** Returns the condition that one process which the row counts meets all of these filters: not one the one, one the other. */
    private Condition ofOneProcess(List<EventFilter> filters) {
        Condition of = Condition.all(filters.stream()
                .map(each -> GroupSums.among(
                        "q." + (each.kind() == Kind.HOST ? "host" : release),
                        each.values().stream().map(EventConditions::storable).toList()))
                .toList());
        List<Object> twice = new ArrayList<>(of.parameters());
        twice.addAll(of.parameters());
        return new Condition(
                "(e.processes_id IN (SELECT q.number FROM processes q WHERE " + of.sql()
                        + ") OR (e.processes_id IS NULL AND EXISTS (SELECT 1 FROM processes q WHERE " + of.sql()
                        + " AND concat('', e.processes) LIKE concat('%\"', q.id, '\"%'))))",
                twice);
    }

    /** Returns the condition on rows of groups: that of those filters which these decide, and of {@link Kind#GREP} if asked for. */
    Condition ofGroups(EventQuery query, boolean withTexts) {
        return Condition.all(query.filters().stream()
                .filter(each -> each.kind().isOfGroup() || (withTexts && each.kind() == Kind.GREP))
                .map(each -> ofGroup(each))
                .toList());
    }

    /** Returns the conditions that a column has a time of a range. */
    List<Condition> ofTime(TimeRange range, String column) {
        List<Condition> conditions = new ArrayList<>();
        Instant since = range.since();
        if (since != null) {
            conditions.add(new Condition(column + " >= " + time, List.of(since.truncatedTo(ChronoUnit.SECONDS))));
        }
        Instant until = range.until();
        if (until != null) {
            conditions.add(new Condition(column + " < " + time, List.of(until)));
        }
        return conditions;
    }

    /** Returns the rows of all events, for the explanation why none are found. */
    Rows rows() {
        return new Rows(ROWS, "window_start");
    }

    /** Returns the filters of a query, for the same. */
    List<Filter> filters(EventQuery query) {
        List<Filter> filters = new ArrayList<>();
        for (EventFilter each : query.filters()) {
            Filter filter = each.isExcluding() ? null : filter(each);
            if (filter != null) {
                filters.add(filter);
            }
        }
        filters.addAll(ofTime(query.range(), rows(), "window_start"));
        return filters;
    }

    /** Returns a filter for the same; null if it would take too long to look for its values. */
    private @Nullable Filter filter(EventFilter filter) {
        return switch (filter.kind()) {
            case HOST -> ofProcess(filter, "host");
            case RELEASE -> ofProcess(filter, release);
            case TRACE ->
                new Filter(
                        filter.option(),
                        new Rows(TRACES, "window_start"),
                        GroupSums.among(
                                "trace_id",
                                filter.values().stream()
                                        .map(EventConditions::traceId)
                                        .toList()),
                        "trace_id");
            case GREP -> new Filter(filter.option(), null, ofRow(filter), "message");
            case FAMILY -> new Filter(filter.option(), new Rows(groups, "id"), ofGroup(filter), "family_id");
            case LEVEL, LOGGER, APP, ENVIRONMENT, THROWN, GROUP ->
                new Filter(
                        filter.option(), rows(), ofGroup(filter), filter.kind().column());
            case THREAD, MDC, STATE -> null;
        };
    }

    private static Filter ofProcess(EventFilter filter, String column) {
        return new Filter(
                filter.option(),
                new Rows("processes", "last_seen"),
                GroupSums.among(
                        column,
                        filter.values().stream().map(EventConditions::storable).toList()),
                column);
    }

    /** Returns the filters of a query for groups that have occurred in a range, for the same. */
    List<Filter> filtersOfGroups(EventQuery query) {
        List<Filter> filters = new ArrayList<>();
        for (Filter each : filters(new EventQuery(query.filters(), TimeRange.ALL))) {
            Condition condition =
                    each.rows() == null ? grep(query.value(Kind.GREP).orElse(""), "thrown_message") : each.condition();
            filters.add(
                    each.rows() == null || each.rows().equals(rows())
                            ? new Filter(each.option(), new Rows(groups, "id"), condition, each.column())
                            : each);
        }
        filters.addAll(ofTime(query.range(), HOURS, "hour"));
        return filters;
    }

    private List<Filter> ofTime(TimeRange range, Rows rows, String column) {
        List<Filter> filters = new ArrayList<>();
        if (range.since() != null) {
            Condition since = Condition.all(ofTime(new TimeRange(range.since(), null), column));
            filters.add(new Filter("--since " + range.since(), rows, since, column));
        }
        if (range.until() != null) {
            Condition until = Condition.all(ofTime(new TimeRange(null, range.until()), column));
            filters.add(new Filter("--until " + range.until(), rows, until, column));
        }
        return filters;
    }

    /** Returns the condition on a row of events that a filter is. */
    private Condition ofRow(EventFilter filter) {
        return of(filter, value -> ofRow(filter.kind(), value));
    }

    /** Returns the condition that any of a filter's values is met; of one that excludes, none. */
    private static Condition of(EventFilter filter, Function<String, Condition> ofValue) {
        boolean isOfOneLevel = filter.kind() == Kind.LEVEL && filter.isExcluding();
        List<Condition> conditions = filter.values().stream()
                .map(EventConditions::storable)
                .map(isOfOneLevel ? value -> new Condition("level = ?", List.of(value)) : ofValue)
                .toList();
        Condition any = conditions.size() == 1 ? conditions.get(0) : Condition.any(conditions);
        // A condition on what is not there is neither true nor false.
        return filter.isExcluding()
                ? new Condition("CASE WHEN " + any.sql() + " THEN 0 ELSE 1 END = 1", any.parameters())
                : any;
    }

    private Condition ofRow(Kind kind, String value) {
        return switch (kind) {
            case HOST ->
                new Condition(
                        "(e.processes_id IN (SELECT q.number FROM processes q WHERE q.host = ?) OR (e.processes_id IS NULL"
                                + " AND (e.host = ? OR EXISTS (SELECT 1 FROM processes q WHERE q.host = ? AND"
                                + " concat('', e.processes) LIKE concat('%\"', q.id, '\"%')))))",
                        List.of(value, value, value));
            case FAMILY -> {
                Condition family = StoredFamilies.countsFor("o.family_id", value);
                yield new Condition(
                        "e.groups_id IN (SELECT o.id FROM " + groups + " o WHERE " + family.sql() + ")",
                        family.parameters());
            }
            case RELEASE ->
                new Condition(
                        "(e.processes_id IN (SELECT q.number FROM processes q WHERE q.release = ?) OR (e.processes_id IS"
                                + " NULL AND EXISTS (SELECT 1 FROM processes q WHERE q.release = ? AND"
                                + " concat('', e.processes) LIKE concat('%\"', q.id, '\"%'))))",
                        List.of(value, value));
            case THREAD, TRACE, MDC, GREP -> ofOneEvent(List.of(new EventFilter(kind, List.of(value), false)));
            case LEVEL, LOGGER, APP, ENVIRONMENT, THROWN, GROUP, STATE -> ofGroup(kind, value);
        };
    }

    /** Returns the condition that a row's own event meets a filter of one of {@link #OF_EVENT}. */
    private static Condition ofOwn(Kind kind, String value) {
        return kind == Kind.GREP ? grep(value) : ofColumns("e", kind, value);
    }

    /** Returns the same of a sample, {@code s}. */
    private static Condition ofSample(Kind kind, String value) {
        return kind == Kind.GREP ? grepSample(value) : ofColumns("s", kind, value);
    }

    private static Condition ofColumns(String row, Kind kind, String value) {
        return switch (kind) {
            case THREAD -> new Condition(row + ".thread_name = ?", List.of(value));
            case TRACE -> new Condition(row + ".trace_id = ?", List.of(traceId(value)));
            case MDC -> new Condition(hasEntry(row), List.of("{" + value, "," + value));
            default -> throw new IllegalArgumentException(kind.name());
        };
    }

    /** Returns the condition that the MDC of a row has an entry, after a bracket or a comma: both are quoted in any string. */
    private static String hasEntry(String row) {
        String mdc = "concat('', " + row + ".mdc)";
        return "(replace(" + mdc + ", ?, '') <> " + mdc + " OR replace(" + mdc + ", ?, '') <> " + mdc + ")";
    }

    private static String traceId(String value) {
        return storable(TraceKeys.start(value));
    }

    private static Condition ofGroup(EventFilter filter) {
        return of(filter, value -> ofGroup(filter.kind(), value));
    }

    private static Condition ofGroup(Kind kind, String value) {
        return switch (kind) {
            case LEVEL -> ofLevel("", Level.of(value));
            case LOGGER ->
                new Condition("substr(logger, 1, ?) = ?", List.of(value.codePointCount(0, value.length()), value));
            case APP -> new Condition("app = ?", List.of(value));
            case ENVIRONMENT -> new Condition("environment = ?", List.of(value));
            case FAMILY -> StoredFamilies.countsFor("family_id", value);
            case THROWN -> new Condition("thrown_class IS NOT NULL", List.of());
            case GROUP -> idBeginsWith("group_id", value);
            case GREP -> grep(value, "thrown_message");
            case STATE, HOST, TRACE, RELEASE, THREAD, MDC -> throw new IllegalArgumentException(kind.name());
        };
    }

    /**
     * Returns the condition that a level is at least as severe as one; of one that is none of the usual six, that it is that.
     *
     * @param rows the name of the rows in the statement with a dot, or an empty text
     */
    static Condition ofLevel(String rows, Level level) {
        return level.severity() > 0
                ? new Condition(rows + "severity >= ?", List.of((long) level.severity()))
                : new Condition(rows + "level = ?", List.of(level.name()));
    }

    /** Returns the condition that an id begins with some characters, in a form for which its index is used. */
    static Condition idBeginsWith(String column, String start) {
        // Ids are ASCII, and sorted by code points.
        return new Condition(column + " >= ? AND " + column + " < ?", List.of(start, start + '\u007f'));
    }

    /** Returns the condition that a text is in a row's message, in its template, in what it has thrown, or in further columns. */
    private static Condition grep(String text, String... more) {
        List<String> any = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        String pattern = pattern(storable(text));
        List<String> columns = new ArrayList<>(List.of("message", "template"));
        Collections.addAll(columns, more);
        for (String column : columns) {
            any.add(like(column));
            parameters.add(pattern);
        }
        if (!isOfBracketsAlone(text)) {
            String thrown = "concat('', thrown)";
            for (String key : KEYS_OF_THROWN.split(" ")) {
                thrown = "replace(" + thrown + ", '\"" + key + "\":', '')";
            }
            any.add(like(thrown));
            parameters.add(pattern(inJson(text)));
        }
        return new Condition("(" + String.join(" OR ", any) + ")", parameters);
    }

    private static Condition grepSample(String text) {
        String pattern = pattern(storable(text));
        // What a sample does not have of its own, it has as the row's event does.
        String any = like("s.message") + " OR " + like("coalesce(s.template, e.template)") + " OR "
                + like("s.thrown_message") + " OR " + like("e.thrown_class");
        List<Object> parameters = new ArrayList<>(List.of(pattern, pattern, pattern, pattern));
        if (!isOfBracketsAlone(text)) {
            any += " OR " + like("concat('', s.cause_messages)");
            parameters.add(pattern(inJson(text)));
        }
        return new Condition("(" + any + ")", parameters);
    }

    /** Returns whether a text may be found between the strings of any JSON. */
    private static boolean isOfBracketsAlone(String text) {
        return text.chars().allMatch(each -> "{}[],:".indexOf(each) >= 0);
    }

    private static String inJson(String text) {
        return storable(new String(JsonStringEncoder.getInstance().quoteAsString(text)));
    }

    private static String like(String column) {
        return "lower(" + column + ") LIKE lower(?) ESCAPE '!'";
    }

    private static String pattern(String text) {
        return "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
    }

    private static String storable(String text) {
        return Objects.requireNonNull(StorableText.of(text));
    }
}
