// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import dev.centralog.EventMarker;
import dev.centralog.LogEvent;
import dev.centralog.SourceLocation;
import dev.centralog.ThreadRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.spi.MutableThreadContextStack;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes Log4j2's own events of gathered ones, so that Log4j2's layouts, filters and appenders can work on them.
 *
 * <p>A layout prints of such an event what it prints of the original. Exceptions: what it takes from the running JVM
 * instead of from the event, such as the jar names of {@code %xEx} and the class of a throwable in structured layouts
 * (see {@link RebuiltThrowable}); and the module of the class in a location.
 *
 * <p>Thread-safety: full; the events are immutable.
 */
public final class Log4j2Events {
    /** The value that marks an unknown thread id or priority; Log4j2 would replace a 0 with the reading thread's own. */
    private static final int UNKNOWN = -1;

    private Log4j2Events() {}

    /**
     * Returns the event as Log4j2's event. Registers the event's level with Log4j2 if this JVM has none of that name;
     * never registers a marker.
     */
    public static org.apache.logging.log4j.core.LogEvent of(LogEvent event) {
        Throwable thrown = event.thrown() == null ? null : RebuiltThrowable.of(event.thrown());
        SourceLocation location = event.location();
        ThreadRef thread = event.thread();
        return Log4jLogEvent.newBuilder()
                .setInstant(instant(event.time()))
                .setLevel(Levels.of(event.level()))
                .setLoggerName(event.logger() == null ? "" : event.logger())
                .setThreadName(thread.name() == null ? "" : thread.name())
                .setThreadId(thread.id() == 0 ? UNKNOWN : thread.id())
                .setThreadPriority(thread.priority() == 0 ? UNKNOWN : thread.priority())
                .setMessage(message(event, thrown))
                .setThrown(thrown)
                .setMarker(marker(event.markers()))
                .setContextData(contextData(event))
                .setContextStack(contextStack(event))
                .setSource(location == null ? null : location.toStackTraceElement())
                .setIncludeLocation(location != null)
                .build();
    }

    private static MutableInstant instant(Instant time) {
        MutableInstant instant = new MutableInstant();
        instant.initFromEpochSecond(time.getEpochSecond(), time.getNano());
        return instant;
    }

    private static Message message(LogEvent event, @Nullable Throwable thrown) {
        RebuiltMessage message = new RebuiltMessage(event, thrown);
        return event.keyValues().isEmpty() ? message : new RebuiltMapMessage(message, event.keyValues());
    }

    /**
     * Returns the event's markers as one marker, because a Log4j2 event has only one. SLF4J's events may have several:
     * the others become parents of the first.
     */
    private static @Nullable Marker marker(List<EventMarker> markers) {
        if (markers.isEmpty()) {
            return null;
        }
        EventMarker first = markers.get(0);
        if (markers.size() == 1) {
            return new RebuiltMarker(first);
        }
        List<EventMarker> parents = new ArrayList<>(first.references());
        parents.addAll(markers.subList(1, markers.size()));
        return new RebuiltMarker(new EventMarker(first.name(), parents));
    }

    private static StringMap contextData(LogEvent event) {
        StringMap data = new SortedArrayStringMap();
        event.mdc().forEach(data::putValue);
        data.freeze();
        return data;
    }

    private static MutableThreadContextStack contextStack(LogEvent event) {
        MutableThreadContextStack stack = new MutableThreadContextStack(event.ndc());
        stack.freeze();
        return stack;
    }
}
