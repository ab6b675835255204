// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.KeyValue;
import dev.centralog.LogEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The different values that events have in their arguments, their MDC and their key-values.
 *
 * @param inFull the number of events that are stored in full
 * @param read the number of those whose values are counted here
 * @param fields the fields: arguments by their place, then keys of the MDC, then of key-values, each in the order of names
 */
public record FieldValues(long inFull, long read, List<Field> fields) {
    public FieldValues {
        fields = List.copyOf(fields);
    }

    /** The kinds of fields. */
    public enum Kind {
        ARGUMENT,
        MDC,
        KEY_VALUE
    }

    /**
     * A field.
     *
     * @param kind its kind
     * @param name its key; of an argument its place from 0
     * @param events the number of events that have it
     * @param values all different values, those of most events first
     */
    public record Field(Kind kind, String name, long events, List<Value> values) {
        public Field {
            values = List.copyOf(values);
        }
    }

    /** A value as text, and the number of events that have it. */
    public record Value(String text, long events) {}

    static final class Builder {
        private final Map<Integer, Map<String, Long>> arguments = new TreeMap<>();
        private final Map<String, Map<String, Long>> mdc = new TreeMap<>();
        private final Map<String, Map<String, Long>> keyValues = new TreeMap<>();
        private long inFull;
        private long read;

        /** Counts the values of an event; returns the number of events. */
        long add(LogEvent event) {
            for (int i = 0; i < event.arguments().size(); i++) {
                add(
                        arguments.computeIfAbsent(i, place -> new HashMap<>()),
                        event.arguments().get(i));
            }
            event.mdc().forEach((key, value) -> add(mdc.computeIfAbsent(key, name -> new HashMap<>()), value));
            Map<String, KeyValue> last = new LinkedHashMap<>();
            event.keyValues().forEach(each -> last.put(each.key(), each));
            last.forEach((key, each) -> add(keyValues.computeIfAbsent(key, name -> new HashMap<>()), each.value()));
            return ++read;
        }

        private static void add(Map<String, Long> values, @Nullable Object value) {
            values.merge(String.valueOf(value), 1L, Long::sum);
        }

        /** Adds to the number of events that are stored in full; returns it. */
        long inFull(long events) {
            inFull += events;
            return inFull;
        }

        FieldValues build() {
            List<Field> fields = new ArrayList<>();
            arguments.forEach((place, values) -> fields.add(field(Kind.ARGUMENT, String.valueOf(place), values)));
            mdc.forEach((key, values) -> fields.add(field(Kind.MDC, key, values)));
            keyValues.forEach((key, values) -> fields.add(field(Kind.KEY_VALUE, key, values)));
            return new FieldValues(inFull, read, fields);
        }

        private static Field field(Kind kind, String name, Map<String, Long> values) {
            List<Value> sorted = values.entrySet().stream()
                    .map(each -> new Value(each.getKey(), each.getValue()))
                    .sorted(Comparator.comparingLong(Value::events).reversed().thenComparing(Value::text))
                    .toList();
            return new Field(
                    kind, name, sorted.stream().mapToLong(Value::events).sum(), sorted);
        }
    }
}
