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

/** Converts Log4j2's markers and their parents to data. */
final class Markers {
    /**
     * The limit on visited ancestors: a foreign marker may create new parents at each call, so the search might never
     * end.
     */
    private static final int MAX_ANCESTORS = 256;

    private static final Marker[] NONE = {};

    private Markers() {}

    /**
     * Whether the marker or one of its ancestors has that name. {@code Marker.isInstanceOf} is not used, because it
     * never ends for a marker that is its own ancestor.
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

    /**
     * Returns the marker with its parents down to that depth. The depth is limited because a marker may be its own
     * ancestor.
     */
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
