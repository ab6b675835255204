// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.gather.ActionWire;
import dev.centralog.gatherer.stored.ActionQuery;
import dev.centralog.gatherer.stored.Slices;
import dev.centralog.gatherer.stored.StoredAction;
import dev.centralog.gatherer.stored.StoredActions;
import dev.centralog.gatherer.stored.StoredReader;
import dev.centralog.gatherer.stored.TimeRange;
import dev.centralog.gatherer.stored.TopAction;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The view {@code actions}: who did what how often. */
final class ActionsView implements View {
    private static final int USUAL = 50;
    private static final int MOST = 500;

    @Override
    public Function<StoredReader, JsonLine> of(Parameters parameters) {
        parameters.allowOnly(List.of("since", "until", "user", "action", "limit"));
        TimeRange range = parameters.range();
        Instant until =
                Objects.requireNonNullElse(range.until(), parameters.times().now());
        Instant since = Objects.requireNonNullElseGet(range.since(), () -> Slices.startOfLastDay(until));
        ActionQuery query = query(parameters, since, until);
        int limit = parameters.number("limit", USUAL, MOST);
        return stored -> read(stored.actions(), query, limit);
    }

    /** Returns the query for the user and the action that are asked for. */
    static ActionQuery query(Parameters parameters, @Nullable Instant since, @Nullable Instant until) {
        return new ActionQuery(
                stored(parameters.one("user"), ActionWire::storedUser),
                stored(parameters.one("action"), ActionWire::storedAction),
                since,
                until);
    }

    private static @Nullable String stored(@Nullable String id, Function<String, String> form) {
        return id == null ? null : form.apply(id);
    }

    private static JsonLine read(StoredActions actions, ActionQuery query, int limit) {
        List<TopAction> top = actions.top(query, limit);
        return new JsonLine()
                .put("since", time(query.since()))
                .put("until", time(query.until()))
                .put("top", top.stream().map(ActionsView::top).toList())
                .put(
                        "slices",
                        actions.last(query, limit).stream()
                                .map(ActionsView::slice)
                                .toList())
                .put(
                        "why",
                        top.isEmpty()
                                ? actions.whyNone(query).stream().map(Why::text).toList()
                                : List.of());
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : Times.UTC.iso(time);
    }

    private static Map<String, Object> top(TopAction top) {
        return new JsonLine()
                .put("user", top.user())
                .put("action", top.action())
                .put("count", top.count())
                .put("first_slice", time(top.firstSlice()))
                .put("last_slice", time(top.lastSlice()))
                .fields();
    }

    /** Returns what one user did in one slice. */
    static Map<String, Object> slice(StoredAction slice) {
        return new JsonLine()
                .put("slice_start", time(slice.sliceStart()))
                .put("slice_seconds", slice.sliceLength().toSeconds())
                .put("user", slice.user())
                .put("action", slice.action())
                .put("count", slice.count())
                .add(
                        "value_count",
                        slice.totals().values() == 0 ? null : slice.totals().values())
                .add("value_sum", slice.totals().sum())
                .add("value_min", slice.totals().min())
                .add("value_max", slice.totals().max())
                .add("payload_samples", slice.totals().samples())
                .add("flag", slice.flag().isEmpty() ? null : slice.flag())
                .fields();
    }
}
