// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.util.List;

/**
 * A marker of an event, with the markers it refers to: Log4j2's parents, SLF4J's references.
 *
 * @param name the marker's name
 * @param references the markers it refers to, in the framework's order; never deeper than {@value #MAX_DEPTH}
 */
public record EventMarker(String name, List<EventMarker> references) {
    /** The maximum depth of references; deeper ones are left out, since markers may refer to each other in a circle. */
    public static final int MAX_DEPTH = 8;

    public EventMarker {
        references = List.copyOf(references);
    }

    /** Makes a marker that refers to no other. */
    public EventMarker(String name) {
        this(name, List.of());
    }
}
