// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import dev.centralog.EventMarker;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Marker;
import org.jspecify.annotations.Nullable;

/**
 * A marker outside Log4j2's registry. The same name may have other parents in this JVM than in the JVM that logged the
 * event, and neither must change the other. Ancestors are therefore compared by name.
 */
final class RebuiltMarker implements Marker {
    private static final long serialVersionUID = 1;

    private final String name;

    @SuppressWarnings("serial") // List.copyOf is serializable
    private final List<RebuiltMarker> parents;

    RebuiltMarker(EventMarker marker) {
        this.name = marker.name();
        this.parents = marker.references().stream().map(RebuiltMarker::new).toList();
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Marker @Nullable [] getParents() {
        return parents.isEmpty() ? null : parents.toArray(Marker[]::new);
    }

    @Override
    public boolean hasParents() {
        return !parents.isEmpty();
    }

    @Override
    public boolean isInstanceOf(Marker marker) {
        return isInstanceOf(marker.getName());
    }

    @Override
    public boolean isInstanceOf(String other) {
        return name.equals(other) || parents.stream().anyMatch(parent -> parent.isInstanceOf(other));
    }

    @Override
    public Marker addParents(Marker... markers) {
        throw new UnsupportedOperationException("a gathered event's marker does not change");
    }

    @Override
    public Marker setParents(Marker... markers) {
        throw new UnsupportedOperationException("a gathered event's marker does not change");
    }

    @Override
    public boolean remove(Marker marker) {
        throw new UnsupportedOperationException("a gathered event's marker does not change");
    }

    /** Whether the other is a marker of the same name, as for Log4j2's own markers. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Marker marker && name.equals(marker.getName());
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return parents.isEmpty()
                ? name
                : parents.stream().map(RebuiltMarker::toString).collect(Collectors.joining(", ", name + "[ ", " ]"));
    }
}
