// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.gather.OpenSlice;
import dev.centralog.gatherer.live.OpenActions;
import dev.centralog.gatherer.stored.ActionQuery;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import java.util.List;
import java.util.Map;

/** The view {@code open-actions}: the actions in slices that are still being counted, which the database does not have. */
final class OpenActionsView {
    private static final int USUAL = 100;
    private static final int MOST = 500;

    private OpenActionsView() {}

    /** Returns the answer. Blocks for Redis's time. */
    static JsonLine read(Unstored unstored, Parameters parameters) {
        parameters.allowOnly(List.of("user", "action", "limit"));
        int limit = parameters.number("limit", USUAL, MOST);
        ActionQuery query = ActionsView.query(parameters, null, null);
        OpenActions found = unstored.actions(query, limit);
        return new JsonLine()
                .put(
                        "slices",
                        found.slices().stream().map(OpenActionsView::slice).toList())
                .put("actions", found.actions().stream().map(ActionsView::slice).toList())
                .put("complete", found.complete())
                .put(
                        "notes",
                        found.complete()
                                ? List.of()
                                : List.of("the first " + Unstored.MOST_PAIRS
                                        + " pairs of user and action were read, so there are more"));
    }

    private static Map<String, Object> slice(OpenActions.Slice of) {
        OpenSlice slice = of.slice();
        return new JsonLine()
                .put("slice_start", Times.UTC.iso(slice.start()))
                .put("slice_seconds", slice.length().toSeconds())
                .put("due_in_seconds", slice.dueIn().toSeconds())
                .put("pairs", of.pairs())
                .put("count", of.count())
                .fields();
    }
}
