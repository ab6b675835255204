// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import dev.centralog.EventMarker;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** SLF4J's markers and ours. */
final class Markers {
    /** Markers that refer to each other widely would otherwise multiply at every step of the depth. */
    private static final int MAX_MARKERS = 256;

    private int taken;

    private Markers() {}

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

    /** Markers of their own, unknown to SLF4J's factory: theirs of the same name may refer to others. */
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
