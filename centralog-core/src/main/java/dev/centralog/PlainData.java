// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a live object into plain data: null, String, Boolean, Number, or a List or Map of these. What has no such form
 * becomes its text. Bounded in depth and entries; nothing that a foreign method throws leaves it.
 */
final class PlainData {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_ENTRIES = 256;

    private PlainData() {}

    static @Nullable Object of(@Nullable Object value) {
        return of(value, 0);
    }

    private static @Nullable Object of(@Nullable Object value, int depth) {
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (depth >= MAX_DEPTH) {
            return text(value);
        }
        try {
            if (value instanceof Collection<?> collection) {
                return list(collection.iterator(), depth);
            }
            if (value instanceof Map<?, ?> map) {
                return map(map, depth);
            }
            if (value instanceof Object[] array) {
                return list(Arrays.asList(array).iterator(), depth);
            }
        } catch (RuntimeException | StackOverflowError hostile) { // e.g. changed by another thread while we read it
            return failed(value, hostile);
        }
        return text(value);
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
        return text(number);
    }

    private static List<@Nullable Object> list(Iterator<?> entries, int depth) {
        List<@Nullable Object> data = new ArrayList<>();
        while (entries.hasNext()) {
            if (data.size() == MAX_ENTRIES) {
                data.add("…");
                break;
            }
            data.add(of(entries.next(), depth + 1));
        }
        return data;
    }

    private static Map<String, @Nullable Object> map(Map<?, ?> map, int depth) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (data.size() == MAX_ENTRIES) {
                data.put("…", null);
                break;
            }
            data.put(text(entry.getKey()), of(entry.getValue(), depth + 1));
        }
        return data;
    }

    private static String text(@Nullable Object value) {
        try {
            return String.valueOf(value);
        } catch (RuntimeException | StackOverflowError hostile) {
            return value == null ? "null" : failed(value, hostile);
        }
    }

    private static String failed(Object value, Throwable hostile) {
        return "[" + value.getClass().getName() + ": toString() failed: "
                + hostile.getClass().getName() + "]";
    }
}
