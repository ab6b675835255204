// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gather.GatheredAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which actions to read.
 *
 * @param user of this user, by the stored id: see {@link dev.centralog.gather.ActionWire#storedUser}
 * @param action of this action, by the stored id
 * @param since of slices that began no earlier
 */
public record ActionQuery(
        @Nullable String user,
        @Nullable String action,
        @Nullable Instant since) {
    /** All actions. */
    public static final ActionQuery ALL = new ActionQuery(null, null, null);

    /** The same of slices that began no earlier than {@code start}. */
    ActionQuery since(Instant start) {
        return new ActionQuery(user, action, start);
    }

    Condition condition(String timeParameter) {
        List<String> parts = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        if (user != null) {
            parts.add("user_id = ?");
            parameters.add(user);
        }
        if (action != null) {
            parts.add("action_id = ?");
            parameters.add(action);
        }
        if (since != null) {
            parts.add("slice_start >= " + timeParameter);
            parameters.add(since);
        }
        return Condition.all(parts, parameters);
    }

    /** Whether these actions are among them. */
    public boolean matches(GatheredAction gathered) {
        return (user == null || user.equals(gathered.user()))
                && (action == null || action.equals(gathered.action()))
                && (since == null || !gathered.sliceStart().isBefore(since));
    }
}
