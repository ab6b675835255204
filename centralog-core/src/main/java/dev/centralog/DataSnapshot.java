// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a live object as plain data: null, String, Boolean, Number, or a List or Map of these. Collections and
 * arrays become lists, and an array of characters becomes its text. An object without such a form becomes the result
 * of its {@code toString()}. The depth, the entries of one list or map and the entries of all together are bounded.
 * No method of a foreign object makes the copying throw, not even with an error.
 */
final class DataSnapshot {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_ENTRIES = 256;
    private static final int MAX_ENTRIES_IN_ALL = 4096;
    private static final String MORE = "…";
    private int left = MAX_ENTRIES_IN_ALL;

    private DataSnapshot() {}

    static @Nullable Object of(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Boolean || value instanceof Integer) {
            return value;
        }
        return new DataSnapshot().of(value, 0);
    }

    private @Nullable Object of(@Nullable Object value, int depth) {
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof char[] characters) {
            return new String(characters);
        }
        boolean list = value instanceof Collection || value.getClass().isArray();
        if (!list && !(value instanceof Map)) {
            return text(value);
        }
        if (depth >= MAX_DEPTH) { // its toString() may be endless, or grow with every level
            return MORE;
        }
        try {
            if (value instanceof Map<?, ?> map) {
                return map(map, depth);
            }
            return value instanceof Collection<?> collection ? list(collection.iterator(), depth) : array(value, depth);
        } catch (Throwable e) { // e.g. changed by another thread while we read it
            return failed(value, e);
        }
    }

    private static Object number(Number number) {
        if (number instanceof Double || number instanceof Float) {
            double real = number.doubleValue();
            return Double.isFinite(real) ? number : number.toString();
        }
        if (number instanceof Integer
                || number instanceof Long
                || number instanceof Short
                || number instanceof Byte
                || number.getClass() == BigInteger.class
                || number.getClass() == BigDecimal.class) {
            return number;
        }
        if (number instanceof AtomicInteger || number instanceof AtomicLong || number instanceof LongAdder) {
            return number.longValue();
        }
        return text(number);
    }

    private List<@Nullable Object> list(Iterator<?> entries, int depth) {
        List<@Nullable Object> data = new ArrayList<>();
        while (entries.hasNext()) {
            if (data.size() == MAX_ENTRIES || --left < 0) {
                data.add(MORE);
                break;
            }
            data.add(of(entries.next(), depth + 1));
        }
        return data;
    }

    private List<@Nullable Object> array(Object array, int depth) {
        List<@Nullable Object> data = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            if (data.size() == MAX_ENTRIES || --left < 0) {
                data.add(MORE);
                break;
            }
            data.add(of(Array.get(array, i), depth + 1));
        }
        return data;
    }

    private Map<String, @Nullable Object> map(Map<?, ?> map, int depth) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (data.size() == MAX_ENTRIES || --left < 0) {
                data.put(MORE, null);
                break;
            }
            data.put(text(entry.getKey()), of(entry.getValue(), depth + 1));
        }
        return data;
    }

    private static String text(@Nullable Object value) {
        try {
            return String.valueOf(String.valueOf(value)); // the outer call is for a toString() that returns null
        } catch (Throwable e) {
            return value == null ? "null" : failed(value, e);
        }
    }

    private static String failed(Object value, Throwable hostile) {
        return "[" + value.getClass().getName() + ": toString() failed: "
                + hostile.getClass().getName() + "]";
    }
}
