// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.EventMarker;
import dev.centralog.EventView;
import dev.centralog.KeyValue;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.SourceLocation;
import dev.centralog.Thrown;
import org.jspecify.annotations.Nullable;

/** A view of events that the application built by hand. Thread-safety: stateless. */
public enum LogEventView implements EventView<LogEvent> {
    INSTANCE;

    @Override
    public long epochSecond(LogEvent event) {
        return event.time().getEpochSecond();
    }

    @Override
    @SuppressWarnings("JavaInstantGetSecondsGetNano") // the other half is epochSecond
    public int nanoOfSecond(LogEvent event) {
        return event.time().getNano();
    }

    @Override
    public Level level(LogEvent event) {
        return event.level();
    }

    @Override
    public @Nullable String logger(LogEvent event) {
        return event.logger();
    }

    @Override
    public @Nullable String template(LogEvent event) {
        return event.template();
    }

    @Override
    public boolean hasArguments(LogEvent event) {
        return !event.arguments().isEmpty();
    }

    @Override
    public @Nullable String message(LogEvent event) {
        return event.message();
    }

    @Override
    public @Nullable String thrownClasses(LogEvent event) {
        Thrown thrown = event.thrown();
        return thrown == null ? null : thrown.classChain();
    }

    @Override
    public @Nullable String fingerprint(LogEvent event, String key) {
        String inMdc = event.mdc().get(key);
        if (inMdc != null && !inMdc.isEmpty()) {
            return inMdc;
        }
        Object value = inKeyValues(event, key);
        return value == null ? null : value.toString();
    }

    @Override
    public boolean hasMarker(LogEvent event, String name) {
        return event.markers().stream().anyMatch(marker -> isOrRefersTo(marker, name));
    }

    private static boolean isOrRefersTo(EventMarker marker, String name) {
        return marker.name().equals(name)
                || marker.references().stream().anyMatch(reference -> isOrRefersTo(reference, name));
    }

    @Override
    public @Nullable Object value(LogEvent event, String key) {
        Object value = inKeyValues(event, key);
        return value == null ? event.mdc().get(key) : value;
    }

    private static @Nullable Object inKeyValues(LogEvent event, String key) {
        for (KeyValue each : event.keyValues()) {
            if (each.key().equals(key) && each.value() != null) {
                return each.value();
            }
        }
        return null;
    }

    @Override
    public @Nullable SourceLocation carriedLocation(LogEvent event) {
        return event.location();
    }

    @Override
    public boolean isLoggerFrame(LogEvent event, String className) {
        return false;
    }

    @Override
    public Origin origin(LogEvent event) {
        return event.origin();
    }

    @Override
    public void fill(LogEvent event, LogEvent.Builder builder) {
        builder.copy(event);
    }
}
