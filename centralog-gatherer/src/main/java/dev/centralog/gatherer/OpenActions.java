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

/** Looks into slices that Redis holds open. */
final class OpenActions {
    private static final Comparator<GatheredAction> BY_COUNT = Comparator.comparingLong(GatheredAction::count)
            .thenComparing(GatheredAction::user, Comparator.reverseOrder())
            .thenComparing(GatheredAction::action, Comparator.reverseOrder());

    private OpenActions() {}

    /**
     * Those of the last slices, at most {@code limit}; of a slice that does not fit, those with the highest counts. By
     * slice, the earliest first, and by count, the highest first. Blocks.
     *
     * @throws dev.centralog.CentralogException if Redis can't be read
     */
    static List<StoredAction> read(CentralogConfig config, ActionQuery query, int limit) {
        List<StoredAction> found = new ArrayList<>();
        try (ActionSource source = ActionSource.open(config, (severity, message, cause) -> {})) {
            List<OpenSlice> slices = new ArrayList<>(source.openSlices());
            Collections.reverse(slices);
            for (OpenSlice slice : slices) {
                // Slices and, in them, counts: all the wrong way round, and turned at the end.
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
