// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The masking and truncation of one argument or value; all texts in it share one limit. */
final class BoundedValues {
    private static final int MAX_DEPTH = 32;
    private static final int ENTRY_BYTES = 2; // an entry without text: a comma and a digit
    private final Mask mask;
    private long room;
    private long size;
    private boolean cut;

    BoundedValues(Mask mask, int maxBytes) {
        this.mask = mask;
        this.room = maxBytes;
    }

    boolean isCut() {
        return cut;
    }

    /** Returns the bytes of all its texts, numbers and entries before truncation. */
    long size() {
        return size;
    }

    @Nullable
    Object apply(@Nullable Object value) {
        return apply(value, 0);
    }

    private @Nullable Object apply(@Nullable Object value, int depth) {
        if (value == null || value instanceof Boolean) {
            take(ENTRY_BYTES);
            return value;
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof List<?> list) {
            return depth < MAX_DEPTH ? list(list, depth) : text(Text.CUT);
        }
        if (value instanceof Map<?, ?> map) {
            return depth < MAX_DEPTH ? map(map, depth) : text(Text.CUT);
        }
        return text(value.toString());
    }

    private Object number(Number number) {
        String tooLarge = ValueEncoder.tooLarge(number);
        String literal = tooLarge == null ? number.toString() : tooLarge;
        if (tooLarge != null || mask.finds(literal) || literal.length() > Math.max(room, ENTRY_BYTES)) {
            cut |= tooLarge != null;
            return text(literal);
        }
        take(literal.length());
        return number;
    }

    private String text(String text) {
        Mask.Masked bounded = mask.apply(text, room);
        cut |= bounded.cut();
        size += Text.utf8Bytes(text);
        room = Math.max(0, room - Text.utf8Bytes(bounded.text()));
        return bounded.text();
    }

    private List<@Nullable Object> list(List<?> list, int depth) {
        List<@Nullable Object> bounded = new ArrayList<>();
        for (Object each : list) {
            if (room <= 0) {
                cut = true;
                size += (long) ENTRY_BYTES * (list.size() - bounded.size());
                bounded.add(Text.CUT);
                break;
            }
            take(ENTRY_BYTES);
            bounded.add(apply(each, depth + 1));
        }
        return bounded;
    }

    private Map<String, @Nullable Object> map(Map<?, ?> map, int depth) {
        Map<String, @Nullable Object> bounded = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (room <= 0) {
                cut = true;
                size += (long) ENTRY_BYTES * (map.size() - bounded.size());
                bounded.put(Text.CUT, null);
                break;
            }
            take(ENTRY_BYTES);
            String name = String.valueOf(entry.getKey());
            String key = text(name);
            Object value = entry.getValue();
            bounded.put(key, apply(value != null && mask.hidesKey(name) ? Mask.MASKED : value, depth + 1));
        }
        return bounded;
    }

    private void take(long bytes) {
        size += bytes;
        room = Math.max(0, room - bytes);
    }
}
