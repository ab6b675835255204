// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import dev.centralog.EventMarker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.logging.log4j.Marker;

/** Log4j2's marker and its parents as data. */
final class Markers {
    /** Parents that a foreign marker makes anew whenever it is asked would have no end. */
    private static final int MAX_ANCESTORS = 256;

    private static final Marker[] NONE = {};

    private Markers() {}

    /**
     * Whether the marker or one of its ancestors has that name. Not by {@code Marker.isInstanceOf}, which never ends for
     * markers that are their own ancestors.
     */
    static boolean isOrDescendsFrom(Marker marker, String name) {
        if (name.equals(marker.getName())) {
            return true;
        }
        return marker.hasParents() && hasAncestor(marker, name);
    }

    private static boolean hasAncestor(Marker marker, String name) {
        Set<Marker> known = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Marker> unvisited = new ArrayDeque<>();
        unvisited.add(marker);
        for (Marker next = unvisited.poll(); next != null; next = unvisited.poll()) {
            if (name.equals(next.getName())) {
                return true;
            }
            Marker[] parents = next.getParents();
            for (Marker parent : parents == null ? NONE : parents) {
                if (parent != null && known.size() < MAX_ANCESTORS && known.add(parent)) {
                    unvisited.add(parent);
                }
            }
        }
        return false;
    }

    /** The marker with its parents, that many deep: markers may be their own ancestors. */
    static EventMarker of(Marker marker, int depth) {
        Marker[] parents = depth > 1 ? marker.getParents() : null;
        if (parents == null) {
            return new EventMarker(marker.getName());
        }
        List<EventMarker> references = new ArrayList<>(parents.length);
        for (Marker parent : parents) {
            if (parent != null) {
                references.add(of(parent, depth - 1));
            }
        }
        return new EventMarker(marker.getName(), references);
    }
}
