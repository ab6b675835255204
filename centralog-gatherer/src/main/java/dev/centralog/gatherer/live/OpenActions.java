// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.live;

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

/**
 * The actions in slices that are still open in Redis. Thread-safety: immutable.
 *
 * @param slices the slices, the earliest first
 * @param actions the actions of the last slices; of a slice that does not fit, those with the highest counts. They are ordered by
 *     slice, the earliest first, then by count, the highest first
 * @param complete false if there are more pairs of user and action than were read
 */
public record OpenActions(List<Slice> slices, List<StoredAction> actions, boolean complete) {
    private static final Comparator<GatheredAction> BY_COUNT = Comparator.comparingLong(GatheredAction::count)
            .thenComparing(GatheredAction::user, Comparator.reverseOrder())
            .thenComparing(GatheredAction::action, Comparator.reverseOrder());

    /**
     * A slice, as far as it was read.
     *
     * @param slice its time
     * @param pairs the number of its pairs of user and action that are asked for
     * @param count the actions of these
     */
    public record Slice(OpenSlice slice, long pairs, long count) {}

    /**
     * Limits of what is read.
     *
     * @param actions the highest number of actions that are returned
     * @param pairs the highest number of pairs of user and action that are read from Redis
     */
    public record Limits(int actions, long pairs) {
        /** Returns limits under which all is read. */
        public static Limits ofAll(int actions) {
            return new Limits(actions, Long.MAX_VALUE);
        }
    }

    public OpenActions {
        slices = List.copyOf(slices);
        actions = List.copyOf(actions);
    }

    /**
     * Reads them, the last slice first, over a connection of its own. Changes nothing. Blocks.
     *
     * @throws dev.centralog.CentralogException if Redis can't be read
     */
    public static OpenActions read(CentralogConfig config, ActionQuery query, Limits limits) {
        List<Slice> found = new ArrayList<>();
        List<StoredAction> actions = new ArrayList<>();
        long left = limits.pairs;
        try (ActionSource source = ActionSource.open(config, (severity, message, cause) -> {})) {
            List<OpenSlice> slices = new ArrayList<>(source.openSlices());
            Collections.reverse(slices);
            for (OpenSlice slice : slices) {
                // Slices, and counts within them, are in reverse order here; the whole lists are reversed at the end.
                Reading reading = new Reading(query, limits.actions - actions.size());
                left -= reading.read(source.peek(slice), left);
                reading.highest.stream().sorted(BY_COUNT).map(StoredAction::of).forEach(actions::add);
                found.add(new Slice(slice, reading.pairs, reading.count));
            }
        }
        Collections.reverse(found);
        Collections.reverse(actions);
        return new OpenActions(found, actions, left > 0);
    }

    private static final class Reading {
        private final ActionQuery query;
        private final int limit;
        private final PriorityQueue<GatheredAction> highest = new PriorityQueue<>(BY_COUNT);
        private long pairs;
        private long count;

        Reading(ActionQuery query, int limit) {
            this.query = query;
            this.limit = limit;
        }

        /** Reads some of a slice; returns the number of pairs that were read, asked for or not. */
        long read(Iterator<GatheredAction> all, long most) {
            long read = 0;
            while (read < most && all.hasNext()) {
                GatheredAction next = all.next();
                read++;
                if (query.matches(next)) {
                    pairs++;
                    count += next.count();
                    highest.add(next);
                    if (highest.size() > limit) {
                        highest.remove();
                    }
                }
            }
            return read;
        }
    }
}
