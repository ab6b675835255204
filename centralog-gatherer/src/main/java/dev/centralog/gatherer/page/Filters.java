// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.Level;
import dev.centralog.gatherer.stored.EventFilter;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import dev.centralog.gatherer.stored.EventQuery;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The parameters that say which events are meant. */
final class Filters {
    /** The start of the name of a parameter that excludes what it names. */
    private static final String EXCLUDING = "-";

    private static final String MDC = "mdc.";
    private static final String HAS = "has";
    private static final String THROWABLE = "throwable";

    /** The filters of which a group's first event decides. */
    private static final Map<String, Kind> OF_GROUPS = Map.of(
            "app",
            Kind.APP,
            "environment",
            Kind.ENVIRONMENT,
            "level",
            Kind.LEVEL,
            "logger",
            Kind.LOGGER,
            "text",
            Kind.GREP,
            HAS,
            Kind.THROWN);

    /** The filters of which rows decide. */
    private static final Map<String, Kind> OF_ROWS = Map.of(
            "host", Kind.HOST,
            "release", Kind.RELEASE,
            "thread", Kind.THREAD,
            "trace", Kind.TRACE,
            "family", Kind.FAMILY,
            "group", Kind.GROUP);

    private final Parameters parameters;

    Filters(Parameters parameters) {
        this.parameters = parameters;
    }

    /** Returns the names of the filters of groups. */
    static List<String> ofGroups() {
        return names(OF_GROUPS);
    }

    /** Returns the names of the filters of events, but for those of the MDC. */
    static List<String> ofEvents() {
        return Stream.concat(ofGroups().stream(), names(OF_ROWS).stream()).toList();
    }

    private static List<String> names(Map<String, Kind> kinds) {
        return kinds.keySet().stream()
                .sorted()
                .flatMap(each -> Stream.of(each, EXCLUDING + each))
                .toList();
    }

    /** Returns the names of the parameters of the MDC that are there. */
    List<String> ofMdc() {
        return parameters.names().stream()
                .filter(each -> plain(each).startsWith(MDC) && plain(each).length() > MDC.length())
                .toList();
    }

    private static String plain(String name) {
        return name.startsWith(EXCLUDING) ? name.substring(EXCLUDING.length()) : name;
    }

    /** Returns a query for all events with these filters. */
    EventQuery query() {
        EventQuery query = EventQuery.ALL;
        for (String name : parameters.names()) {
            String plain = plain(name);
            Kind kind = OF_GROUPS.getOrDefault(plain, OF_ROWS.get(plain));
            boolean isExcluding = !plain.equals(name);
            if (plain.startsWith(MDC)) {
                String key = plain.substring(MDC.length());
                List<String> entries = parameters.all(name).stream()
                        .map(value -> EventFilter.mdc(key, value))
                        .toList();
                query = query.with(new EventFilter(Kind.MDC, entries, isExcluding));
            } else if (kind == Kind.GREP && !isExcluding) {
                // Each text must be there; of other filters any value is enough.
                for (String text : parameters.all(name)) {
                    query = query.with(kind, text);
                }
            } else if (kind != null) {
                query = query.with(new EventFilter(kind, values(name, kind), isExcluding));
            }
        }
        return query;
    }

    private List<String> values(String name, Kind kind) {
        List<String> values = parameters.all(name);
        if (kind == Kind.THROWN) {
            values.forEach(each -> checkHas(name, each));
        }
        return kind == Kind.LEVEL
                ? values.stream().map(each -> Level.of(each).name()).toList()
                : values;
    }

    private static void checkHas(String name, String value) {
        if (!value.equals(THROWABLE)) {
            throw BadRequestException.wrong(name + " is '" + Parameters.shown(value) + "'; allowed is " + THROWABLE);
        }
    }
}
