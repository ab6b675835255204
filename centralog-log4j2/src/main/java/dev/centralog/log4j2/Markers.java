// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import dev.centralog.EventMarker;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Marker;

/** Log4j2's marker and its parents as data. */
final class Markers {
    private Markers() {}

    /** The marker with its parents, that many deep: markers may be their own ancestors. */
    static EventMarker of(Marker marker, int depth) {
        Marker[] parents = depth > 1 ? marker.getParents() : null;
        if (parents == null) {
            return new EventMarker(marker.getName());
        }
        List<EventMarker> references = new ArrayList<>(parents.length);
        for (Marker parent : parents) {
            references.add(of(parent, depth - 1));
        }
        return new EventMarker(marker.getName(), references);
    }
}
