// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.CallerData;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** A gathered event as a Logback event. All values are fixed: the message is the text that was rendered at the log call. */
final class RebuiltEvent implements ILoggingEvent {
    private final LogEvent event;
    private final LoggerContextVO context;
    private final @Nullable IThrowableProxy thrown;
    private final @Nullable List<Marker> markers;
    private final @Nullable List<KeyValuePair> keyValues;

    RebuiltEvent(LogEvent event) {
        this.event = event;
        this.context = contextOf(event);
        this.thrown = event.thrown() == null ? null : new RebuiltThrowable(event.thrown());
        this.markers = event.markers().isEmpty() ? null : Markers.rebuilt(event.markers());
        this.keyValues = event.keyValues().isEmpty()
                ? null
                : event.keyValues().stream()
                        .map(each -> new KeyValuePair(each.key(), each.value()))
                        .toList();
    }

    private static LoggerContextVO contextOf(LogEvent event) {
        Origin origin = event.origin();
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("app", origin.app());
        properties.put("environment", origin.environment());
        properties.put("HOSTNAME", origin.host());
        properties.put("pid", Long.toString(origin.pid()));
        return new LoggerContextVO(origin.app(), properties, event.time().toEpochMilli());
    }

    @Override
    public @Nullable String getThreadName() {
        return event.thread().name();
    }

    @Override
    public Level getLevel() {
        return Levels.nearest(event.level());
    }

    @Override
    public @Nullable String getMessage() {
        return event.template();
    }

    @Override
    public @Nullable Object @Nullable [] getArgumentArray() {
        return event.arguments().isEmpty() ? null : event.arguments().toArray();
    }

    @Override
    public @Nullable String getFormattedMessage() {
        return event.message();
    }

    @Override
    public @Nullable String getLoggerName() {
        return event.logger();
    }

    @Override
    public LoggerContextVO getLoggerContextVO() {
        return context;
    }

    @Override
    public @Nullable IThrowableProxy getThrowableProxy() {
        return thrown;
    }

    @Override
    public StackTraceElement[] getCallerData() {
        return event.location() == null
                ? CallerData.EMPTY_CALLER_DATA_ARRAY
                : new StackTraceElement[] {event.location().toStackTraceElement()};
    }

    @Override
    public boolean hasCallerData() {
        return event.location() != null;
    }

    @Override
    public @Nullable List<Marker> getMarkerList() {
        return markers;
    }

    @Override
    public Map<String, @Nullable String> getMDCPropertyMap() {
        return event.mdc();
    }

    @Override
    @Deprecated
    public Map<String, @Nullable String> getMdc() {
        return event.mdc();
    }

    @Override
    public long getTimeStamp() {
        return event.time().toEpochMilli();
    }

    @Override
    @SuppressWarnings("JavaInstantGetSecondsGetNano") // only the nanoseconds within the second are wanted
    public int getNanoseconds() {
        return event.time().getNano();
    }

    @Override
    public Instant getInstant() {
        return event.time();
    }

    @Override
    public long getSequenceNumber() {
        return event.sequence();
    }

    @Override
    public @Nullable List<KeyValuePair> getKeyValuePairs() {
        return keyValues;
    }

    /** Does nothing, because all values are fixed. */
    @Override
    public void prepareForDeferredProcessing() {}

    @Override
    public String toString() {
        return "[" + getLevel() + "] " + getFormattedMessage();
    }
}
