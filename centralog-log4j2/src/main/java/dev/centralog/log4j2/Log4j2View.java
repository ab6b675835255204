// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import dev.centralog.Centralog;
import dev.centralog.DropReason;
import dev.centralog.EventMarker;
import dev.centralog.EventView;
import dev.centralog.Level;
import dev.centralog.SourceLocation;
import dev.centralog.ThreadRef;
import dev.centralog.Thrown;
import java.time.Instant;
import java.util.ArrayList;
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

/** Reads Log4j2's events for Centralog. Thread-safety: stateless. */
enum Log4j2View implements EventView<LogEvent> {
    INSTANCE;

    private static final Message EMPTY = new SimpleMessage("");

    @Override
    public long epochSecond(LogEvent event) {
        return event.getInstant().getEpochSecond();
    }

    @Override
    public int nanoOfSecond(LogEvent event) {
        return event.getInstant().getNanoOfSecond();
    }

    @Override
    public Level level(LogEvent event) {
        return Levels.of(event.getLevel());
    }

    @Override
    public @Nullable String logger(LogEvent event) {
        return event.getLoggerName();
    }

    @Override
    public @Nullable String template(LogEvent event) {
        String template = Templates.of(message(event.getMessage()));
        return template == null ? message(event) : template;
    }

    @Override
    public boolean hasArguments(LogEvent event) {
        return Messages.hasArguments(message(event.getMessage()), event.getThrown());
    }

    @Override
    public @Nullable String message(LogEvent event) {
        return Messages.rendered(message(event.getMessage()));
    }

    private static Message message(@Nullable Message given) {
        return given == null ? EMPTY : given;
    }

    @Override
    public @Nullable String thrownClasses(LogEvent event) {
        Throwable thrown = event.getThrown();
        if (thrown != null) {
            return Thrown.classChain(thrown);
        }
        Thrown known = ProxiedThrowables.of(event);
        return known == null ? null : known.classChain();
    }

    @Override
    public @Nullable String fingerprint(LogEvent event, String key) {
        Object inContext = inContext(event, key);
        Object value = inContext == null || "".equals(inContext)
                ? Messages.value(message(event.getMessage()), key)
                : inContext;
        return value == null ? null : text(value);
    }

    @Override
    public boolean hasMarker(LogEvent event, String name) {
        Marker marker = event.getMarker();
        return marker != null && Markers.isOrDescendsFrom(marker, name);
    }

    @Override
    public @Nullable Object value(LogEvent event, String key) {
        Object inMessage = Messages.value(message(event.getMessage()), key);
        Object value = inMessage == null ? inContext(event, key) : inMessage;
        if (value == null || value instanceof Number) {
            return value;
        }
        return value instanceof Enum<?> constant ? constant.name() : text(value);
    }

    private static @Nullable Object inContext(LogEvent event, String key) {
        ReadOnlyStringMap context = event.getContextData();
        return context == null ? null : context.getValue(key);
    }

    /**
     * Returns the location if the event already has it. An event that is to include its location would walk the stack
     * now, so that is switched off during the call.
     */
    @Override
    public @Nullable SourceLocation carriedLocation(LogEvent event) {
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
    public boolean isLoggerFrame(LogEvent event, String className) {
        return className.equals(event.getLoggerFqcn());
    }

    @Override
    public @Nullable DropReason refusal(LogEvent event) {
        return Centralog.isOwn(event.getLoggerName(), event.getThreadName()) ? DropReason.OWN_LOGGER : null;
    }

    @Override
    public void fill(LogEvent event, dev.centralog.LogEvent.Builder builder) {
        fillOwn(event, builder);
        builder.level(level(event)).logger(logger(event));
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

    @Override
    public void fillSample(LogEvent event, dev.centralog.LogEvent.Builder builder) {
        fillOwn(event, builder);
        Throwable thrown = event.getThrown();
        Thrown proxied = thrown == null ? ProxiedThrowables.of(event) : Thrown.withoutFrames(thrown);
        builder.thrown(proxied);
    }

    /** Fills in all but level, logger, markers and throwable. */
    private static void fillOwn(LogEvent event, dev.centralog.LogEvent.Builder builder) {
        Message message = message(event.getMessage());
        String rendered = Messages.rendered(message);
        String template = Templates.of(message);
        builder.time(Instant.ofEpochSecond(
                        event.getInstant().getEpochSecond(), event.getInstant().getNanoOfSecond()))
                .thread(new ThreadRef(event.getThreadName(), event.getThreadId(), event.getThreadPriority()))
                .template(template == null ? rendered : template)
                .message(rendered)
                .arguments(Messages.arguments(message))
                .keyValues(Messages.keyValues(message))
                .mdc(mdc(event))
                .ndc(ndc(event));
    }

    private static Map<String, @Nullable String> mdc(LogEvent event) {
        Map<String, @Nullable String> mdc = new LinkedHashMap<>();
        ReadOnlyStringMap context = event.getContextData();
        if (context != null && !context.isEmpty()) {
            context.forEach((String key, @Nullable Object value) -> mdc.put(key, value == null ? null : text(value)));
        }
        return mdc;
    }

    private static List<String> ndc(LogEvent event) {
        ContextStack stack = event.getContextStack();
        if (stack == null) {
            return List.of();
        }
        List<String> data = new ArrayList<>(stack.getDepth());
        for (@Nullable String each : stack.asList()) { // a null becomes the text that a layout prints
            data.add(String.valueOf(each));
        }
        return data;
    }

    private static String text(Object value) {
        try {
            return String.valueOf(value.toString());
        } catch (Throwable e) {
            return "[" + value.getClass().getName() + ": toString() failed: "
                    + e.getClass().getName() + "]";
        }
    }
}
