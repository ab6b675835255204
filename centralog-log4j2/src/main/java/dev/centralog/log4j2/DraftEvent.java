// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import dev.centralog.EventDraft;
import dev.centralog.EventMarker;
import dev.centralog.Level;
import dev.centralog.SourceLocation;
import dev.centralog.ThreadRef;
import dev.centralog.Thrown;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.ThreadContext.ContextStack;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.jspecify.annotations.Nullable;

/** A Log4j2 event as core asks for it; keeps nothing of it, as Log4j2 uses its events again. */
final class DraftEvent implements EventDraft {
    private static final Message EMPTY = new SimpleMessage("");

    private final LogEvent event;
    private final Message message;
    private final @Nullable String loggerClass;
    private @Nullable String rendered;
    private boolean isRendered;

    DraftEvent(LogEvent event) {
        this.event = event;
        this.loggerClass = event.getLoggerFqcn();
        Message given = event.getMessage();
        this.message = given == null ? EMPTY : given;
    }

    @Override
    public long epochSecond() {
        return event.getInstant().getEpochSecond();
    }

    @Override
    public int nanoOfSecond() {
        return event.getInstant().getNanoOfSecond();
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
        String template = Messages.template(message);
        return template == null ? message() : template;
    }

    @Override
    public @Nullable String message() {
        if (!isRendered) {
            rendered = Messages.rendered(message);
            isRendered = true;
        }
        return rendered;
    }

    @Override
    public @Nullable String thrownClasses() {
        Throwable thrown = event.getThrown();
        if (thrown != null) {
            return Thrown.classChain(thrown);
        }
        Thrown known = ProxiedThrowables.of(event);
        return known == null ? null : known.classChain();
    }

    @Override
    public @Nullable String fingerprint(String key) {
        Object inContext = inContext(key);
        Object value = inContext == null ? Messages.value(message, key) : inContext;
        return value == null ? null : text(value);
    }

    @Override
    public boolean hasMarker(String name) {
        Marker marker = event.getMarker();
        return marker != null && Markers.isOrDescendsFrom(marker, name);
    }

    @Override
    public @Nullable Object value(String key) {
        Object inMessage = Messages.value(message, key);
        Object value = inMessage == null ? inContext(key) : inMessage;
        if (value == null || value instanceof Number) {
            return value;
        }
        return value instanceof Enum<?> constant ? constant.name() : text(value);
    }

    private @Nullable Object inContext(String key) {
        ReadOnlyStringMap context = event.getContextData();
        return context == null ? null : context.getValue(key);
    }

    /** Log4j2's events walk the stack when they are asked, if they are to include the location: so first say not to. */
    @Override
    public @Nullable SourceLocation carriedLocation() {
        boolean walks = event.isIncludeLocation();
        if (walks) {
            event.setIncludeLocation(false);
        }
        StackTraceElement source;
        try {
            source = event.getSource();
        } finally {
            if (walks) {
                event.setIncludeLocation(true);
            }
        }
        return source == null ? null : SourceLocation.of(source);
    }

    @Override
    public boolean isLoggerFrame(String className) {
        return className.equals(loggerClass);
    }

    @Override
    public void fill(dev.centralog.LogEvent.Builder builder) {
        builder.time(Instant.ofEpochSecond(epochSecond(), nanoOfSecond()))
                .level(level())
                .logger(logger())
                .thread(new ThreadRef(event.getThreadName(), event.getThreadId(), event.getThreadPriority()))
                .template(template())
                .message(message())
                .arguments(Messages.arguments(message))
                .keyValues(Messages.keyValues(message))
                .mdc(mdc())
                .ndc(ndc());
        if (event.getMarker() != null) {
            builder.markers(List.of(Markers.of(event.getMarker(), EventMarker.MAX_DEPTH)));
        }
        Throwable thrown = event.getThrown();
        if (thrown != null) {
            builder.thrown(thrown);
        } else {
            builder.thrown(ProxiedThrowables.of(event));
        }
    }

    private Map<String, @Nullable String> mdc() {
        Map<String, @Nullable String> mdc = new LinkedHashMap<>();
        ReadOnlyStringMap context = event.getContextData();
        if (context != null) {
            context.forEach((String key, @Nullable Object value) -> mdc.put(key, value == null ? null : text(value)));
        }
        return mdc;
    }

    private List<String> ndc() {
        ContextStack stack = event.getContextStack();
        return stack == null ? List.of() : stack.asList();
    }

    private static String text(Object value) {
        try {
            return String.valueOf(value.toString());
        } catch (RuntimeException | StackOverflowError hostile) {
            return "[" + value.getClass().getName() + ": toString() failed: "
                    + hostile.getClass().getName() + "]";
        }
    }
}
