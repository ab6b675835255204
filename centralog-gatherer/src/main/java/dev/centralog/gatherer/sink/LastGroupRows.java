// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.EventWindow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of groups of the part of a window that was asked for last: a window of one part is asked for its groups, then for its
 * rows, and its texts are worked through once.
 *
 * <p>Thread-safety: none.
 */
final class LastGroupRows {
    private EventWindow.@Nullable Content part;
    private List<GroupRow> rows = List.of();

    /** Returns the rows of groups of a part, in the order of its events. */
    @SuppressWarnings("ReferenceEquality") // it is the same object that comes again; to compare all texts takes longer
    List<GroupRow> of(EventWindow.Content asked) {
        if (part != asked) {
            rows = GroupRow.of(asked.events());
            part = asked;
        }
        return rows;
    }

    void forget() {
        part = null;
        rows = List.of();
    }
}
