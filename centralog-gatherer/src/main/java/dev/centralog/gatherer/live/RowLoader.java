// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.live;

import dev.centralog.gather.GatheredSample;
import dev.centralog.gatherer.live.RowFilter.Need;
import dev.centralog.gatherer.stored.StoredDeliveries;
import dev.centralog.gatherer.stored.StoredDeliveries.CountingProcess;
import dev.centralog.gatherer.stored.StoredDeliveries.Delivery;
import dev.centralog.gatherer.stored.StoredEvent;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * The reader of the rows of deliveries, with as much of what belongs to them as filters need. It keeps what it has read last, as many
 * followers that come back want the same.
 *
 * <p>Thread-safety: none.
 */
final class RowLoader {
    private static final int MOST_KEPT = 64;
    private static final int MOST_ROWS_KEPT = 500;

    private final Function<StoredEvent, String> json;
    private Set<Need> needs = EnumSet.noneOf(Need.class);

    private final Map<Long, List<LiveRow>> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, List<LiveRow>> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /**
     * Makes one.
     *
     * @param json the fields of a row, one JSON object in ASCII
     */
    RowLoader(Function<StoredEvent, String> json) {
        this.json = json;
    }

    /** Reads for filters with these needs from now on. */
    void need(Set<Need> all) {
        if (!needs.containsAll(all)) {
            kept.clear();
        }
        needs = EnumSet.copyOf(all);
    }

    /** Forgets what was read. */
    void forget() {
        kept.clear();
    }

    /** Returns the rows of a delivery, in the order of their events' time. */
    List<LiveRow> rows(StoredDeliveries stored, Delivery delivery) {
        List<LiveRow> known = kept.get(delivery.id());
        if (known != null) {
            return known;
        }
        List<LiveRow> rows = read(stored, delivery);
        if (rows.size() <= MOST_ROWS_KEPT) {
            kept.put(delivery.id(), rows);
        }
        return rows;
    }

    private List<LiveRow> read(StoredDeliveries stored, Delivery delivery) {
        if (!delivery.isOfEvents()) {
            return List.of();
        }
        List<StoredEvent> rows = stored.rows(delivery);
        Map<String, List<GatheredSample>> samples =
                needs.contains(Need.SAMPLES) ? stored.samples(delivery, rows) : Map.of();
        Map<String, CountingProcess> processes = needs.contains(Need.PROCESSES) ? stored.processes(rows) : Map.of();
        Map<String, Set<String>> families = needs.contains(Need.FAMILIES) ? stored.families(rows) : Map.of();
        Map<String, Set<String>> traces = needs.contains(Need.TRACES) ? stored.traces(delivery) : Map.of();
        return rows.stream()
                .map(row -> new LiveRow(
                        row,
                        samples.getOrDefault(row.groupId(), List.of()),
                        row.processes().asMap().keySet().stream()
                                .map(processes::get)
                                .filter(Objects::nonNull)
                                .toList(),
                        new LiveRow.Names(
                                families.getOrDefault(row.groupId(), Set.of()),
                                traces.getOrDefault(row.groupId(), Set.of())),
                        json.apply(row)))
                .toList();
    }
}
