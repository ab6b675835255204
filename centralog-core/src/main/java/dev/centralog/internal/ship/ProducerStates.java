// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.List;

/**
 * What Redis says of producer ids, and of itself. It never comes from a replica: all that says so has to write first.
 *
 * @param redisMillis when it said so, in milliseconds, by its clock
 * @param redisId which Redis this is; empty for one that has no id (any more)
 * @param trimmedMillis when the latest of all the markers that were ever trimmed was last seen; 0 for none
 * @param markers of the ids that were asked for, in that order
 */
public record ProducerStates(long redisMillis, String redisId, long trimmedMillis, List<Marker> markers) {
    public ProducerStates {
        markers = List.copyOf(markers);
    }
}
