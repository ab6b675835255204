// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gather.GatheredAction;
import dev.centralog.gatherer.stored.Misses.Filter;
import dev.centralog.gatherer.stored.Misses.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query for actions. Each parameter limits it; null does not.
 *
 * @param user the stored id of the only user, see {@link dev.centralog.gather.ActionWire#storedUser}
 * @param action the stored id of the only action
 * @param since the start of the earliest slice
 * @param until the time before which the latest slice starts
 */
public record ActionQuery(
        @Nullable String user,
        @Nullable String action,
        @Nullable Instant since,
        @Nullable Instant until) {
    /** Makes a query without an end. */
    public ActionQuery(@Nullable String user, @Nullable String action, @Nullable Instant since) {
        this(user, action, since, null);
    }

    /** The query for all actions. */
    public static final ActionQuery ALL = new ActionQuery(null, null, null);

    /** The rows that the filters are on. */
    static final Rows ROWS = new Rows("actions", "id");

    /** Returns the same query, limited to slices that began no earlier than {@code start}. */
    ActionQuery since(Instant start) {
        return new ActionQuery(user, action, start, until);
    }

    Condition condition(String timeParameter) {
        return Condition.all(
                filters(timeParameter).stream().map(Filter::condition).toList());
    }

    /** Returns the filters of this query. */
    List<Filter> filters(String timeParameter) {
        List<Filter> filters = new ArrayList<>();
        if (user != null) {
            filters.add(new Filter("--user " + user, ROWS, new Condition("user_id = ?", List.of(user)), "user_id"));
        }
        if (action != null) {
            filters.add(new Filter(
                    "--action " + action, ROWS, new Condition("action_id = ?", List.of(action)), "action_id"));
        }
        if (since != null) {
            filters.add(new Filter(
                    "--since " + since,
                    ROWS,
                    new Condition("slice_start >= " + timeParameter, List.of(since)),
                    "slice_start"));
        }
        if (until != null) {
            filters.add(new Filter(
                    "--until " + until,
                    ROWS,
                    new Condition("slice_start < " + timeParameter, List.of(until)),
                    "slice_start"));
        }
        return filters;
    }

    /** Returns whether the query matches these actions. */
    public boolean matches(GatheredAction gathered) {
        return (user == null || user.equals(gathered.user()))
                && (action == null || action.equals(gathered.action()))
                && (since == null || !gathered.sliceStart().isBefore(since))
                && (until == null || gathered.sliceStart().isBefore(until));
    }
}
