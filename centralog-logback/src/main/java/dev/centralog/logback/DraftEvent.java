// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import dev.centralog.EventDraft;
import dev.centralog.KeyValue;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.SourceLocation;
import dev.centralog.ThreadRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** A Logback event as {@link dev.centralog.Centralog#report} wants it. */
final class DraftEvent implements EventDraft {
    private final ILoggingEvent event;
    private final List<String> frameworkPackages;
    private final Nesting nesting;
    private final long epochSecond;
    private final int nanoOfSecond;
    private final @Nullable String boundary;

    DraftEvent(ILoggingEvent event, List<String> frameworkPackages, Nesting nesting) {
        this.event = event;
        this.frameworkPackages = frameworkPackages;
        this.nesting = nesting;
        // Events of other makers may have no instant, or one to the millisecond beside finer nanoseconds.
        Instant instant = event.getInstant() == null ? Instant.ofEpochMilli(event.getTimeStamp()) : event.getInstant();
        this.epochSecond = instant.getEpochSecond();
        int nanos = instant.getNano();
        int finer = event.getNanoseconds();
        this.nanoOfSecond = finer / 1_000_000 == nanos / 1_000_000 ? Math.max(finer, nanos) : nanos;
        this.boundary = CallerBoundary.of(event);
    }

    @Override
    public long epochSecond() {
        return epochSecond;
    }

    @Override
    public int nanoOfSecond() {
        return nanoOfSecond;
    }

    @Override
    public Level level() {
        return Levels.of(event.getLevel());
    }

    @Override
    public @Nullable String logger() {
        return event.getLoggerName();
    }

    @Override
    public @Nullable String template() {
        return event.getMessage();
    }

    @Override
    public @Nullable String message() {
        return nesting.rendering(event::getFormattedMessage);
    }

    @Override
    public @Nullable String thrownClasses() {
        IThrowableProxy proxy = event.getThrowableProxy();
        return proxy == null ? null : Throwables.classChain(proxy);
    }

    @Override
    public @Nullable String fingerprint(String key) {
        String inContext = mdc().get(key);
        if (inContext != null) {
            return inContext;
        }
        Object value = inKeyValues(key);
        return value == null ? null : text(value);
    }

    @Override
    public boolean hasMarker(String name) {
        List<Marker> markers = event.getMarkerList();
        return markers != null && Markers.isOrReferredToBy(markers, name);
    }

    @Override
    public @Nullable Object value(String key) {
        Object value = inKeyValues(key);
        if (value == null) {
            return mdc().get(key);
        }
        if (value instanceof Number) {
            return value;
        }
        return value instanceof Enum<?> constant ? constant.name() : text(value);
    }

    /** Of a key that occurs twice, the first value. */
    private @Nullable Object inKeyValues(String key) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs == null) {
            return null;
        }
        for (KeyValuePair pair : pairs) {
            if (key.equals(pair.key) && pair.value != null) {
                return pair.value;
            }
        }
        return null;
    }

    private String text(Object value) {
        try {
            return nesting.rendering(() -> String.valueOf(value.toString()));
        } catch (RuntimeException | StackOverflowError hostile) {
            return "[" + value.getClass().getName() + ": toString() failed: "
                    + hostile.getClass().getName() + "]";
        }
    }

    @Override
    public @Nullable SourceLocation carriedLocation() {
        if (!event.hasCallerData()) { // asking an event for what it has not computed yet costs a whole stack trace
            return null;
        }
        StackTraceElement[] callers = event.getCallerData();
        return callers == null || callers.length == 0 ? null : SourceLocation.of(callers[0]);
    }

    @Override
    public boolean isLoggerFrame(String className) {
        return CallerBoundary.isFramework(className, boundary, frameworkPackages);
    }

    @Override
    public void fill(LogEvent.Builder builder) {
        nesting.rendering(() -> builder.time(Instant.ofEpochSecond(epochSecond, nanoOfSecond))
                .level(level())
                .logger(logger())
                .thread(thread())
                .template(template())
                .arguments(event.getArgumentArray())
                .message(event.getFormattedMessage())
                .thrown(Throwables.dataOf(event.getThrowableProxy()))
                .markers(Markers.dataOf(event.getMarkerList()))
                .mdc(mdc())
                .keyValues(keyValues()));
    }

    /** Behind an asynchronous appender this is another thread than the event's, of which only the name is known. */
    private ThreadRef thread() {
        String name = event.getThreadName();
        ThreadRef current = ThreadRef.current();
        // Logback calls a nameless thread by its id.
        boolean same = String.valueOf(current.name()).isEmpty()
                ? name != null && name.endsWith("-" + current.id())
                : String.valueOf(current.name()).equals(name);
        return new ThreadRef(name, same ? current.id() : 0, same ? current.priority() : 0);
    }

    private Map<String, String> mdc() {
        try {
            Map<String, String> context = event.getMDCPropertyMap();
            return context == null ? Map.of() : context;
        } catch (NullPointerException noContext) { // an event made by hand, without a logger
            return Map.of();
        }
    }

    private List<KeyValue> keyValues() {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs == null) {
            return List.of();
        }
        List<KeyValue> data = new ArrayList<>(pairs.size());
        for (KeyValuePair pair : pairs) {
            data.add(new KeyValue(String.valueOf(pair.key), pair.value));
        }
        return data;
    }
}
