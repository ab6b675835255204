// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.EventDraft;
import dev.centralog.EventMarker;
import dev.centralog.KeyValue;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.SourceLocation;
import dev.centralog.Thrown;
import org.jspecify.annotations.Nullable;

/** An event that custom code built by hand. */
record HandBuiltDraft(LogEvent event) implements EventDraft {
    @Override
    public long epochSecond() {
        return event.time().getEpochSecond();
    }

    @Override
    @SuppressWarnings("JavaInstantGetSecondsGetNano") // the other half is epochSecond
    public int nanoOfSecond() {
        return event.time().getNano();
    }

    @Override
    public Level level() {
        return event.level();
    }

    @Override
    public @Nullable String logger() {
        return event.logger();
    }

    @Override
    public @Nullable String template() {
        return event.template();
    }

    @Override
    public @Nullable String message() {
        return event.message();
    }

    @Override
    public @Nullable String thrownClasses() {
        Thrown thrown = event.thrown();
        return thrown == null ? null : thrown.classChain();
    }

    @Override
    public @Nullable String fingerprint(String key) {
        String inMdc = event.mdc().get(key);
        if (inMdc != null) {
            return inMdc;
        }
        for (KeyValue each : event.keyValues()) {
            if (each.key().equals(key) && each.value() != null) {
                return each.value().toString();
            }
        }
        return null;
    }

    @Override
    public boolean hasMarker(String name) {
        return event.markers().stream().anyMatch(marker -> isOrRefersTo(marker, name));
    }

    private static boolean isOrRefersTo(EventMarker marker, String name) {
        return marker.name().equals(name)
                || marker.references().stream().anyMatch(reference -> isOrRefersTo(reference, name));
    }

    @Override
    public @Nullable Object value(String key) {
        for (KeyValue each : event.keyValues()) {
            if (each.key().equals(key) && each.value() != null) {
                return each.value();
            }
        }
        return event.mdc().get(key);
    }

    @Override
    public @Nullable SourceLocation carriedLocation() {
        return event.location();
    }

    @Override
    public boolean isLoggerFrame(String className) {
        return false;
    }

    @Override
    public Origin origin() {
        return event.origin();
    }

    @Override
    public void fill(LogEvent.Builder builder) {
        builder.copy(event);
    }
}
