// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.List;

/**
 * A state: what Redis says about itself and about producer ids. It never comes from a replica, as each script that returns
 * one begins with a write.
 *
 * @param redisMillis the time of the reply by Redis's clock, in milliseconds
 * @param redisId the id of this Redis; empty if it has none, or none any more
 * @param trimmedMillis the latest <em>seen</em> of all markers that were ever trimmed; 0 for none
 * @param markers the markers of the ids that were asked for, in that order
 */
public record ProducerStates(long redisMillis, String redisId, long trimmedMillis, List<Marker> markers) {
    public ProducerStates {
        markers = List.copyOf(markers);
    }
}
