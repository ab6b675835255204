// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import dev.centralog.Centralog;
import dev.centralog.DropReason;
import dev.centralog.EventView;
import dev.centralog.KeyValue;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.SourceLocation;
import dev.centralog.ThreadRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** Reads Logback's events for Centralog. */
final class LogbackView implements EventView<ILoggingEvent> {
    private final Supplier<List<String>> frameworkPackages;
    private final Nesting nesting;

    /** Creates a view. Frames of the given packages count as the framework's in the search for the caller. */
    LogbackView(Supplier<List<String>> frameworkPackages, Nesting nesting) {
        this.frameworkPackages = frameworkPackages;
        this.nesting = nesting;
    }

    /**
     * Returns the second of the event's time. Other libraries' events may have no instant; then the milliseconds are
     * used.
     */
    @Override
    public long epochSecond(ILoggingEvent event) {
        Instant instant = event.getInstant();
        return instant == null ? Math.floorDiv(event.getTimeStamp(), 1000) : instant.getEpochSecond();
    }

    /**
     * Returns the nanoseconds within the second. Other libraries' events may have an instant in milliseconds, and finer
     * nanoseconds besides.
     */
    @Override
    @SuppressWarnings("JavaInstantGetSecondsGetNano") // epochSecond returns the other part
    public int nanoOfSecond(ILoggingEvent event) {
        Instant instant = event.getInstant();
        int nanos = instant == null ? Math.floorMod(event.getTimeStamp(), 1000) * 1_000_000 : instant.getNano();
        int finer = event.getNanoseconds();
        return finer / 1_000_000 == nanos / 1_000_000 ? Math.max(finer, nanos) : nanos;
    }

    @Override
    public Level level(ILoggingEvent event) {
        return Levels.of(event.getLevel());
    }

    @Override
    public @Nullable String logger(ILoggingEvent event) {
        return event.getLoggerName();
    }

    @Override
    public @Nullable String template(ILoggingEvent event) {
        return event.getMessage();
    }

    @Override
    public boolean hasArguments(ILoggingEvent event) {
        Object[] arguments = event.getArgumentArray();
        return arguments != null && arguments.length > 0;
    }

    @Override
    public @Nullable String message(ILoggingEvent event) {
        return nesting.rendering(event::getFormattedMessage);
    }

    @Override
    public @Nullable String thrownClasses(ILoggingEvent event) {
        IThrowableProxy proxy = event.getThrowableProxy();
        return proxy == null ? null : Throwables.classChain(proxy);
    }

    @Override
    public @Nullable String fingerprint(ILoggingEvent event, String key) {
        String inContext = mdc(event).get(key);
        if (inContext != null && !inContext.isEmpty()) {
            return inContext;
        }
        Object value = inKeyValues(event, key);
        return value == null ? null : text(value);
    }

    @Override
    public boolean hasMarker(ILoggingEvent event, String name) {
        List<Marker> markers = event.getMarkerList();
        return markers != null && Markers.isOrReferredToBy(markers, name);
    }

    @Override
    public @Nullable Object value(ILoggingEvent event, String key) {
        Object value = inKeyValues(event, key);
        if (value == null) {
            return mdc(event).get(key);
        }
        if (value instanceof Number) {
            return value;
        }
        return value instanceof Enum<?> constant ? constant.name() : text(value);
    }

    /** Returns the value of that key, or null; if the key occurs twice, the first value that is not null. */
    private static @Nullable Object inKeyValues(ILoggingEvent event, String key) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs == null) {
            return null;
        }
        for (KeyValuePair pair : pairs) {
            if (pair != null && key.equals(pair.key) && pair.value != null) {
                return pair.value;
            }
        }
        return null;
    }

    private String text(Object value) {
        try {
            return nesting.rendering(() -> String.valueOf(value.toString()));
        } catch (Throwable e) {
            return "[" + value.getClass().getName() + ": toString() failed: "
                    + e.getClass().getName() + "]";
        }
    }

    @Override
    public @Nullable SourceLocation carriedLocation(ILoggingEvent event) {
        if (!event.hasCallerData()) { // getCallerData on an event that has not computed it fills a whole stack trace
            return null;
        }
        StackTraceElement[] callers = event.getCallerData();
        return callers == null || callers.length == 0 || callers[0] == null ? null : SourceLocation.of(callers[0]);
    }

    @Override
    public boolean isLoggerFrame(ILoggingEvent event, String className) {
        return CallerBoundary.isFramework(className, CallerBoundary.of(event), frameworkPackages.get());
    }

    @Override
    public @Nullable DropReason refusal(ILoggingEvent event) {
        return Centralog.isOwn(event.getLoggerName(), event.getThreadName()) ? DropReason.OWN_LOGGER : null;
    }

    @Override
    public void fill(ILoggingEvent event, LogEvent.Builder builder) {
        nesting.rendering(() -> fillOwn(event, builder)
                .level(level(event))
                .logger(logger(event))
                .thrown(Throwables.dataOf(event.getThrowableProxy()))
                .markers(Markers.dataOf(event.getMarkerList())));
    }

    @Override
    public void fillSample(ILoggingEvent event, LogEvent.Builder builder) {
        nesting.rendering(() -> fillOwn(event, builder).thrown(Throwables.withoutFrames(event.getThrowableProxy())));
    }

    /** Fills in all but level, logger, markers and throwable. */
    private LogEvent.Builder fillOwn(ILoggingEvent event, LogEvent.Builder builder) {
        return builder.time(Instant.ofEpochSecond(epochSecond(event), nanoOfSecond(event)))
                .thread(thread(event))
                .template(template(event))
                .arguments(event.getArgumentArray())
                .message(event.getFormattedMessage())
                .mdc(mdc(event))
                .keyValues(keyValues(event));
    }

    /**
     * Returns the event's thread. Behind an asynchronous appender the current thread is another one; then only the name
     * of the event's thread is known.
     */
    private static ThreadRef thread(ILoggingEvent event) {
        String name = event.getThreadName();
        ThreadRef current = ThreadRef.current();
        // Logback names a thread without a name by its id.
        boolean same = String.valueOf(current.name()).isEmpty()
                ? name != null && name.endsWith("-" + current.id())
                : String.valueOf(current.name()).equals(name);
        return new ThreadRef(name, same ? current.id() : 0, same ? current.priority() : 0);
    }

    private static Map<String, String> mdc(ILoggingEvent event) {
        try {
            Map<String, String> context = event.getMDCPropertyMap();
            return context == null ? Map.of() : context;
        } catch (NullPointerException ignored) { // an event created by hand, without a logger
            return Map.of();
        }
    }

    private static List<KeyValue> keyValues(ILoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs == null) {
            return List.of();
        }
        List<KeyValue> data = new ArrayList<>(pairs.size());
        for (KeyValuePair pair : pairs) {
            if (pair != null) {
                data.add(new KeyValue(String.valueOf(pair.key), pair.value));
            }
        }
        return data;
    }
}
