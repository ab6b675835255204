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

/** How Centralog looks at Logback's events. */
final class LogbackView implements EventView<ILoggingEvent> {
    private final Supplier<List<String>> frameworkPackages;
    private final Nesting nesting;

    /** With the packages that count as parts of the framework when the caller is looked for. */
    LogbackView(Supplier<List<String>> frameworkPackages, Nesting nesting) {
        this.frameworkPackages = frameworkPackages;
        this.nesting = nesting;
    }

    /** Events of other makers may have no instant. */
    @Override
    public long epochSecond(ILoggingEvent event) {
        Instant instant = event.getInstant();
        return instant == null ? Math.floorDiv(event.getTimeStamp(), 1000) : instant.getEpochSecond();
    }

    /** Events of other makers may have an instant to the millisecond beside finer nanoseconds. */
    @Override
    @SuppressWarnings("JavaInstantGetSecondsGetNano") // the other half is epochSecond
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

    /** Of a key that occurs twice, the first value. */
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
        if (!event.hasCallerData()) { // asking an event for what it has not computed yet costs a whole stack trace
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
        nesting.rendering(() -> builder.time(Instant.ofEpochSecond(epochSecond(event), nanoOfSecond(event)))
                .level(level(event))
                .logger(logger(event))
                .thread(thread(event))
                .template(template(event))
                .arguments(event.getArgumentArray())
                .message(event.getFormattedMessage())
                .thrown(Throwables.dataOf(event.getThrowableProxy()))
                .markers(Markers.dataOf(event.getMarkerList()))
                .mdc(mdc(event))
                .keyValues(keyValues(event)));
    }

    /** Behind an asynchronous appender this is another thread than the event's, of which only the name is known. */
    private static ThreadRef thread(ILoggingEvent event) {
        String name = event.getThreadName();
        ThreadRef current = ThreadRef.current();
        // Logback calls a nameless thread by its id.
        boolean same = String.valueOf(current.name()).isEmpty()
                ? name != null && name.endsWith("-" + current.id())
                : String.valueOf(current.name()).equals(name);
        return new ThreadRef(name, same ? current.id() : 0, same ? current.priority() : 0);
    }

    private static Map<String, String> mdc(ILoggingEvent event) {
        try {
            Map<String, String> context = event.getMDCPropertyMap();
            return context == null ? Map.of() : context;
        } catch (NullPointerException ignored) { // an event made by hand, without a logger
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
