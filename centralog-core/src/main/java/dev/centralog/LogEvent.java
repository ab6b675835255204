// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.RenderedTemplate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One logged event with everything that is needed to build the framework's own event again.
 *
 * <p>Arguments and values of key-values are data: null, String, Boolean, Number, or a List or Map of these.
 *
 * <p>Thread-safety: immutable.
 *
 * @param time the time at which it was logged, to the nanosecond if the framework has it
 * @param level its level
 * @param logger the logger's name, or null
 * @param thread the thread that logged it
 * @param template the message before its arguments were filled in, or null
 * @param arguments the arguments, in order
 * @param message the message as rendered, or null
 * @param thrown the throwable, or null
 * @param location the place in the code that logged it, or null if that is not known
 * @param markers its markers
 * @param mdc the mapped diagnostic context (Log4j2: the thread context map), in the framework's order
 * @param ndc the nested diagnostic context (Log4j2: the thread context stack), outermost first
 * @param keyValues key-values of the fluent API, in order
 * @param origin the process that it comes from
 * @param sequence the number of the event among those that its process rendered, from 1: orders events of the same
 *     time; 0 if not yet given
 * @param cuts the truncated fields: the field's name, and its full size (bytes of text, or number of entries)
 */
public record LogEvent(
        Instant time,
        Level level,
        @Nullable String logger,
        ThreadRef thread,
        @Nullable String template,
        List<@Nullable Object> arguments,
        @Nullable String message,
        @Nullable Thrown thrown,
        @Nullable SourceLocation location,
        List<EventMarker> markers,
        Map<String, @Nullable String> mdc,
        List<String> ndc,
        List<KeyValue> keyValues,
        Origin origin,
        long sequence,
        Map<String, Long> cuts) {
    public LogEvent {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(thread, "thread");
        Objects.requireNonNull(origin, "origin");
        arguments = arguments.isEmpty()
                ? Collections.emptyList()
                : Collections.unmodifiableList(new ArrayList<>(arguments));
        markers = List.copyOf(markers);
        mdc = copyOf(mdc);
        ndc = List.copyOf(ndc);
        keyValues = List.copyOf(keyValues);
        cuts = copyOf(cuts);
    }

    /** Returns an unmodifiable copy in the same order; values may be null. */
    private static <V extends @Nullable Object> Map<String, V> copyOf(Map<String, V> map) {
        return map.isEmpty() ? Collections.emptyMap() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /**
     * Returns a builder of an event that is logged now, at {@code INFO}, by the thread that calls
     * {@link Builder#build}.
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts from this event. */
    public Builder toBuilder() {
        return new Builder().copy(this);
    }

    /**
     * A builder of an event. Live objects are turned into data at once, so that later changes to them have no effect.
     *
     * <p>Thread-safety: none.
     */
    public static final class Builder {
        private @Nullable Instant time;
        private Level level = Level.INFO;
        private @Nullable String logger;
        private @Nullable ThreadRef thread;
        private @Nullable String template;
        private List<@Nullable Object> arguments = List.of();
        private @Nullable String message;
        private @Nullable Thrown thrown;
        private @Nullable SourceLocation location;
        private List<EventMarker> markers = List.of();
        private Map<String, @Nullable String> mdc = Map.of();
        private List<String> ndc = List.of();
        private List<KeyValue> keyValues = List.of();
        private Origin origin = Origin.UNKNOWN;
        private long sequence;
        private Map<String, Long> cuts = Map.of();

        private Builder() {}

        /** Copies everything of an event. */
        public Builder copy(LogEvent event) {
            time = event.time;
            level = event.level;
            logger = event.logger;
            thread = event.thread;
            template = event.template;
            arguments = event.arguments;
            message = event.message;
            thrown = event.thrown;
            location = event.location;
            markers = event.markers;
            mdc = event.mdc;
            ndc = event.ndc;
            keyValues = event.keyValues;
            origin = event.origin;
            sequence = event.sequence;
            cuts = event.cuts;
            return this;
        }

        public Builder time(Instant value) {
            time = value;
            return this;
        }

        public Builder level(Level value) {
            level = value;
            return this;
        }

        public Builder logger(@Nullable String value) {
            logger = value;
            return this;
        }

        public Builder thread(ThreadRef value) {
            thread = value;
            return this;
        }

        public Builder template(@Nullable String value) {
            template = value;
            return this;
        }

        /** Sets the arguments; each becomes data, see {@link LogEvent}. */
        public Builder arguments(@Nullable Object @Nullable ... values) {
            List<@Nullable Object> data = new ArrayList<>();
            if (values != null) {
                for (Object value : values) {
                    data.add(DataSnapshot.of(value));
                }
            }
            arguments = data;
            return this;
        }

        /** Sets the arguments; see {@link #arguments(Object...)}. */
        public Builder arguments(List<? extends @Nullable Object> values) {
            return arguments(values.toArray());
        }

        public Builder message(@Nullable String value) {
            message = value;
            return this;
        }

        public Builder thrown(@Nullable Thrown value) {
            thrown = value;
            return this;
        }

        /** Sets the throwable as data, see {@link Thrown#of}. */
        public Builder thrown(@Nullable Throwable value) {
            thrown = value == null ? null : Thrown.of(value);
            return this;
        }

        public Builder location(@Nullable SourceLocation value) {
            location = value;
            return this;
        }

        public Builder markers(List<EventMarker> values) {
            markers = values;
            return this;
        }

        public Builder mdc(Map<String, ? extends @Nullable String> values) {
            Map<String, @Nullable String> data = new LinkedHashMap<>();
            values.forEach((key, value) -> data.put(String.valueOf(key), value)); // frameworks allow a null key
            mdc = data;
            return this;
        }

        public Builder ndc(List<String> values) {
            ndc = values;
            return this;
        }

        /** Sets the key-values; each value becomes data, see {@link LogEvent}. */
        public Builder keyValues(List<KeyValue> values) {
            List<KeyValue> data = new ArrayList<>(values.size());
            for (KeyValue each : values) {
                data.add(new KeyValue(each.key(), DataSnapshot.of(each.value())));
            }
            keyValues = data;
            return this;
        }

        public Builder origin(Origin value) {
            origin = value;
            return this;
        }

        public Builder sequence(long value) {
            sequence = value;
            return this;
        }

        public Builder cuts(Map<String, Long> values) {
            cuts = values;
            return this;
        }

        /**
         * Returns the event. A message that was not given is the template, with the arguments filled in by SLF4J's
         * rules for <code>{}</code>. A template that was not given is the message. A time that was not given is now,
         * and a thread that was not given is the calling thread.
         */
        public LogEvent build() {
            return new LogEvent(
                    time == null ? Clock.now() : time,
                    level,
                    logger,
                    thread == null ? ThreadRef.current() : thread,
                    template == null ? message : template,
                    arguments,
                    message == null ? RenderedTemplate.of(template, arguments) : message,
                    thrown,
                    location,
                    markers,
                    mdc,
                    ndc,
                    keyValues,
                    origin,
                    sequence,
                    cuts);
        }
    }
}
