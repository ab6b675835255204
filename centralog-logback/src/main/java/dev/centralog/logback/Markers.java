// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import dev.centralog.EventMarker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** Converts SLF4J's markers to data and back. */
final class Markers {
    /**
     * The limit on markers that are visited: markers with many references to each other would otherwise multiply at
     * each level.
     */
    private static final int MAX_MARKERS = 256;

    private int taken;

    private Markers() {}

    /** Whether one of the markers, or one that they refer to, has that name. */
    static boolean isOrReferredToBy(List<Marker> markers, String name) {
        boolean refer = false;
        for (Marker marker : markers) {
            if (marker != null) {
                if (name.equals(marker.getName())) {
                    return true;
                }
                refer |= marker.hasReferences();
            }
        }
        return refer && isReferredToBy(markers, name);
    }

    /**
     * Whether the search finds that name. {@code Marker.contains} is not used, because it never ends for markers that
     * refer to each other in a circle.
     */
    private static boolean isReferredToBy(List<Marker> markers, String name) {
        Set<Marker> known = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Iterator<Marker>> unvisited = new ArrayDeque<>();
        unvisited.add(markers.iterator());
        for (Iterator<Marker> some = unvisited.poll(); some != null; some = unvisited.poll()) {
            while (some.hasNext() && known.size() < MAX_MARKERS) {
                Marker next = some.next();
                if (next != null && known.add(next)) {
                    if (name.equals(next.getName())) {
                        return true;
                    }
                    unvisited.add(next.iterator());
                }
            }
        }
        return false;
    }

    static List<EventMarker> dataOf(@Nullable List<Marker> markers) {
        return markers == null ? List.of() : new Markers().data(markers.iterator(), 0);
    }

    private List<EventMarker> data(Iterator<Marker> markers, int depth) {
        List<EventMarker> data = new ArrayList<>();
        while (depth < EventMarker.MAX_DEPTH && markers.hasNext() && taken < MAX_MARKERS) {
            Marker marker = markers.next();
            if (marker != null) {
                taken++;
                data.add(new EventMarker(String.valueOf(marker.getName()), data(marker.iterator(), depth + 1)));
            }
        }
        return data;
    }

    /**
     * Returns detached markers, unknown to SLF4J's factory: the application's markers of the same names may have other
     * references.
     */
    static List<Marker> rebuilt(List<EventMarker> markers) {
        List<Marker> rebuilt = new ArrayList<>(markers.size());
        for (EventMarker each : markers) {
            Marker marker = MarkerFactory.getDetachedMarker(each.name());
            rebuilt(each.references()).forEach(marker::add);
            rebuilt.add(marker);
        }
        return rebuilt;
    }
}
