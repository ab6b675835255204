// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.live;

import dev.centralog.gather.GatheredSample;
import dev.centralog.gatherer.stored.StoredDeliveries.CountingProcess;
import dev.centralog.gatherer.stored.StoredEvent;
import java.util.List;
import java.util.Set;

/**
 * A row of events with all that a filter may look at, so far as it was read.
 *
 * @param row the row
 * @param samples its samples
 * @param processes the processes that have counted in it, so far as they are known
 * @param names the ids of its family and of the family's place, and the trace ids of its events
 * @param json its fields, one JSON object in ASCII
 */
record LiveRow(
        StoredEvent row, List<GatheredSample> samples, List<CountingProcess> processes, Names names, String json) {
    /** Ids that belong to a row. */
    record Names(Set<String> families, Set<String> traces) {}
}
