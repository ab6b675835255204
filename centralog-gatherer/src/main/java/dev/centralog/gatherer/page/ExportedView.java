// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.gatherer.stored.EventCursor;
import dev.centralog.gatherer.stored.EventPage;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.StoredReader;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A view that can be exported: how many rows it has at most, and which. */
abstract class ExportedView {
    private static final Map<String, ExportedView> BY_NAME = new TreeMap<>(Map.of(
            "families", new Whole("families", 500, line -> rows(line.fields().get("families"))),
            "changes", new Whole("changes", 200, ExportedView::changes),
            "actions", new Whole("actions", 500, line -> rows(line.fields().get("slices"))),
            "histogram", new Whole("histogram", 0, ExportedView::counts),
            "events", new Events()));

    /** The rows of an export, read page by page. */
    interface Pages {
        /** Reads the next rows. */
        List<Map<String, Object>> next(StoredReader stored);

        /** Returns whether all rows were read. */
        boolean isEnd();
    }

    /** Returns a view; null if there is none of that name that can be exported. */
    static @Nullable ExportedView named(String name) {
        return BY_NAME.get(name);
    }

    static Collection<String> names() {
        return BY_NAME.keySet();
    }

    /**
     * Returns the rows.
     *
     * @throws BadRequestException if a parameter is not allowed
     */
    abstract Pages pages(Parameters parameters);

    /** Returns the names of the columns; null if they are those of the rows. */
    abstract @Nullable List<String> columns();

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(@Nullable Object list) {
        return list == null ? List.of() : (List<Map<String, Object>>) list;
    }

    /** Returns the changes of all reports, each with what its report is about. */
    private static List<Map<String, Object>> changes(JsonLine line) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Map<String, Object> report : rows(line.fields().get("reports"))) {
            for (Map<String, Object> change : rows(report.get("changes"))) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (String name : List.of("app", "environment", "release", "previous_release", "since", "until")) {
                    row.put(name, report.get(name));
                }
                row.putAll(change);
                all.add(row);
            }
        }
        return all;
    }

    /** Returns the counts of the histogram, one row for each level and slice. */
    private static List<Map<String, Object>> counts(JsonLine line) {
        Instant first = Instant.parse(String.valueOf(line.fields().get("first_slice")));
        long seconds = Long.parseLong(String.valueOf(line.fields().get("slice_seconds")));
        List<Map<String, Object>> all = new ArrayList<>();
        if (line.fields().get("levels") instanceof Map<?, ?> levels) {
            levels.forEach((level, counts) -> {
                List<?> slices = (List<?>) counts;
                for (int i = 0; i < slices.size(); i++) {
                    all.add(new JsonLine()
                            .put("slice_start", Times.UTC.iso(first.plusSeconds(seconds * i)))
                            .put("slice_seconds", seconds)
                            .put("level", level)
                            .put("repeats", slices.get(i))
                            .fields());
                }
            });
        }
        return all;
    }

    /** A view that is small enough to be read at once. */
    private static final class Whole extends ExportedView {
        private final String name;
        private final int usual;
        private final Function<JsonLine, List<Map<String, Object>>> rows;

        /** Makes one; {@code usual} is the limit without a parameter, 0 for a view that has none. */
        Whole(String name, int usual, Function<JsonLine, List<Map<String, Object>>> rows) {
            this.name = name;
            this.usual = usual;
            this.rows = rows;
        }

        @Override
        Pages pages(Parameters parameters) {
            boolean isLimited = usual == 0 || parameters.one("limit") != null;
            Function<StoredReader, JsonLine> read =
                    Views.named(name).of(isLimited ? parameters : parameters.with("limit", String.valueOf(usual)));
            return new Pages() {
                @Override
                public List<Map<String, Object>> next(StoredReader stored) {
                    return rows.apply(read.apply(stored));
                }

                @Override
                public boolean isEnd() {
                    return true;
                }
            };
        }

        @Override
        @Nullable
        List<String> columns() {
            return null;
        }
    }

    /** The events: any number of rows, the newest first. */
    private static final class Events extends ExportedView {
        private static final int MOST = 1_000_000;
        private static final int AT_ONCE = 500;
        private static final Duration SEARCH = Duration.ofSeconds(2);

        @Override
        Pages pages(Parameters parameters) {
            EventQuery query = EventsView.query(parameters, List.of("since", "until", "limit"));
            int limit = parameters.number("limit", MOST, MOST);
            return new Pages() {
                private @Nullable EventCursor after;
                private int left = limit;

                @Override
                public List<Map<String, Object>> next(StoredReader stored) {
                    EventPage page = stored.events(SEARCH).read(query, after, Math.min(left, AT_ONCE));
                    after = page.next();
                    left = after == null ? 0 : left - page.events().size();
                    return EventLines.of(page.events(), stored.matches(query));
                }

                @Override
                public boolean isEnd() {
                    return left == 0;
                }
            };
        }

        @Override
        List<String> columns() {
            return EventLines.FIELDS;
        }
    }
}
