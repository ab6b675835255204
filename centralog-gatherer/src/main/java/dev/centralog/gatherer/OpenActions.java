// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.CentralogConfig;
import dev.centralog.gather.ActionSource;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.OpenSlice;
import dev.centralog.gatherer.stored.ActionQuery;
import dev.centralog.gatherer.stored.StoredAction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/** The actions in slices that are still open in Redis. */
final class OpenActions {
    private static final Comparator<GatheredAction> BY_COUNT = Comparator.comparingLong(GatheredAction::count)
            .thenComparing(GatheredAction::user, Comparator.reverseOrder())
            .thenComparing(GatheredAction::action, Comparator.reverseOrder());

    private OpenActions() {}

    /**
     * Returns the actions of the last slices, {@code limit} at most; of a slice that does not fit, those with the highest
     * counts. They are ordered by slice, the earliest first, then by count, the highest first. Blocks.
     *
     * @throws dev.centralog.CentralogException if Redis can't be read
     */
    static List<StoredAction> read(CentralogConfig config, ActionQuery query, int limit) {
        List<StoredAction> found = new ArrayList<>();
        try (ActionSource source = ActionSource.open(config, (severity, message, cause) -> {})) {
            List<OpenSlice> slices = new ArrayList<>(source.openSlices());
            Collections.reverse(slices);
            for (OpenSlice slice : slices) {
                // Slices, and counts within them, are in reverse order here; the whole list is reversed at the end.
                highest(source.peek(slice), query, limit - found.size()).stream()
                        .sorted(BY_COUNT)
                        .map(StoredAction::of)
                        .forEach(found::add);
            }
        }
        Collections.reverse(found);
        return found;
    }

    private static PriorityQueue<GatheredAction> highest(Iterator<GatheredAction> all, ActionQuery query, int limit) {
        PriorityQueue<GatheredAction> highest = new PriorityQueue<>(BY_COUNT);
        while (limit > 0 && all.hasNext()) {
            GatheredAction next = all.next();
            if (query.matches(next)) {
                highest.add(next);
                if (highest.size() > limit) {
                    highest.remove();
                }
            }
        }
        return highest;
    }
}
